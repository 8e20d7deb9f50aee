import { FileRefusal } from './refusal.ts'

export type Encoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252'

const BYTES_MAX = 50 * 1024 * 1024
/** As much of a file as tells its encoding, its delimiter and its profile. */
export const HEAD_BYTES = 64 * 1024
const SIGNATURES: readonly (readonly number[])[] = [
  [0x50, 0x4b, 0x03, 0x04],
  [0x25, 0x50, 0x44, 0x46],
  [0xd0, 0xcf, 0x11, 0xe0],
  [0x1f, 0x8b],
]

/** By its byte order mark, by every other byte being zero, or by being UTF-8; anything else is the code page of Western Windows. */
export function sniffEncoding(head: Uint8Array): Encoding {
  if (SIGNATURES.some((bytes) => bytes.every((byte, at) => head[at] === byte))) throw new FileRefusal('not-text')
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le'
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be'
  const looked = Math.min(head.length, 1024) & ~1
  let zeros = 0
  for (let at = 1; at < looked; at += 2) if (head[at] === 0) zeros += 1
  if (looked >= 8 && zeros > looked / 4) return 'utf-16le'
  return isUtf8(head) ? 'utf-8' : 'windows-1252'
}

/** The head as text, without a byte order mark and without the half of a character at its end. */
export function headText(head: Uint8Array, encoding: Encoding): string {
  return new TextDecoder(encoding).decode(head.subarray(0, HEAD_BYTES), { stream: true })
}

/** The file as text, piece by piece. Throws FileRefusal for more than 50 MB and for an empty one. */
export async function* decoded(bytes: AsyncIterable<Uint8Array>, wanted: Encoding | 'auto'): AsyncGenerator<string> {
  let total = 0
  let decoder: InstanceType<typeof TextDecoder> | null = null
  for await (const chunk of withHead(bytes)) {
    total += chunk.length
    if (total > BYTES_MAX) throw new FileRefusal('file-too-large')
    // A byte order mark and the bytes themselves know better than a profile.
    decoder ??= new TextDecoder(encodingOf(chunk, wanted))
    const text = decoder.decode(chunk, { stream: true })
    if (text !== '') yield text
  }
  if (decoder === null) throw new FileRefusal('empty')
  const last = decoder.decode()
  if (last !== '') yield last
}

function encodingOf(head: Uint8Array, wanted: Encoding | 'auto'): Encoding {
  const sniffed = sniffEncoding(head.subarray(0, HEAD_BYTES))
  return wanted === 'windows-1252' && sniffed === 'utf-8' && head[0] !== 0xef ? wanted : sniffed
}

/** The same bytes, the first piece of them long enough to tell the encoding by. */
async function* withHead(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  const first: Uint8Array[] = []
  let length = 0
  for await (const chunk of bytes) {
    if (length >= HEAD_BYTES) {
      yield chunk
      continue
    }
    first.push(chunk)
    length += chunk.length
    if (length >= HEAD_BYTES) yield Buffer.concat(first)
  }
  if (length > 0 && length < HEAD_BYTES) yield Buffer.concat(first)
}

function isUtf8(head: Uint8Array): boolean {
  try {
    // Streaming leaves a character that the head cuts in two to the piece after it.
    new TextDecoder('utf-8', { fatal: true }).decode(head, { stream: true })
    return true
  } catch {
    return false
  }
}
