import { ProblemError } from './problem-error.ts'
import { type UploadInput, type UploadOperations, uploadFile } from './upload.ts'
import { type UploadPartsClient, uploadInParts } from './upload-parts.ts'

/** What an upload of any size takes of the generated client. */
export interface UploadLargeClient<Purpose extends string, Stored> {
  readonly files: UploadOperations<Purpose, Stored> & UploadPartsClient<Purpose, Stored>['files']
}

/** Keeps the ids of uploads that are not done, by purpose and SHA-256: `sessionStorage`, `localStorage`, or anything like them. */
export interface UploadMemory {
  getItem(key: string): string | null
  setItem(key: string, uploadId: string): void
  removeItem(key: string): void
}

export interface UploadLargeInput<Purpose extends string> extends UploadInput<Purpose> {
  /** A longer file goes in parts; 16 MiB when absent. */
  readonly partsAboveBytes?: number | undefined
  /** With it an upload that broke off goes on where it was when the same file is sent again, also by another page. */
  readonly memory?: UploadMemory | undefined
}

/** The reason to abort with so that the server forgets an upload in parts too; after any other it is kept for a day. */
export class UploadGivenUp extends Error {
  override readonly name = 'UploadGivenUp'
}

const PARTS_ABOVE_BYTES = 16 * 1024 * 1024
const REFUSED = 422

/**
 * `uploadFile` for a small file, `uploadInParts` for a large one. What breaks off within `memory` is kept and goes on with the next call;
 * without one, after `UploadGivenUp`, or when the server refuses the bytes, it is given back.
 */
export async function uploadLarge<Purpose extends string, Stored>(
  client: UploadLargeClient<Purpose, Stored>,
  input: UploadLargeInput<NoInfer<Purpose>>,
): Promise<Stored> {
  const { partsAboveBytes = PARTS_ABOVE_BYTES, memory, ...upload } = input
  const { size } = new Blob([upload.file])
  if (size <= partsAboveBytes) return await uploadFile(client, upload)
  const begun = { key: '', uploadId: '' }
  const keyOf = (sha256: string): string => `upload ${upload.purpose} ${sha256}`
  try {
    const stored = await uploadInParts(client, {
      ...upload,
      resume: (sha256) => memory?.getItem(keyOf(sha256)) ?? undefined,
      onUploadId(uploadId, sha256) {
        Object.assign(begun, { uploadId, key: keyOf(sha256) })
        memory?.setItem(begun.key, uploadId)
      },
    })
    memory?.removeItem(begun.key)
    return stored
  } catch (error) {
    const isRefused = error instanceof ProblemError && error.status === REFUSED
    const isOver = memory === undefined || error instanceof UploadGivenUp || isRefused
    if (isOver && begun.uploadId !== '') {
      memory?.removeItem(begun.key)
      await giveBack(client, begun.uploadId)
    }
    throw error
  }
}

async function giveBack(client: UploadLargeClient<never, unknown>, uploadId: string): Promise<void> {
  try {
    await client.files.cancel({ path: { uploadId } })
  } catch (error) {
    // What was not given back expires at the server by itself; what ended the upload tells more than this.
    if (!(error instanceof ProblemError)) throw error
  }
}
