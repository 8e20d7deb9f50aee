import { transportOf } from './client.ts'
import { confirmUpload } from './confirm-upload.ts'
import { fileDigest } from './file-digest.ts'
import type { CallOptions, KeyedCallOptions } from './operation.ts'
import { clientFault, ProblemError } from './problem-error.ts'
import { withRetries } from './retry.ts'
import type { Transport } from './transport.ts'
import type { UploadInput, UploadProgress } from './upload.ts'
import { putBytes, type SignedPut } from './upload-put.ts'

/** What an upload in parts takes of the generated client. */
export interface UploadPartsClient<Purpose extends string, Stored> {
  readonly files: {
    sign(
      input: KeyedCallOptions & {
        body: {
          filename: string
          contentType: string
          bytes: number
          sha256: string
          purpose: Purpose
          parts: true
        }
      },
    ): Promise<{ uploadId: string }>
    getUpload(input: CallOptions & { path: { uploadId: string } }): Promise<UploadStatus>
    confirm(input: KeyedCallOptions & { body: { uploadId: string } }): Promise<Stored>
  }
}

interface UploadStatus {
  readonly bytes: number
  readonly sha256: string
  readonly arrived: boolean
  readonly parts: {
    readonly bytes: number
    readonly arrived: readonly number[]
    readonly next: readonly (SignedPut & { readonly number: number; readonly bytes: number })[]
  } | null
}

export interface UploadPartsInput<Purpose extends string> extends UploadInput<Purpose> {
  /** The id of an upload of this file that broke off, or who knows it by its SHA-256: it goes on where it was. Gone or of another file, a new one begins. */
  readonly resume?: string | ((sha256: string) => string | undefined) | undefined
  /** Told the id before any byte is sent: keep it, to resume by it after a lost connection or a closed page. */
  readonly onUploadId?: ((uploadId: string, sha256: string) => void) | undefined
}

/** Addresses are good for an hour. */
const ADDRESSES_MS = 45 * 60_000

interface Parted {
  readonly file: Blob
  readonly signal: AbortSignal
  readonly report: (phase: UploadProgress['phase'], doneBytes: number) => void
}

/**
 * Like `uploadFile`, in parts: after a fault or an abort what has arrived stays at the server for a day, and a call with `resume` sends
 * the rest. `files.cancel` gives it up.
 */
export async function uploadInParts<Purpose extends string, Stored>(
  client: UploadPartsClient<Purpose, Stored>,
  input: UploadPartsInput<NoInfer<Purpose>>,
): Promise<Stored> {
  const { filename, contentType, purpose, onProgress = () => undefined, signal = new AbortController().signal } = input
  const transport = transportOf(client)
  const file = new Blob([input.file], { type: contentType })
  const report: Parted['report'] = (phase, doneBytes) => onProgress({ phase, doneBytes, totalBytes: file.size })
  const sha256 = await fileDigest(file, { signal, hashed: (doneBytes) => report('hashing', doneBytes) })
  const isSame = (status: UploadStatus): boolean => status.sha256 === sha256 && status.bytes === file.size

  const resume = typeof input.resume === 'function' ? input.resume(sha256) : input.resume
  const earlier = resume === undefined ? null : await statusOrNull(client, resume, signal)
  let uploadId = resume ?? ''
  if (earlier === null || !isSame(earlier)) {
    const body = { filename, contentType, bytes: file.size, sha256, purpose, parts: true } as const
    uploadId = (await client.files.sign({ body, signal })).uploadId
  }
  input.onUploadId?.(uploadId, sha256)
  await sendParts(() => client.files.getUpload({ path: { uploadId }, signal }), transport, { file, signal, report })
  report('confirming', 0)
  const confirm = (options: CallOptions) => client.files.confirm({ body: { uploadId }, ...options })
  const stored = await confirmUpload(confirm, transport.retry, signal)
  report('confirming', file.size)
  return stored
}

/** Null for one that has lapsed, was cancelled, or is somebody else's. */
async function statusOrNull(client: UploadPartsClient<never, unknown>, uploadId: string, signal: AbortSignal) {
  try {
    return await client.files.getUpload({ path: { uploadId }, signal })
  } catch (error) {
    if (error instanceof ProblemError && error.status === 404) return null
    throw error
  }
}

/** Asks what is missing and sends it, until nothing is. */
async function sendParts(ask: () => Promise<UploadStatus>, transport: Transport, sending: Parted): Promise<void> {
  let before = -1
  for (let status = await ask(); !status.arrived; status = await ask()) {
    const { parts } = status
    if (parts === null) throw clientFault('client/unexpected-answer', 'This upload is not one in parts')
    if (parts.arrived.length === before)
      throw clientFault('client/unexpected-answer', 'The server took parts and does not have them')
    before = parts.arrived.length
    await sendRound(parts, transport, sending)
  }
}

async function sendRound(
  { bytes: partBytes, arrived, next }: NonNullable<UploadStatus['parts']>,
  transport: Transport,
  { file, signal, report }: Parted,
): Promise<void> {
  const askedMs = performance.now()
  let done = Math.min(arrived.length * partBytes, file.size)
  for (const part of next) {
    if (performance.now() - askedMs > ADDRESSES_MS) return
    const from = (part.number - 1) * partBytes
    const piece = file.slice(from, from + part.bytes)
    const sent = (bytes: number): void => report('sending', Math.min(done + bytes, file.size))
    const unlimited = { signal, remainingMs: () => Number.POSITIVE_INFINITY }
    await withRetries(() => putBytes(transport, part, { file: piece, signal, sent }), transport.retry, unlimited)
    done += part.bytes
  }
}
