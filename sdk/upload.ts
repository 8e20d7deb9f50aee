import { transportOf } from './client.ts'
import { confirmUpload } from './confirm-upload.ts'
import { fileDigest } from './file-digest.ts'
import type { CallOptions, KeyedCallOptions } from './operation.ts'
import { ProblemError } from './problem-error.ts'
import { withRetries } from './retry.ts'
import type { SignedPut } from './upload-put.ts'
import { putBytes } from './upload-put.ts'

/** The operations of an upload: those of an account, or others that do the same. */
export interface UploadOperations<Purpose extends string, Stored> {
  sign(
    input: KeyedCallOptions & {
      body: { filename: string; contentType: string; bytes: number; sha256: string; purpose: Purpose }
    },
  ): Promise<SignedPut & { uploadId: string }>
  confirm(input: KeyedCallOptions & { body: { uploadId: string } }): Promise<Stored>
  cancel(input: CallOptions & { path: { uploadId: string } }): Promise<unknown>
}

/** What an upload takes of the generated client. */
export interface UploadClient<Purpose extends string, Stored> {
  readonly files: UploadOperations<Purpose, Stored>
}

export interface UploadProgress {
  readonly phase: 'hashing' | 'sending' | 'confirming'
  /** Of this phase; where the platform does not tell (outside browsers), sending goes from none to all at once. */
  readonly doneBytes: number
  readonly totalBytes: number
}

export interface UploadInput<Purpose extends string> {
  readonly file: Blob | Uint8Array<ArrayBuffer>
  readonly filename: string
  readonly contentType: string
  readonly purpose: Purpose
  readonly onProgress?: ((progress: UploadProgress) => void) | undefined
  readonly signal?: AbortSignal | undefined
}

/**
 * Hashes, signs, sends and confirms a file; returns what the confirmation answers. The bytes are sent again after passing
 * faults. An abort, or bytes that cannot be sent, gives the upload back to the server and throws the reason.
 */
export async function uploadFile<Purpose extends string, Stored>(
  client: UploadClient<Purpose, Stored>,
  input: UploadInput<NoInfer<Purpose>>,
): Promise<Stored> {
  return await uploadFileBy(client, client.files, input)
}

/** The same by other operations than those of an account: those of a guest, who shows a secret instead. */
export async function uploadFileBy<Purpose extends string, Stored>(
  client: object,
  files: UploadOperations<Purpose, Stored>,
  input: UploadInput<NoInfer<Purpose>>,
): Promise<Stored> {
  const { filename, contentType, purpose, onProgress = () => undefined, signal = new AbortController().signal } = input
  const transport = transportOf(client)
  const file = new Blob([input.file], { type: contentType })
  const report = (phase: UploadProgress['phase'], doneBytes: number): void =>
    onProgress({ phase, doneBytes, totalBytes: file.size })

  const sha256 = await fileDigest(file, { signal, hashed: (doneBytes) => report('hashing', doneBytes) })
  const body = { filename, contentType, bytes: file.size, sha256, purpose }
  const signed = await files.sign({ body, signal })
  const { uploadId } = signed
  try {
    const sent = (doneBytes: number): void => report('sending', doneBytes)
    const unlimited = { signal, remainingMs: () => Number.POSITIVE_INFINITY }
    await withRetries(() => putBytes(transport, signed, { file, signal, sent }), transport.retry, unlimited)
  } catch (error) {
    throw await givingBack(files, uploadId, error)
  }
  report('confirming', 0)
  try {
    const confirm = (options: CallOptions) => files.confirm({ body: { uploadId }, ...options })
    const stored = await confirmUpload(confirm, transport.retry, signal)
    report('confirming', file.size)
    return stored
  } catch (error) {
    // NOTE: without an abort a failed confirmation stands: its answer may be lost, and the file confirmed.
    throw signal.aborted ? await givingBack(files, uploadId, error) : error
  }
}

/** Cancels and hands back the fault that the caller is to see. */
async function givingBack(
  files: Pick<UploadOperations<never, unknown>, 'cancel'>,
  uploadId: string,
  fault: unknown,
): Promise<unknown> {
  try {
    await files.cancel({ path: { uploadId } })
  } catch (error) {
    // What was not given back expires at the server by itself; the first fault tells more than this one.
    if (!(error instanceof ProblemError)) throw error
  }
  return fault
}
