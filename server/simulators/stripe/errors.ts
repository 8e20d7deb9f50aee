import type { Answer } from '../http.ts'

/** What Stripe answers instead of an object: https://docs.stripe.com/api/errors */
export class StripeFault extends Error {
  override readonly name = 'StripeFault'
  readonly status: number
  readonly error: Readonly<Record<string, unknown>>

  constructor(status: number, error: Readonly<Record<string, unknown>>) {
    super(String(error.message))
    this.status = status
    this.error = error
  }

  get answer(): Answer {
    return { status: this.status, body: { error: this.error } }
  }
}

/** A request that is wrong in itself. */
export function invalid(message: string, code?: string, param?: string): StripeFault {
  const more = { ...(code === undefined ? {} : { code }), ...(param === undefined ? {} : { param }) }
  return new StripeFault(400, { type: 'invalid_request_error', message, ...more })
}

/** No such object. */
export function missing(kind: string, id: string, param = 'id'): StripeFault {
  const message = `No such ${kind}: '${id}'`
  return new StripeFault(404, { type: 'invalid_request_error', code: 'resource_missing', message, param })
}
