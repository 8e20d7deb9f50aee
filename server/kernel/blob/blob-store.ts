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

export interface SignedPart {
  readonly bytes: number
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
  /** A PUT of one part of exactly so many bytes, as long as its write is open. */
  signPart(write: PartedWrite, number: number, terms: SignedPart): Promise<SignedRequest>
  signGet(key: string, read: SignedRead): Promise<SignedRequest>
}

/** All parts but the last of a write in parts have this length: R2 demands equal ones, S3 5 MiB at least and 10,000 at most (78 GiB so). */
export const PART_BYTES = 8 * 1024 * 1024

/** A write whose parts come one by one, in any order, over hours and from anybody who was given their addresses. */
export interface PartedWrite {
  readonly key: string
  /** Given by `begin`. */
  readonly id: string
}

/** A part that is wholly there; numbers begin with 1. */
export interface BlobPart {
  readonly number: number
  readonly bytes: number
}

/** One part as it comes. */
export interface PartTerms {
  /** Exactly so many; more or fewer are refused with `blob/length-differs`. */
  readonly bytes: number
  readonly signal?: AbortSignal
}

/**
 * Writes that outlive connections and processes. A part is there wholly or not at all, and one that comes again takes the place of
 * the former. Nothing can be read under the key before `assemble`. A write that is over, or was never begun, is `blob/missing`.
 */
export interface PartedBlobs {
  begin(key: string): Promise<PartedWrite>
  put(write: PartedWrite, number: number, source: Readable, terms: PartTerms): Promise<void>
  /** In order of their numbers. */
  list(write: PartedWrite): Promise<BlobPart[]>
  /**
   * Makes the parts that are there the content of the key, in order, and ends the write. Done again, or by several at once, it leaves
   * one object and fails for none of them. The SHA-256 is null where the store, or another, put it together.
   */
  assemble(write: PartedWrite): Promise<{ readonly sha256: string | null }>
  /** Removes the parts, once more without complaint; later ones are refused. */
  abandon(write: PartedWrite): Promise<void>
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
  readonly parts: PartedBlobs
  /** Null where all bytes pass through the server. */
  readonly direct: DirectBlobs | null
}
