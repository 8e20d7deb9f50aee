import type { Readable } from 'node:stream'

export interface BlobStat {
  readonly bytes: number
  readonly modifiedAt: Date
  /** SHA-256 in hex that the store itself checked when the bytes arrived; null from stores that check or keep none. */
  readonly sha256: string | null
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

export interface WriteTerms {
  readonly maxBytes: number
  readonly signal?: AbortSignal
  /** Asked what arrived before anybody can see it; by throwing it refuses the write. */
  readonly check?: (written: BlobWritten) => void
}

/** A request that somebody without credentials may make, as it stands and for a while. */
export interface SignedRequest {
  readonly url: string
  /** To be sent as they are: they are part of what was signed. */
  readonly headers: Readonly<Record<string, string>>
}

/** What a signed write is bound to. */
export interface SignedWrite {
  readonly bytes: number
  /** Hex. */
  readonly sha256: string
  readonly contentType: string
  readonly expiresInSeconds: number
}

export interface SignedRead {
  readonly contentType: string
  readonly contentDisposition: string
  readonly expiresInSeconds: number
}

/** Addresses by which clients reach the store without the server in between. */
export interface DirectBlobs {
  /** Where the addresses lead, `https://host`: for what pages may connect to. */
  readonly origin: string
  /** A PUT of exactly these bytes, once: another length, type or checksum header is refused by the store, as is an existing key. */
  signPut(key: string, write: SignedWrite): Promise<SignedRequest>
  signGet(key: string, read: SignedRead): Promise<SignedRequest>
}

/**
 * Bytes under server-made keys (`[a-z0-9/-]+`, no dots but one before an extension). Adapters: disk and S3.
 * `put` is create-once: an existing key is refused with `blob/exists`; nothing is visible before all bytes are durable.
 * A store that cannot be reached is `blob/unavailable`, one that does not let us in `blob/refused`.
 */
export interface BlobStore {
  put(key: string, source: Readable | Uint8Array, terms: WriteTerms): Promise<BlobWritten>
  read(key: string, range?: ByteRange): Promise<Readable>
  stat(key: string): Promise<BlobStat | null>
  remove(key: string): Promise<void>
  /** A path readable by tools that need a file (probing); for remote stores a temporary copy, removed by `release`. */
  localPath(key: string): Promise<{ readonly path: string; release(): Promise<void> }>
  keys(prefix: string): AsyncIterable<string>
  /** Removes what writes begun before this instant and never finished have left; returns how many there were. */
  sweepUnfinished(before: Date): Promise<number>
  /** Writes, reads and removes a small object; for the startup check. */
  probe(): Promise<void>
  /** Null where all bytes pass through the server. */
  readonly direct: DirectBlobs | null
}
