import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type { BlobStore, ByteRange } from '../../kernel/blob/blob-store.ts'
import type { FileRow } from './tables.ts'
import { damagedNow, type Shelf } from './whole.ts'

/** What a range is compared by. */
const BLOCK_BYTES = 1024 * 1024
const SUM_BYTES = 32
/** Of all files together: those of 256 GB in 8 MB. */
const BLOCKS_MAX = 256 * 1024

/** SHA-256 of every block of files whose bytes were whole when this process first read a range of them; what a key holds never changes. */
class KnownSums {
  readonly #sums = new Map<string, { readonly blocks: number; readonly sums: Promise<Buffer> }>()
  #blocks = 0

  /** Those who ask at once wait for one reading. */
  of(shelf: Shelf, file: FileRow): Promise<Buffer> {
    const known = this.#sums.get(file.blob_key)
    if (known !== undefined) return known.sums
    const sums = readSums(shelf, file)
    sums.catch(() => this.#forget(file.blob_key))
    const blocks = Math.ceil(Number(file.bytes) / BLOCK_BYTES)
    this.#sums.set(file.blob_key, { blocks, sums })
    this.#blocks += blocks
    for (const key of this.#sums.keys()) {
      if (this.#blocks <= BLOCKS_MAX) break
      this.#forget(key)
    }
    return sums
  }

  #forget(key: string): void {
    this.#blocks -= this.#sums.get(key)?.blocks ?? 0
    this.#sums.delete(key)
  }
}

const knownOf = new WeakMap<BlobStore, KnownSums>()

/**
 * The bytes of a range, none of which leaves before its block was compared with what was stored; files/damaged comes in its place. The
 * first range of a file that this process is asked for costs a reading of the whole.
 */
export async function comparedRange(
  shelf: Shelf,
  file: FileRow,
  range: ByteRange,
  failed: (error: unknown) => void,
): Promise<Buffer | Readable> {
  const known = knownOf.get(shelf.blobs) ?? new KnownSums()
  knownOf.set(shelf.blobs, known)
  const sums = await known.of(shelf, file)
  const first = Math.floor(range.start / BLOCK_BYTES)
  const last = Math.floor(range.end / BLOCK_BYTES)
  const from = first * BLOCK_BYTES
  const end = Math.min((last + 1) * BLOCK_BYTES, Number(file.bytes)) - 1

  async function* compared(): AsyncGenerator<Buffer> {
    let number = first
    for await (const block of inBlocks(await shelf.blobs.read(file.blob_key, { start: from, end }))) {
      if (!sumOf(block).equals(sums.subarray(number * SUM_BYTES, (number + 1) * SUM_BYTES)))
        throw await damagedNow(shelf.db, file)
      const at = number * BLOCK_BYTES
      yield block.subarray(Math.max(range.start - at, 0), Math.min(range.end + 1 - at, block.length))
      number += 1
    }
  }

  if (first === last) return Buffer.concat(await Array.fromAsync(compared()))
  return Readable.from(compared(), { objectMode: false }).on('error', failed)
}

async function readSums({ db, blobs }: Shelf, file: FileRow): Promise<Buffer> {
  const whole = createHash('sha256')
  const sums: Buffer[] = []
  for await (const block of inBlocks(await blobs.read(file.blob_key))) {
    whole.update(block)
    sums.push(sumOf(block))
  }
  if (!whole.digest().equals(file.sha256)) throw await damagedNow(db, file)
  return Buffer.concat(sums)
}

function sumOf(block: Buffer): Buffer {
  return createHash('sha256').update(block).digest()
}

/** All of a stream in blocks; the last one is what is left. */
async function* inBlocks(source: Readable): AsyncGenerator<Buffer> {
  let held: Buffer[] = []
  let length = 0
  for await (const chunk of source) {
    let rest = chunk as Buffer
    while (length + rest.length >= BLOCK_BYTES) {
      const part = rest.subarray(0, BLOCK_BYTES - length)
      yield Buffer.concat([...held, part])
      rest = rest.subarray(part.length)
      held = []
      length = 0
    }
    if (rest.length > 0) held.push(rest)
    length += rest.length
  }
  if (length > 0) yield Buffer.concat(held)
}
