import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Files, Purpose, StoredFile } from '../../../platform/files/index.ts'
import { journalProblem } from './problems.ts'
import type { JournalTables } from './tables.ts'

const PICTURE = 'trading.journal'
const MEGABYTE = 1_000_000

/** Screenshots of charts. Pages show what is made of them anew, without what cameras write into them. */
export const picturePurpose: Purpose = {
  name: PICTURE,
  maxBytes: 15 * MEGABYTE,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  visibility: 'private',
  isOpenTo: (permissions) => permissions.has('trading:use'),
  image: {
    variants: [
      { name: 'small', width: 480, format: 'webp' },
      { name: 'wide', width: 1920, format: 'webp' },
    ],
  },
}

interface Pictures {
  readonly entryId: Id<'journal-entry'>
  readonly ownerId: Id<'user'>
  readonly fileIds: readonly Id<'file'>[]
}

/** Gives the entry exactly these pictures, in this order; those it had besides are removed. Throws trading/picture-not-usable. */
export async function setPictures(
  tx: Tx,
  files: Pick<Files, 'hold' | 'remove'>,
  { entryId, ownerId, fileIds }: Pictures,
): Promise<void> {
  const had = await picturesOf(tx, entryId)
  const added = fileIds.filter((id) => !had.includes(id))
  const held = new Map((await files.hold(tx, added)).map((file) => [file.id, file]))
  const errors = added.flatMap((id) => (isUsable(held.get(id), ownerId) ? [] : [faultAt(fileIds.indexOf(id))]))
  if (errors.length > 0) throw journalProblem('picture-not-usable', { errors })
  await removePictures(
    tx,
    files,
    had.filter((id) => !fileIds.includes(id)),
  )
  for (const [place, id] of fileIds.entries()) {
    const written = await tx.raw(
      `INSERT INTO trading.journal_file AS known (file_id, entry_id, place) VALUES ($1, $2, $3)
       ON CONFLICT (file_id) DO UPDATE SET place = excluded.place WHERE known.entry_id = excluded.entry_id RETURNING 1 AS written`,
      [id, entryId, place],
    )
    if (written.length === 0) throw journalProblem('picture-not-usable', { errors: [faultAt(place)] })
  }
}

/** Removes the pictures of an entry that goes. */
export async function dropPictures(tx: Tx, files: Pick<Files, 'remove'>, entryId: Id<'journal-entry'>): Promise<void> {
  await removePictures(tx, files, await picturesOf(tx, entryId))
}

/** Removes the pictures of entries that went with their account. */
export async function dropLeftPictures(tx: Tx, files: Pick<Files, 'remove'>): Promise<void> {
  const left = await tx
    .query<JournalTables>()
    .selectFrom('trading.journal_file')
    .select('file_id')
    .where('entry_id', 'is', null)
    .forUpdate()
    .execute()
  await removePictures(
    tx,
    files,
    left.map((row) => row.file_id),
  )
}

async function picturesOf(tx: Tx, entryId: Id<'journal-entry'>): Promise<Id<'file'>[]> {
  const rows = await tx
    .query<JournalTables>()
    .selectFrom('trading.journal_file')
    .select('file_id')
    .where('entry_id', '=', entryId)
    .execute()
  return rows.map((row) => row.file_id)
}

async function removePictures(tx: Tx, files: Pick<Files, 'remove'>, ids: readonly Id<'file'>[]): Promise<void> {
  if (ids.length === 0) return
  await tx.query<JournalTables>().deleteFrom('trading.journal_file').where('file_id', 'in', ids).execute()
  for (const id of ids) await files.remove(tx, id)
}

function isUsable(file: StoredFile | undefined, ownerId: Id<'user'>): boolean {
  if (file?.purpose !== PICTURE || file.ownerId !== ownerId) return false
  const isRefused = file.image === 'unreadable' || file.image === 'too-large'
  return !isRefused && file.scan !== 'pending' && file.scan !== 'infected'
}

function faultAt(place: number) {
  return { pointer: `/fileIds/${place}`, code: 'unusable', detail: 'is not usable' }
}
