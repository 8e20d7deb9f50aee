import { Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { idOf, instant, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Purpose } from '../../../platform/files/index.ts'
import type { Reader } from '../caller.ts'
import type { WorkDeps } from './deps.ts'
import { workProblem } from './problems.ts'
import { type Visibility, visibilities, type WorkTables } from './tables.ts'

const MEBIBYTE = 1024 * 1024
const ATTACHMENT = 'agency.attachment'

/** What clients and staff exchange; private, handed out by the routes of what it belongs to. */
export const attachmentPurpose: Purpose = {
  name: ATTACHMENT,
  maxBytes: 100 * MEBIBYTE,
  contentTypes: ['application/pdf', 'image/jpeg', 'image/png', 'image/webp', 'audio/mpeg', 'audio/mp4', 'audio/wav'],
  visibility: 'private',
}

/** What a file belongs to. */
export type FileOf =
  | { readonly request_id: Id<'service-request'> }
  | { readonly project_id: Id<'client-project'> }
  | { readonly deliverable_id: Id<'deliverable'> }

export const fileShape = object({
  id: idOf('file'),
  filename: Type.String(),
  contentType: Type.String(),
  bytes: Type.Integer(),
  visibility: oneOf(visibilities),
  addedAt: instant,
})

/** Adds a confirmed upload of the person's own, once. Throws agency/file-not-usable. */
export async function addFile(
  tx: Tx,
  files: Pick<WorkDeps['files'], 'file'>,
  of: FileOf,
  added: { readonly fileId: Id<'file'>; readonly by: Id<'user'>; readonly visibility: Visibility },
): Promise<void> {
  const file = await files.file(tx, added.fileId)
  const isOwn = file?.ownerId === added.by && file.purpose === ATTACHMENT
  if (!isOwn || file.scan === 'pending' || file.scan === 'infected') throw notUsable()
  const written = await tx
    .query<WorkTables>()
    .insertInto('agency.work_file')
    .values({
      request_id: null,
      project_id: null,
      deliverable_id: null,
      ...of,
      file_id: added.fileId,
      visibility: added.visibility,
      added_by: added.by,
      added_at: now(),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows !== 1n) throw notUsable()
}

function notUsable() {
  return workProblem('file-not-usable', { errors: [{ pointer: '/fileId', code: 'unusable', detail: 'is not usable' }] })
}

/** The files of one thing as far as `seen` goes, in the order they came. */
export async function filesOf(
  { files }: { readonly files: Pick<WorkDeps['files'], 'file'> },
  source: Reader,
  of: FileOf,
  seen: readonly Visibility[],
) {
  const rows = await linked(source, of).where('visibility', 'in', seen).orderBy('file_id').execute()
  const held = await Promise.all(rows.map((row) => files.file(source, row.file_id)))
  return rows.flatMap((row, at) => {
    const file = held[at]
    if (file == null) return []
    const { filename, contentType, bytes } = file
    return [{ id: row.file_id, filename, contentType, bytes, visibility: row.visibility, addedAt: row.added_at }]
  })
}

/** Throws agency/file-not-found unless the file belongs to this and may be seen. */
export async function assertFileOf(
  source: Reader,
  of: FileOf,
  fileId: Id<'file'>,
  seen: readonly Visibility[],
): Promise<void> {
  const row = await linked(source, of).where('file_id', '=', fileId).where('visibility', 'in', seen).executeTakeFirst()
  if (row === undefined) throw workProblem('file-not-found')
}

function linked(source: Reader, of: FileOf) {
  const query = source.query<WorkTables>().selectFrom('agency.work_file').selectAll()
  if ('request_id' in of) return query.where('request_id', '=', of.request_id)
  if ('project_id' in of) return query.where('project_id', '=', of.project_id)
  return query.where('deliverable_id', '=', of.deliverable_id)
}
