import type { Answer, Call } from '../http.ts'
import { StripeFault } from './errors.ts'

/** Answers that are repeated for the same key: https://docs.stripe.com/api/idempotent_requests */
export interface Idempotency {
  /** What was answered to this key before; throws when it was another request, or the first one is not finished. */
  replay(call: Call): Answer | undefined
  /** Keeps the answer, unless the request was refused before anything was done. */
  keep(call: Call, answer: Answer): void
  /** The answer has left, so that the next one may come. */
  finished(call: Call): void
}

const KEY_MAX = 255

/** Keeps answers in memory, for as long as the stand-in runs. */
export function createIdempotency(): Idempotency {
  const answers = new Map<string, { request: string; answer: Answer }>()
  const underway = new Map<string, Call>()
  return {
    replay(call) {
      const key = keyOf(call)
      if (key === undefined) return undefined
      if (key.length > KEY_MAX)
        throw new StripeFault(400, { type: 'invalid_request_error', message: 'The idempotency key is too long' })
      const known = answers.get(key)
      if (known !== undefined && known.request !== requestOf(call)) throw mismatch(key)
      if (underway.has(key)) throw inUse()
      underway.set(key, call)
      if (known === undefined) return undefined
      return { ...known.answer, headers: { ...known.answer.headers, 'idempotent-replayed': 'true' } }
    },
    keep(call, answer) {
      const key = keyOf(call)
      const isDone = answer.status < 400 || answer.status === 402 || answer.status >= 500
      if (key !== undefined && isDone) answers.set(key, { request: requestOf(call), answer })
    },
    finished(call) {
      const key = keyOf(call)
      if (key !== undefined && underway.get(key) === call) underway.delete(key)
    },
  }
}

function keyOf({ method, headers }: Call): string | undefined {
  const key = headers['idempotency-key']
  return method === 'POST' && typeof key === 'string' && key !== '' ? key : undefined
}

function requestOf({ path, body }: Call): string {
  return `${path}\n${body.toString('utf8')}`
}

function mismatch(key: string): StripeFault {
  const message = `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`
  return new StripeFault(400, { type: 'idempotency_error', message })
}

function inUse(): StripeFault {
  const message =
    'There is currently another in-progress request using this Idempotent Key (that probably means you submitted twice, and the other request is still going through).'
  return new StripeFault(409, { type: 'idempotency_error', code: 'idempotency_key_in_use', message })
}
