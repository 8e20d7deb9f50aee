import type { Answer } from '../http.ts'

/** What PayPal answers instead of an object: https://developer.paypal.com/api/rest/responses/ */
export class PaypalFault extends Error {
  override readonly name = 'PaypalFault'
  readonly status: number
  readonly code: string
  readonly issue: string

  constructor(status: number, code: string, issue: string) {
    super(`${code}: ${issue}`)
    this.status = status
    this.code = code
    this.issue = issue
  }

  /** `debugId` is what PayPal's support asks for. */
  answer(debugId: string): Answer {
    const details = [{ issue: this.issue, description: this.issue.toLowerCase().replaceAll('_', ' ') }]
    return {
      status: this.status,
      body: { name: this.code, message: this.message, debug_id: debugId, details, links: [] },
    }
  }
}

export function notFound(): PaypalFault {
  return new PaypalFault(404, 'RESOURCE_NOT_FOUND', 'INVALID_RESOURCE_ID')
}
