import type { Readable } from 'node:stream'

export interface BlobStat {
  readonly bytes: number
  readonly modifiedAt: Date
}

/** The outcome of a write: what really arrived. */
export interface BlobWritten {
  readonly bytes: number
  readonly sha256: string
}

export interface ByteRange {
  /** First and last byte, both inclusive, zero-based. */
  readonly start: number
  readonly end: number
}

/**
 * Bytes under server-made keys (`[a-z0-9/-]+`, no dots but one before an extension). Adapters: disk here, S3 beside it.
 * `put` is create-once: an existing key is refused with `blob/exists`; nothing is visible before all bytes are durable.
 */
export interface BlobStore {
  put(
    key: string,
    source: Readable | Uint8Array,
    limits: { readonly maxBytes: number; readonly signal?: AbortSignal },
  ): Promise<BlobWritten>
  read(key: string, range?: ByteRange): Promise<Readable>
  stat(key: string): Promise<BlobStat | null>
  remove(key: string): Promise<void>
  /** A path readable by tools that need a file (probing); for remote stores a temporary copy, removed by `release`. */
  localPath(key: string): Promise<{ readonly path: string; release(): Promise<void> }>
  keys(prefix: string): AsyncIterable<string>
  /** Writes, reads and removes a small object; for the startup check. */
  probe(): Promise<void>
}
