import { invalid, StripeFault } from './errors.ts'

/** What a test card does: https://docs.stripe.com/testing */
export interface TestCard {
  readonly brand: string
  readonly last4: string
  /** Its number's payment is turned down so. */
  readonly decline?: { readonly code: string; readonly declineCode?: string }
  readonly challenged?: true
  readonly refund?: 'pending' | 'bounces'
  readonly disputed?: true
}

const visa = { brand: 'visa', last4: '4242' } as const
const refused = (last4: string, code: string, declineCode?: string): TestCard => ({
  brand: 'visa',
  last4,
  decline: { code, ...(declineCode === undefined ? {} : { declineCode }) },
})

const BY_NUMBER: Readonly<Record<string, TestCard>> = {
  '4242424242424242': visa,
  '5555555555554444': { brand: 'mastercard', last4: '4444' },
  '4000000000000002': refused('0002', 'card_declined', 'generic_decline'),
  '4000000000009995': refused('9995', 'card_declined', 'insufficient_funds'),
  '4000000000000069': refused('0069', 'expired_card'),
  '4000000000000127': refused('0127', 'incorrect_cvc'),
  '4000000000000119': refused('0119', 'processing_error'),
  '4000002500003155': { ...visa, last4: '3155', challenged: true },
  '4000002760003184': { ...visa, last4: '3184', challenged: true },
  '4000000000003220': { ...visa, last4: '3220', challenged: true },
  '4000000000007726': { ...visa, last4: '7726', refund: 'pending' },
  '4000000000005126': { ...visa, last4: '5126', refund: 'bounces' },
  '4000000000000259': { ...visa, last4: '0259', disputed: true },
}

const BY_TOKEN: Readonly<Record<string, string>> = {
  pm_card_visa: '4242424242424242',
  pm_card_mastercard: '5555555555554444',
  pm_card_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclined: '4000000000000002',
  pm_card_visa_chargeDeclinedInsufficientFunds: '4000000000009995',
  pm_card_chargeDeclinedExpiredCard: '4000000000000069',
  pm_card_chargeDeclinedIncorrectCvc: '4000000000000127',
  pm_card_chargeDeclinedProcessingError: '4000000000000119',
  pm_card_authenticationRequired: '4000002760003184',
  pm_card_threeDSecure2Required: '4000000000003220',
  pm_card_pendingRefund: '4000000000007726',
  pm_card_refundFail: '4000000000005126',
  pm_card_createDispute: '4000000000000259',
}

/** The card of a token such as `pm_card_visa`, if it is one. */
export function cardOfToken(token: string): TestCard | undefined {
  return BY_NUMBER[BY_TOKEN[token] ?? '']
}

/** The card of a number. Throws as Stripe does for one that is none, or is not for tests; the number is not repeated. */
export function cardOfNumber(number: string): TestCard {
  const digits = number.replace(/[ -]/g, '')
  const card = BY_NUMBER[digits]
  if (card !== undefined) return card
  if (!/^\d{12,19}$/.test(digits)) throw invalid('Your card number is incorrect.', 'incorrect_number', 'number')
  throw declined({
    code: 'card_declined',
    declineCode: 'test_mode_live_card',
    message: 'Your card was declined. Your request was in test mode, but used a non test card.',
  })
}

/** A card's refusal, as an answer of status 402. */
export function declined(given: {
  code: string
  declineCode?: string | undefined
  message?: string
  more?: Readonly<Record<string, unknown>>
}): StripeFault {
  const { code, declineCode, message = MESSAGES[code] ?? 'Your card was declined.', more = {} } = given
  const why = declineCode === undefined ? {} : { decline_code: declineCode }
  return new StripeFault(402, { type: 'card_error', code, message, ...why, ...more })
}

export const MESSAGES: Readonly<Record<string, string>> = {
  card_declined: 'Your card was declined.',
  expired_card: 'Your card has expired.',
  incorrect_cvc: "Your card's security code is incorrect.",
  processing_error: 'An error occurred while processing your card. Try again in a little bit.',
}
