import { createHash } from 'node:crypto'
import { pipeline, type Readable, Transform } from 'node:stream'
import { blobProblems } from '../../kernel/blob/blob-problems.ts'
import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Problem } from '../../kernel/problem.ts'
import { filesProblem } from './problems.ts'
import { recordFault } from './record-fault.ts'
import type { FileRow } from './tables.ts'

/** Where bytes are read, and where it is written down that they are others. */
export interface Shelf {
  readonly db: Db
  readonly blobs: BlobStore
}

const RESTORED = 'It can be read again once its bytes are restored.'

const gone = (): Problem => blobProblems('missing', { detail: RESTORED })

/** Throws blob/missing or files/damaged for a file whose bytes were gone or others when they were last looked at. */
export function assertWhole({ fault }: Pick<FileRow, 'fault'>): void {
  if (fault === 'missing') throw gone()
  if (fault === 'differs') throw filesProblem('damaged')
}

/**
 * Asks the store, without reading, whether it has bytes of this length and, where it keeps one, of this checksum. Throws blob/missing
 * or files/damaged. That they are gone is not written down: it is all that is to be seen of a disk that is not mounted.
 */
export async function assertStored({ db, blobs }: Shelf, file: FileRow): Promise<void> {
  const stat = await blobs.stat(file.blob_key)
  if (stat === null) throw gone()
  const isOther = stat.sha256 !== null && stat.sha256 !== file.sha256.toString('hex')
  if (isOther || BigInt(stat.bytes) !== file.bytes) throw await damagedNow(db, file)
}

/** All bytes of a file in memory, compared with what was stored. Throws blob/missing and files/damaged. */
export async function wholeContent({ db, blobs }: Shelf, file: FileRow): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of await blobs.read(file.blob_key)) chunks.push(chunk as Buffer)
  const bytes = Buffer.concat(chunks)
  if (!createHash('sha256').update(bytes).digest().equals(file.sha256)) throw await damagedNow(db, file)
  return bytes
}

/**
 * The same as a stream that never ends as if it were complete when the bytes are others: the last piece is held back until all were
 * compared, and files/damaged comes in its place. `failed` is told what broke the stream, unless the reader left.
 */
export function comparedStream(db: Db, file: FileRow, source: Readable, failed: (error: Error) => void): Readable {
  const hash = createHash('sha256')
  let held: Buffer | null = null
  const comparing = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk)
      const former = held
      held = chunk
      done(null, former)
    },
    flush(done) {
      if (hash.digest().equals(file.sha256)) done(null, held)
      else damagedNow(db, file).then(done, done)
    },
  })
  pipeline(source, comparing, (error) => {
    if (error && error.code !== 'ERR_STREAM_PREMATURE_CLOSE') failed(error)
  })
  return comparing
}

/** Written down before it is told, so that whoever asks next is told without a look at the bytes. */
export async function damagedNow(db: Db, { id, blob_key: key }: FileRow): Promise<Problem> {
  await db.transaction(systemOrigin('files.read', id), (tx) => recordFault(tx, key, 'differs'))
  return filesProblem('damaged')
}
