import { createHash } from 'node:crypto'
import { open, stat, unlink } from 'node:fs/promises'
import type { Readable, Writable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { blobProblems, systemCode } from './blob-problems.ts'
import type { BlobWritten, WriteTerms } from './blob-store.ts'

type Limits = Pick<WriteTerms, 'maxBytes' | 'signal'>

/** Streams into a new file and returns once the bytes are on the disk: `flush` syncs before it closes. */
export async function writeDurably(path: string, source: Readable, limits: Limits): Promise<BlobWritten> {
  const handle = await open(path, 'wx', 0o600)
  try {
    return await pour(source, handle.createWriteStream({ flush: true }), limits)
  } finally {
    await handle.close()
  }
}

async function pour(source: Readable, target: Writable, limits: Limits): Promise<BlobWritten> {
  const hash = createHash('sha256')
  let bytes = 0
  const measure = async function* (chunks: AsyncIterable<Uint8Array>) {
    for await (const chunk of chunks) {
      bytes += chunk.byteLength
      if (bytes > limits.maxBytes) throw blobProblems('too-large', { params: { maxBytes: limits.maxBytes } })
      hash.update(chunk)
      yield chunk
    }
  }
  await pipeline(source, measure, target, limits.signal === undefined ? {} : { signal: limits.signal })
  return { bytes, sha256: hash.digest('hex') }
}

/** What is under a path, or null. */
export async function statOrNull(path: string) {
  try {
    return await stat(path)
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null
    throw error
  }
}

/** False when nothing was there. */
export async function unlinkIfThere(path: string): Promise<boolean> {
  try {
    await unlink(path)
    return true
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false
    throw error
  }
}
