import { createHash } from 'node:crypto'
import type { Origin } from '../../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { Problem } from '../../../../kernel/problem.ts'
import type { Files } from '../../../../platform/files/index.ts'
import { picturePurpose } from '../../journal/entry-files.ts'
import { type LineOf, PICTURES_BYTES_MAX, PICTURES_MAX } from './account-file.ts'
import { AccountFileRefusal, type Numbered, readPictureLines } from './read-account.ts'

type PictureFiles = Pick<Files, 'take' | 'file' | 'hold' | 'remove'>

/** Pictures of a file that is brought in: stored before its transaction begins, as that takes a while. */
export interface Pictures {
  readonly files: PictureFiles
  /** What they are here, by the file's name for them. */
  readonly ids: ReadonlyMap<string, Id<'file'>>
}

interface Source {
  readonly files: PictureFiles
  readonly origin: Origin
  readonly ownerId: Id<'user'>
  readonly path: string
}

/** Stores the pictures of an account's file for `use`, and removes what no entry shows afterwards. Throws AccountFileRefusal for one that no upload may be. */
export async function withPictures(
  { db, signal }: { readonly db: Db; readonly signal: AbortSignal },
  { files, origin, ownerId, path }: Source,
  use: (pictures: Pictures) => Promise<void>,
): Promise<void> {
  const ids = new Map<string, Id<'file'>>()
  try {
    for await (const picture of wholePictures(path)) {
      signal.throwIfAborted()
      if (ids.has(picture.id)) throw new AccountFileRefusal('twice', picture.at, '/id')
      const { bytes, filename, contentType, at } = picture
      const enclosed = { bytes, filename, contentType, purpose: picturePurpose.name, ownerId }
      const id = await taken(at, () => files.take(origin, enclosed))
      ids.set(picture.id, id)
      if ((await files.file(db, id))?.scan === 'pending') throw new NotScanned('the scanner has not judged a picture')
    }
    await use({ files, ids })
  } finally {
    if (ids.size > 0) await db.transaction(origin, (tx) => dropUnused(tx, files, [...ids.values()]))
  }
}

/** The scanner is away: a later try may find it. */
class NotScanned extends Error {
  override readonly name = 'NotScanned'
}

async function dropUnused(tx: Tx, files: PictureFiles, all: readonly Id<'file'>[]): Promise<void> {
  const used = await tx.raw<{ file_id: Id<'file'> }>(
    'SELECT file_id FROM trading.journal_file WHERE file_id = ANY($1::uuid[])',
    [all],
  )
  const held = new Set(used.map((row) => row.file_id))
  for (const id of all) if (!held.has(id)) await files.remove(tx, id)
}

interface WholePicture extends Pick<LineOf<'picture'>, 'id' | 'filename' | 'contentType'> {
  readonly at: number
  readonly bytes: Buffer
}

/** Each put together of its parts, one at a time in memory. */
async function* wholePictures(path: string): AsyncGenerator<WholePicture> {
  let parts: Numbered<LineOf<'picture'>>[] = []
  let bytes = 0
  let pictures = 0
  for await (const line of readPictureLines(path)) {
    const [first] = parts
    if (first !== undefined && first.id !== line.id) throw new AccountFileRefusal('picture-cut-off', first.at)
    if (line.part !== parts.length) throw new AccountFileRefusal('line-invalid', line.at, '/part')
    parts.push(line)
    bytes += lengthOf(line)
    if (line.part === 0) pictures += 1
    if (bytes > PICTURES_BYTES_MAX || pictures > PICTURES_MAX)
      throw new AccountFileRefusal('too-many-pictures', line.at)
    const held = parts.reduce((sum, part) => sum + lengthOf(part), 0)
    if (held > line.bytes) throw new AccountFileRefusal('line-invalid', line.at, '/bytes')
    if (held < line.bytes) continue
    yield whole(parts)
    parts = []
  }
  if (parts[0] !== undefined) throw new AccountFileRefusal('picture-cut-off', parts[0].at)
}

function lengthOf({ data }: LineOf<'picture'>): number {
  return Buffer.byteLength(data, 'base64')
}

function whole(parts: readonly Numbered<LineOf<'picture'>>[]): WholePicture {
  const [first] = parts
  if (first === undefined) throw new TypeError('a picture has a part')
  const { id, filename, contentType, sha256, at } = first
  const bytes = Buffer.concat(parts.map(({ data }) => Buffer.from(data, 'base64')))
  if (createHash('sha256').update(bytes).digest('hex') !== sha256)
    throw new AccountFileRefusal('line-invalid', at, '/sha256')
  return { id, filename, contentType, at, bytes }
}

/** What an upload would be refused by is the line's fault. */
async function taken(at: number, take: () => Promise<Id<'file'>>): Promise<Id<'file'>> {
  try {
    return await take()
  } catch (error) {
    if (!(error instanceof Problem) || error.status >= 500) throw error
    const field = error.code === 'files/type-differs' ? '/contentType' : null
    throw new AccountFileRefusal(error.code === 'files/quota-exceeded' ? 'no-room' : 'line-invalid', at, field)
  }
}
