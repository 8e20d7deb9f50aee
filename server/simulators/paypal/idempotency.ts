import type { Answer, Call } from '../http.ts'
import { PaypalFault } from './errors.ts'

/** Answers that are repeated for the same PayPal-Request-Id. */
export interface Idempotency {
  /** What was answered before; throws when it was another request, or the first one is not finished. */
  replay(call: Call): Answer | undefined
  keep(call: Call, answer: Answer): void
  finished(call: Call): void
}

/** Keeps what was carried out, for as long as the stand-in runs. */
export function createIdempotency(): Idempotency {
  const answers = new Map<string, { body: string; answer: Answer }>()
  const underway = new Map<string, Call>()
  const keyOf = ({ method, path, headers }: Call): string | undefined => {
    const id = headers['paypal-request-id']
    return method === 'POST' && typeof id === 'string' ? `${path} ${id}` : undefined
  }
  return {
    replay(call) {
      const key = keyOf(call)
      if (key === undefined) return undefined
      const known = answers.get(key)
      if (known !== undefined && known.body !== call.body.toString('utf8'))
        throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'DUPLICATE_REQUEST_ID')
      if (underway.has(key)) throw new PaypalFault(422, 'UNPROCESSABLE_ENTITY', 'PREVIOUS_REQUEST_IN_PROGRESS')
      underway.set(key, call)
      // A repetition is answered by 200, the first request by 201.
      return known === undefined ? undefined : { ...known.answer, status: 200 }
    },
    keep(call, answer) {
      const key = keyOf(call)
      if (key !== undefined && answer.status < 300) answers.set(key, { body: call.body.toString('utf8'), answer })
    },
    finished(call) {
      const key = keyOf(call)
      if (key !== undefined && underway.get(key) === call) underway.delete(key)
    },
  }
}
