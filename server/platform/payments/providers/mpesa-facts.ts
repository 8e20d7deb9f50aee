import { nowMs } from '../../../kernel/clock.ts'
import { type Money, money } from '../../../kernel/money.ts'
import type { Fact } from '../provider.ts'
import { said } from './said.ts'

type AttemptFact = Extract<Fact, { kind: 'attempt' }>

/**
 * A push as the rest knows it: M-Pesa's CheckoutRequestID, and the amount in hundredths, which M-Pesa takes and never tells again. A
 * report knows it by its address.
 */
function pushRef(checkoutRequestId: string, { minor }: Money): string {
  return `${checkoutRequestId}.${minor}`
}

/** What a reference is of; null for one that this side did not make. */
export function ofPushRef(attemptRef: string): { readonly checkoutRequestId: string; readonly amount: Money } | null {
  const [, checkoutRequestId, minor] = /^(.+)\.(\d{1,15})$/.exec(attemptRef) ?? []
  if (checkoutRequestId === undefined || minor === undefined) return null
  return { checkoutRequestId, amount: money(BigInt(minor), 'KES') }
}

export interface MpesaSource {
  readonly account: string
  readonly livemode: boolean
}

/** Result codes of M-Pesa Express that are no plain failure. */
const STATES: Readonly<Record<string, AttemptFact['state']>> = {
  '0': 'succeeded',
  '1019': 'expired',
  '1032': 'canceled',
  '1037': 'expired',
  '4999': 'processing',
}

/**
 * What a result code says of a push. M-Pesa names no amount in its answers and lets the payer change none, so a push that succeeded took
 * what was asked. `code` null: there is no result.
 */
export function mpesaFact(
  told: {
    readonly checkoutRequestId: string
    readonly paymentId: string | null
    readonly amount: Money
    readonly code: string | null
    readonly description: string
  },
  { account, livemode }: MpesaSource,
): AttemptFact {
  const { checkoutRequestId, paymentId, amount, code } = told
  const state = code === null ? 'processing' : (STATES[code] ?? 'failed')
  return {
    kind: 'attempt',
    attemptRef: pushRef(checkoutRequestId, amount),
    paymentId,
    account,
    livemode,
    at: startOf(checkoutRequestId),
    state,
    amount,
    captured: state === 'succeeded' ? amount : money(0n, 'KES'),
    reason: state === 'succeeded' || state === 'processing' ? null : said(`${code} ${told.description}`),
  }
}

const EAST_AFRICA = '+03:00'

/** When it was pushed, which a CheckoutRequestID holds (`ws_CO_191220191020363925`): the one time that all answers agree on. */
function startOf(checkoutRequestId: string): Date {
  const [, day, month, year, hour, minute, second] =
    /^ws_CO_(\d\d)(\d\d)(\d{4})(\d\d)(\d\d)(\d\d)\d+$/.exec(checkoutRequestId) ?? []
  const at = Date.parse(`${year}-${month}-${day}T${hour}:${minute}:${second}${EAST_AFRICA}`)
  return new Date(Number.isNaN(at) ? nowMs() : at)
}
