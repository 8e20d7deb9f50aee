import type { Quote } from './types.ts'
import { quoteStates } from './words.ts'

/** What the list of quotes is narrowed to; it stands in the address. */
export interface QuoteFilter {
  readonly state?: Quote['state']
}

export function quoteFilterIn({ state }: Record<string, unknown>): QuoteFilter {
  return typeof state === 'string' && state in quoteStates ? { state: state as Quote['state'] } : {}
}

/** Whom a new quote is for; it stands in the address. */
export interface NewQuoteFor {
  readonly clientId?: string
  readonly requestId?: string
}

export function newQuoteFor({ clientId, requestId }: Record<string, unknown>): NewQuoteFor {
  return {
    ...(typeof clientId === 'string' ? { clientId } : {}),
    ...(typeof requestId === 'string' ? { requestId } : {}),
  }
}
