import { createReadStream } from 'node:fs'
import { open } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Id } from '../../../kernel/id.ts'
import type { Files } from '../../../platform/files/index.ts'
import { awaitedLater } from '../ledger/bulk.ts'
import type { AccountRow } from '../ledger/tables.ts'
import type { ReadRow } from './canonical.ts'
import type { Profile } from './reading/profile.ts'
import { type ReadOptions, readFile, readInstruments } from './reading/read.ts'
import { type ToldInstruments, tellsInstruments } from './reading/told-instruments.ts'

/** As many as are looked up and written at once. */
const ROWS_A_CHUNK = 1000
const HEAD_BYTES = 64 * 1024

/** How one file is read. */
export interface Reading {
  readonly fileId: Id<'file'>
  readonly profile: Profile
  readonly timeZone: string
  readonly account: Pick<AccountRow, 'currency'>
}

/** The rows of a file, some thousands at a time. */
export interface OpenRows {
  readonly chunks: AsyncGenerator<readonly ReadRow[]>
  release(): Promise<void>
}

/** Opens a file for one reading from its beginning. The rows throw FileRefusal for what is no such file; this throws blob/missing. */
export async function openRows(
  files: Pick<Files, 'localPath'>,
  { fileId, profile, timeZone, account }: Reading,
): Promise<OpenRows> {
  const local = await files.localPath(fileId)
  const options = { zone: timeZone, accountCurrency: account.currency }
  const told = tellsInstruments(profile) ? await toldBy(local, profile, options) : new Map()
  const bytes = createReadStream(local.path)
  const rows = readFile(bytes, profile, { ...options, told })
  return {
    chunks: inChunks(rows),
    async release() {
      bytes.destroy()
      await local.release()
    },
  }
}

/** A file names its instruments before or behind their fills: it is read twice. */
async function toldBy(
  local: Awaited<ReturnType<Files['localPath']>>,
  profile: Profile,
  options: ReadOptions,
): Promise<ToldInstruments> {
  const bytes = createReadStream(local.path)
  try {
    return await readInstruments(bytes, profile, options)
  } catch (error) {
    await local.release()
    throw error
  } finally {
    bytes.destroy()
  }
}

async function* inChunks(batches: AsyncIterable<readonly ReadRow[]>): AsyncGenerator<readonly ReadRow[]> {
  let chunk: ReadRow[] = []
  for await (const batch of batches)
    for (let from = 0; from < batch.length; ) {
      const some = batch.slice(from, from + ROWS_A_CHUNK - chunk.length)
      chunk.push(...some)
      from += some.length
      if (chunk.length < ROWS_A_CHUNK) continue
      // Reading so many takes some milliseconds, after which others have their turn.
      await setImmediate()
      yield chunk
      chunk = []
    }
  if (chunk.length > 0) yield chunk
}

/** Makes the next of them while whoever got the one before waits for the database. */
export async function* oneAhead<Chunk>(chunks: AsyncGenerator<Chunk>): AsyncGenerator<Chunk> {
  let coming = chunks.next()
  for (;;) {
    const { value, done } = await coming
    if (done === true) return
    // A fault of the next chunk does not come before this one.
    coming = awaitedLater(chunks.next())
    yield value
  }
}

/** The beginning of a file, by which profiles know it. */
export async function headOf(files: Pick<Files, 'localPath'>, fileId: Id<'file'>): Promise<Buffer> {
  const local = await files.localPath(fileId)
  const handle = await open(local.path)
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    return buffer.subarray(0, bytesRead)
  } finally {
    await handle.close()
    await local.release()
  }
}
