import { nowMs } from '../../kernel/clock.ts'
import type { Message } from '../delivery.ts'

/** A push to a telephone, and what its owner did. */
export interface Push {
  readonly merchantRequestId: string
  readonly checkoutRequestId: string
  readonly amount: number
  readonly phone: string
  readonly accountReference: string
  readonly callbackUrl: string
  /** Null while the payer has not answered. */
  resultCode: number | null
  receipt: string | null
  /** East African time, as `20191219102115`. */
  paidAt: string | null
  /** What a query says, whatever is true. */
  queryLies: number | null
}

/** https://developer.safaricom.co.ke/APIs/MpesaExpressSimulate */
const RESULTS: Readonly<Record<number, string>> = {
  0: 'The service request is processed successfully.',
  1: 'The balance is insufficient for the transaction.',
  1001: 'Unable to lock subscriber, a transaction is already in process for the current subscriber',
  1019: 'Transaction has expired',
  1025: 'An error occurred while sending a push request',
  1032: 'Request cancelled by user',
  1037: 'DS timeout user cannot be reached',
  2001: 'The initiator information is invalid.',
}

const EAST_AFRICA_MS = 3 * 3600 * 1000
/** Telephones whose owners do something else than to pay. */
const BY_PHONE: Readonly<Record<string, number>> = { '254700000001': 1, '254700000002': 1032, '254700000003': 1037 }

/** What the owner of a test telephone does: 0 pays. */
export function habitOf(phone: string): number {
  return BY_PHONE[phone] ?? 0
}

/** Why, in M-Pesa's words. */
export function descriptionOf(resultCode: number): string {
  return RESULTS[resultCode] ?? 'The transaction failed'
}

/** Now, as `20191219102115` in East African time. */
export function eastAfricanTime(): string {
  return new Date(nowMs() + EAST_AFRICA_MS).toISOString().replace(/\D/g, '').slice(0, 14)
}

/** What M-Pesa posts when the payer has answered. It signs nothing; whoever forges one has to guess the address. */
export function callbackOf(push: Push): Message {
  const body = JSON.stringify({ Body: { stkCallback: stkCallback(push) } })
  const headers = { 'content-type': 'application/json' }
  return {
    id: push.checkoutRequestId,
    type: 'stkCallback',
    url: push.callbackUrl,
    make: () => ({ body, headers }),
    forge: () => ({ body, headers, url: push.callbackUrl.replace(/[^/]+$/, 'guessed') }),
  }
}

function stkCallback(push: Push) {
  const told = {
    MerchantRequestID: push.merchantRequestId,
    CheckoutRequestID: push.checkoutRequestId,
    ResultCode: push.resultCode,
    ResultDesc: descriptionOf(push.resultCode ?? 0),
  }
  if (push.resultCode !== 0) return told
  const items = [
    { Name: 'Amount', Value: push.amount },
    { Name: 'MpesaReceiptNumber', Value: push.receipt },
    { Name: 'Balance' },
    { Name: 'TransactionDate', Value: Number(push.paidAt) },
    { Name: 'PhoneNumber', Value: Number(push.phone) },
  ]
  return { ...told, CallbackMetadata: { Item: items } }
}
