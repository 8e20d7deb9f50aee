import type { ClientOptions } from './client.ts'
import { buildClient } from './client.ts'
import type { PlinthClient, ProblemCode } from './generated.ts'
import { operations } from './generated.ts'
import type { ClientFaultCode } from './problem-error.ts'
import { ProblemError } from './problem-error.ts'

export type { TokenStorage } from './bearer-session.ts'
export type { ClientOptions } from './client.ts'
export * from './generated.ts'
export type { BinaryBody, CallOptions, KeyedCallOptions } from './operation.ts'
export { paginate } from './paginate.ts'
export type { ClientFaultCode, FieldFault } from './problem-error.ts'
export { ProblemError } from './problem-error.ts'
export type { UploadInput, UploadOperations, UploadProgress } from './upload.ts'
export { uploadFile, uploadFileBy } from './upload.ts'
export type { UploadLargeInput, UploadMemory } from './upload-large.ts'
export { UploadGivenUp, uploadLarge } from './upload-large.ts'
export type { UploadPartsInput } from './upload-parts.ts'
export { uploadInParts } from './upload-parts.ts'

/**
 * A client of one server. It carries the session, renews it once when it expired, makes idempotency keys, and repeats what
 * may be repeated. Every method throws a ProblemError, or the reason of the signal it was given.
 */
export function createClient(options: ClientOptions): PlinthClient {
  return buildClient<PlinthClient>(operations, options)
}

/** Whether an error is a problem, and with codes given, one of these. */
export function isProblem(error: unknown, ...codes: readonly (ProblemCode | ClientFaultCode)[]): error is ProblemError {
  return error instanceof ProblemError && (codes.length === 0 || codes.some((code) => code === error.code))
}
