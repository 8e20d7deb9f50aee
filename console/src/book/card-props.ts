import type { OwnPayment } from './queries.ts'

export interface CardProps {
  readonly clientSecret: string
  readonly publishableKey: string
  readonly amount: OwnPayment['amount']
  /** The card form has ended, one way or the other: the server is asked what the provider says. */
  readonly onTold: () => Promise<unknown>
}
