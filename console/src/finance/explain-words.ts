import { providerInWords } from './words.ts'

/** How a try at a provider stands. */
export const attemptWords: Readonly<Record<string, string>> = {
  created: 'not sent yet',
  submitting: 'being sent',
  unknown: 'nobody knows yet whether it came through; it is asked about until that is known',
  requires_action: 'the payer has something left to do',
  processing: 'the provider is at it',
  authorized: 'authorised, not taken yet',
  succeeded: 'the money was taken',
  failed: 'refused',
  canceled: 'called off',
  expired: 'given up',
}

/** What is said of refunds and disputes, beside the above. */
const partWords: Readonly<Record<string, string>> = {
  ...{ pending: 'a refund is under way', succeeded: 'a refund was made', failed: 'a refund came back' },
  ...{ open: 'a dispute was opened', won: 'a dispute was won', lost: 'a dispute was lost' },
}

export function factInWords({ kind, state }: { kind: string; state: string }): string {
  return (kind === 'attempt' ? attemptWords[state] : partWords[state]) ?? state
}

/** By which way it was heard. */
export const sourceWords: Readonly<Record<string, string>> = {
  webhook: 'the provider told us',
  api: 'we asked the provider',
  list: 'found in the provider’s list',
}

/** What does not agree, as a payment under review has it. */
export const reviewWords: Readonly<Record<string, string>> = {
  amount: 'Another amount came than was asked for.',
  currency: 'It came in another currency.',
  account: 'It came on another account of ours.',
  livemode: 'It came as test money for real, or the other way round.',
  'payment-id': 'The provider has it for another payment.',
  underpaid: 'Less came than was asked for.',
  refunds: 'More was refunded than was taken.',
}

/** Why a transaction stands in the book. */
export const ruleWords: Readonly<Record<string, string>> = {
  capture: 'Money was taken',
  revenue: 'It was handed over, and is earned',
  refund: 'Money was given back',
  dispute: 'A dispute',
  suspense: 'Held, because it does not agree with what was asked for',
  fee: 'The provider’s fee',
  payout: 'Paid out to the bank',
  fx: 'Exchanged into another currency',
  adjustment: 'Adjusted by the provider',
}

const accountWords: Readonly<Record<string, string>> = {
  customer_liability: 'Owed to the payer',
  revenue: 'Earned',
  suspense: 'Held until somebody has looked',
  dispute_hold: 'Held in a dispute',
  dispute_losses: 'Lost in disputes',
  provider_fees: 'Fees',
  bank_in_transit: 'On its way to the bank',
  exchange: 'Exchange',
  provider_adjustments: 'Adjustments',
  rounding: 'Rounding',
}

/** `psp/stripe/acct_1/test` is what Stripe owes us on that account, in test money; `own` is the account whose key the server has. */
export function accountInWords(code: string): string {
  const [kind, provider, account, mode] = code.split('/')
  if (kind !== 'psp' || provider === undefined) return accountWords[code] ?? code
  const notes = [...(account === 'own' ? [] : [account]), ...(mode === 'test' ? ['test money'] : [])]
  return `With ${providerInWords(provider)}${notes.length === 0 ? '' : ` (${notes.join(', ')})`}`
}
