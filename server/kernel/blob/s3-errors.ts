import type { Problem } from '../problem.ts'
import { blobProblems } from './blob-problems.ts'

type Fault = { readonly name: string; readonly $metadata?: { readonly httpStatusCode?: number } }

/** What an S3 server's refusal comes down to. */
export type S3Fault = 'absent' | 'exists' | 'short' | 'full' | 'refused' | 'away'

const BY_NAME: Readonly<Record<string, S3Fault>> = {
  NoSuchKey: 'absent',
  NotFound: 'absent',
  NoSuchUpload: 'absent',
  PreconditionFailed: 'exists',
  // Two conditional writes of one key at once: one of them wins, and S3 says to the other that it may look again.
  ConditionalRequestConflict: 'exists',
  InvalidRange: 'short',
  QuotaExceeded: 'full',
  EntityTooLarge: 'full',
  RequestTimeout: 'away',
  RequestTimeTooSkewed: 'refused',
  NoSuchBucket: 'refused',
}

const TOO_MANY_REQUESTS = 429

/** Sorts an error by its S3 code, then by its status; no status means that no answer came. Null: not an error of a store. */
export function s3Fault(error: unknown): S3Fault | null {
  if (!(error instanceof Error)) return null
  const { name, $metadata } = error as Fault
  const known = BY_NAME[name]
  if (known !== undefined) return known
  const status = $metadata?.httpStatusCode
  if (status === undefined) return isConnectionFault(error) ? 'away' : null
  if (status >= 500 || status === TOO_MANY_REQUESTS) return 'away'
  return status >= 400 ? 'refused' : null
}

const CONNECTION_CODE = /^(?:E[A-Z]+|UND_ERR_\w+|ERR_TLS_\w+|CERT_\w+|DEPTH_ZERO_SELF_SIGNED_CERT)$/

function isConnectionFault(error: Error): boolean {
  const { code } = error as NodeJS.ErrnoException
  return error.name === 'TimeoutError' || (typeof code === 'string' && CONNECTION_CODE.test(code))
}

const RETRY_AFTER_SECONDS = 5
const OPERATOR_RETRY_AFTER_SECONDS = 60

/** The problem to answer with; what is no error of a store comes back as it is. */
export function toS3Problem(error: unknown): unknown {
  const fault = s3Fault(error)
  return fault === null ? error : problemOf(fault, error)
}

function problemOf(fault: S3Fault, cause: unknown): Problem {
  if (fault === 'exists') return blobProblems('exists', { cause })
  if (fault === 'absent') return blobProblems('missing', { cause })
  if (fault === 'short') return blobProblems('missing', { cause, detail: 'The content is shorter than it was.' })
  if (fault === 'full') return blobProblems('full', { cause, retryAfterSeconds: OPERATOR_RETRY_AFTER_SECONDS })
  if (fault === 'refused') return blobProblems('refused', { cause, retryAfterSeconds: OPERATOR_RETRY_AFTER_SECONDS })
  return blobProblems('unavailable', { cause, retryAfterSeconds: RETRY_AFTER_SECONDS })
}
