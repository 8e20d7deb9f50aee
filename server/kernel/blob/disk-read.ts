import { type FileHandle, open } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { blobProblems, systemCode } from './blob-problems.ts'
import type { ByteRange } from './blob-store.ts'
import { assertRange } from './byte-range.ts'

const CHUNK_BYTES = 128 * 1024

/**
 * Opens a file and streams `range` of it, or all. The file is opened before this returns, so a missing one is known before an answer
 * begins. A file that is, or becomes, shorter than asked for ends the stream with `blob/missing`, never as if it were complete.
 */
export async function readBytes(path: string, range: ByteRange | undefined): Promise<Readable> {
  assertRange(range)
  const handle = await openFile(path)
  try {
    const { size } = await handle.stat()
    const start = range?.start ?? 0
    const end = range === undefined ? size : range.end + 1
    if (end > size) throw blobProblems('missing', { detail: 'The content is shorter than it was.' })
    return stream(handle, start, end)
  } catch (error) {
    await handle.close()
    throw error
  }
}

async function openFile(path: string): Promise<FileHandle> {
  try {
    return await open(path, 'r')
  } catch (error) {
    throw systemCode(error) === 'ENOENT' ? blobProblems('missing', { cause: error }) : error
  }
}

/** Not handle.createReadStream: that one ends silently where the file ends, even if more was announced to the client. */
function stream(handle: FileHandle, start: number, end: number): Readable {
  let position = start
  return new Readable({
    highWaterMark: CHUNK_BYTES,
    read() {
      if (position >= end) {
        this.push(null)
        return
      }
      const length = Math.min(CHUNK_BYTES, end - position)
      handle.read({ buffer: Buffer.allocUnsafe(length), length, position }).then(
        ({ bytesRead, buffer }) => {
          position += bytesRead
          if (bytesRead === 0) this.destroy(blobProblems('missing', { detail: 'The content is shorter than it was.' }))
          else this.push(buffer.subarray(0, bytesRead))
        },
        (error: Error) => this.destroy(error),
      )
    },
    destroy(error, callback) {
      handle.close().then(() => callback(error), callback)
    },
  })
}
