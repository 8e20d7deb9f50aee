import { createSha256 } from './sha256.ts'

export interface DigestOptions {
  readonly signal: AbortSignal
  /** Told how many bytes are done, first 0 and last all. */
  readonly hashed: (bytes: number) => void
  /** Above this a file is hashed in pieces, so that it never lies in memory whole. */
  readonly wholeBytesMax?: number
  /** Small enough for a page to stay responsive between two pieces. */
  readonly pieceBytes?: number
}

const mebibyte = 1024 * 1024

/** SHA-256 of a file in lower-case hexadecimal. */
export async function fileDigest(file: Blob, options: DigestOptions): Promise<string> {
  const { signal, hashed, wholeBytesMax = 64 * mebibyte, pieceBytes = 2 * mebibyte } = options
  signal.throwIfAborted()
  hashed(0)
  // NOTE: browsers have crypto.subtle in secure contexts only: not on http:// but for localhost.
  const { subtle } = globalThis.crypto as Partial<typeof globalThis.crypto>
  if (subtle !== undefined && file.size <= wholeBytesMax) {
    const digest = await subtle.digest('SHA-256', await file.arrayBuffer())
    signal.throwIfAborted()
    hashed(file.size)
    return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('')
  }
  const hash = createSha256()
  for (let from = 0; from < file.size; from += pieceBytes) {
    const piece = new Uint8Array(await file.slice(from, from + pieceBytes).arrayBuffer())
    signal.throwIfAborted()
    hash.update(piece)
    hashed(from + piece.length)
  }
  return hash.digest()
}
