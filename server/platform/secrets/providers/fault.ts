/**
 * `missing`: there is no such secret, version or stage. `denied`: we may not read it. `throttled`: too many calls. `unavailable`: no
 * answer, or one that says nothing. `unsupported`: the provider cannot do that. `invalid`: the path, or what is kept there, has not the form.
 */
export type SecretFaultKind = 'missing' | 'denied' | 'throttled' | 'unavailable' | 'unsupported' | 'invalid'

/** A secret could not be had. Its message names provider and path, never a value, nor what the provider said. */
export class SecretFault extends Error {
  override readonly name = 'SecretFault'
  readonly kind: SecretFaultKind
  readonly retryAfterMs: number | undefined

  constructor(kind: SecretFaultKind, message: string, retryAfterMs?: number) {
    super(message)
    this.kind = kind
    this.retryAfterMs = retryAfterMs
  }
}

/** The fault that an HTTP status tells; `subject` says what was asked, such as `vault: app/database`. */
export function faultOfStatus(status: number, subject: string, retryAfterMs?: number): SecretFault {
  if (status === 404) return new SecretFault('missing', `${subject} does not exist`)
  if (status === 401 || status === 403)
    return new SecretFault('denied', `${subject} may not be read or written (${status})`)
  if (status === 429) return new SecretFault('throttled', `${subject}: too many calls (429)`, retryAfterMs)
  if (status >= 500)
    return new SecretFault('unavailable', `${subject}: the service is at fault (${status})`, retryAfterMs)
  return new SecretFault('invalid', `${subject} was refused (${status})`)
}

/** The time that a Retry-After header asks for, in seconds only. */
export function retryAfterOf(header: string | null | undefined): number | undefined {
  return header !== null && header !== undefined && /^\d{1,4}$/.test(header) ? Number(header) * 1000 : undefined
}
