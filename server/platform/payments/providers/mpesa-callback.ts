import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { BlockList } from 'node:net'
import { isIP } from 'node:net'
import type { Secret } from '../../../kernel/config/secret.ts'
import { type Money, money } from '../../../kernel/money.ts'
import type { RawWebhook, Verified } from '../provider.ts'
import { type MpesaSource, mpesaFact } from './mpesa-facts.ts'

interface Expected {
  readonly paymentId: string
  readonly amount: Money
}

/**
 * The last segment of the address that a push reports to: our payment, what it asks for, and a code that only this side can make. The
 * report itself names neither, and nobody can guess the address of one.
 */
export function callbackSegment(secret: Secret, { paymentId, amount }: Expected): string {
  const told = `${paymentId}.${amount.minor}`
  return `${told}.${codeOf(secret, told).toString('base64url')}`
}

/**
 * What a report says, if it came to an address of ours and from where it may. Nothing signs it, so it is a hint: `unsigned`. A report
 * that comes twice has the same id.
 */
export function readCallback(
  { body, pathSecret, from }: RawWebhook,
  { secret, allowedIps, source }: { secret: Secret; allowedIps: BlockList | null; source: MpesaSource },
): Verified {
  const expected = pathSecret === null ? null : expectedBy(secret, pathSecret)
  if (expected === null || !mayCome(from, allowedIps)) return { kind: 'refused', why: 'signature' }
  const told = callbackIn(body)
  if (told === null) return { kind: 'refused', why: 'malformed' }
  const { CheckoutRequestID: checkoutRequestId, ResultCode: code } = told
  const eventId = createHash('sha256').update(`stkCallback ${checkoutRequestId} ${code}`).digest('hex')
  const fact = mpesaFact({ checkoutRequestId, code: String(code), description: told.ResultDesc, ...expected }, source)
  return {
    kind: 'unsigned',
    eventId,
    type: 'stkCallback',
    livemode: source.livemode,
    attemptRef: fact.attemptRef,
    facts: [{ ...fact, captured: fact.state === 'succeeded' ? takenIn(told) : fact.captured }],
    kept: withoutNumbers(body),
  }
}

function codeOf(secret: Secret, told: string): Buffer {
  return createHmac('sha256', secret.reveal()).update(`mpesa callback ${told}`).digest()
}

function expectedBy(secret: Secret, segment: string): Expected | null {
  const [, paymentId = '', minor = '', code = ''] = /^([\w-]{1,64})\.(\d{1,15})\.([\w-]{43})$/.exec(segment) ?? []
  const [wanted, given] = [codeOf(secret, `${paymentId}.${minor}`), Buffer.from(code, 'base64url')]
  if (wanted.length !== given.length || !timingSafeEqual(wanted, given)) return null
  return { paymentId, amount: money(BigInt(minor), 'KES') }
}

function mayCome(from: string | undefined, allowed: BlockList | null): boolean {
  if (allowed === null) return true
  return from !== undefined && allowed.check(from, isIP(from) === 6 ? 'ipv6' : 'ipv4')
}

/** Telephone numbers of Kenya, as Safaricom writes them and as people do. */
const TELEPHONE = /(?<!\d)\+?(?:254|0)[17]\d{8}(?!\d)/g

/** Nothing signs a report, so it proves nothing more with the payer's number in it. */
function withoutNumbers(body: Buffer): Buffer {
  const hide = (_key: string, value: unknown): unknown => {
    if (typeof value !== 'string' && typeof value !== 'number') return value
    const hidden = String(value).replaceAll(TELEPHONE, '[number]')
    return hidden === String(value) ? value : hidden
  }
  return Buffer.from(JSON.stringify(JSON.parse(body.toString('utf8'), hide)))
}

interface StkCallback {
  readonly CheckoutRequestID: string
  readonly ResultCode: number | string
  readonly ResultDesc: string
  readonly CallbackMetadata?: { readonly Item?: readonly { readonly Name: string; readonly Value?: unknown }[] }
}

function callbackIn(body: Buffer): StkCallback | null {
  try {
    const told = (JSON.parse(body.toString('utf8')) as { Body?: { stkCallback?: StkCallback } }).Body?.stkCallback
    const isWhole = typeof told?.CheckoutRequestID === 'string' && /^-?\d{1,9}$/.test(String(told.ResultCode))
    return isWhole ? { ...told, ResultDesc: String(told.ResultDesc ?? '') } : null
  } catch {
    // It came to the right address, and is no JSON: said as malformed.
    return null
  }
}

const CENTS = 100

function takenIn({ CallbackMetadata }: StkCallback): Money {
  const items = Array.isArray(CallbackMetadata?.Item) ? CallbackMetadata.Item : []
  const amount = Number(items.find(({ Name }) => Name === 'Amount')?.Value ?? 0)
  return money(Number.isFinite(amount) ? BigInt(Math.round(amount * CENTS)) : 0n, 'KES')
}
