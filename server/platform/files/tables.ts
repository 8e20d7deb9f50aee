import type { Id } from '../../kernel/id.ts'

/** Rows of schema `files`; queried by this unit only. */
export interface FilesTables {
  'files.upload': UploadRow
  'files.file': FileRow
}

export interface UploadRow {
  id: Id<'upload'>
  /** Of an account, or else of `holder`. */
  owner_id: Id<'user'> | null
  holder: string | null
  purpose: string
  filename: string
  content_type: string
  bytes: bigint
  sha256: Buffer
  blob_key: string
  state: 'signed' | 'confirmed' | 'cancelled'
  /** The address was one of the store: the bytes came, or still may, without the server. */
  direct: boolean
  /** The store's name of the write in parts; null for an upload that comes in one piece. */
  parts_id: string | null
  file_id: Id<'file'> | null
  /** The file it gives new content, and the newest version of it that whoever announced it knew. */
  replaces_id: Id<'file'> | null
  replaces_version: number | null
  created_at: Date
  expires_at: Date
  /** When a look at its bytes was asked for, of a large one; null: not yet, or it came to nothing. */
  check_asked_at: Date | null
  /** What that look found. */
  arrived: StoredLook | null
}

/** What was found of stored bytes, as JSON; `modifiedAt` is theirs. */
export interface StoredLook {
  readonly bytes: number
  readonly sha256: string
  readonly detectedType: string | null
  readonly scanned: {
    readonly scan: ScanState
    readonly finding: string | null
    readonly refusal: ScanRefusal | null
    readonly triedAt: string | null
  } | null
  /** Bytes that are kept in their place; `unreadable` for a picture that is none. */
  readonly kept: { readonly blobKey: string; readonly bytes: number; readonly sha256: string } | 'unreadable' | null
  readonly modifiedAt: string
}

export interface FileRow {
  id: Id<'file'>
  owner_id: Id<'user'> | null
  holder: string | null
  purpose: string
  visibility: 'public' | 'private'
  filename: string
  content_type: string
  bytes: bigint
  sha256: Buffer
  blob_key: string
  created_at: Date
  /** When the bytes were last read and compared; null: never since they were stored. */
  checked_at: Date | null
  /** What that found: gone, or other bytes. */
  fault: 'missing' | 'differs' | null
  scan: ScanState
  scan_finding: string | null
  /** Of a file that waits for a verdict though the scanner was asked: why there is none. */
  scan_refusal: ScanRefusal | null
  /** When it was last asked in vain; null: never. */
  scan_tried_at: Date | null
  /** What it shows, for whoever cannot see it. */
  alt: string | null
  /** Null for a file of a purpose whose pictures stay as they are, and for what was made of one. */
  image: ImageState | null
  /** Of a picture that could not be made anew: how often all tries of that came to nothing, null: never, and when they last did. */
  image_rounds: number | null
  image_tried_at: Date | null
  /** The picture this one was made of, the name it goes by there, and its size; null for everything else. */
  variant_of: Id<'file'> | null
  variant: string | null
  width: number | null
  height: number | null
  /** Of what this row shows; the first is 1. */
  version: number
  /** The last number that was given, of a file: more than `version` while what it belongs to is not shown yet, or never will be. */
  newest_version: number
  /** The file that showed this before, or is about to; null for the file itself, which shows what its own row has. */
  version_of: Id<'file'> | null
  /** The number that this content had before it was shown again. */
  restored_from: number | null
  /** Of a version: since when it is not shown, or is known never to be. */
  superseded_at: Date | null
  /** Of a file that was put away: since when. It is found by nobody, and can be brought back. */
  discarded_at: Date | null
}

/** What is different from version to version of a file. */
export type FileContent = Pick<
  FileRow,
  | 'filename'
  | 'content_type'
  | 'bytes'
  | 'sha256'
  | 'blob_key'
  | 'created_at'
  | 'checked_at'
  | 'fault'
  | 'scan'
  | 'scan_finding'
  | 'scan_refusal'
  | 'scan_tried_at'
  | 'image'
  | 'image_rounds'
  | 'image_tried_at'
  | 'version'
  | 'restored_from'
>

/** Its variants are to be made, are there, or cannot be: it is no whole picture, or has too many pixels. */
export type ImageState = 'pending' | 'ready' | 'unreadable' | 'too-large'

/** What the malware scanner said: it was not asked, has not answered yet, found nothing, or something. */
export type ScanState = 'none' | 'pending' | 'clean' | 'infected'

/** Why a scanner that was there gave no verdict: it takes no bytes so long, failed at them, or they were not there. */
export type ScanRefusal = 'too-large' | 'failed' | 'missing'
