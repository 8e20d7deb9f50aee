import type { ReconItem, ReconRun } from '../api.ts'
import { attemptWords, factInWords, reviewWords } from './explain-words.ts'
import { isKey } from './filters.ts'
import { sum } from './words.ts'

type Kind = ReconItem['kind']

/** What the list of differences is narrowed to; it stands in the address. */
export interface ItemFilter {
  readonly closed?: true
  readonly kind?: Kind
  /** Runs that read nothing are listed too. */
  readonly runs?: 'all'
}

export const itemKinds: Readonly<Record<Kind, { readonly label: string; readonly next: string }>> = {
  missing_local: {
    label: 'The provider has money that we do not know of',
    next: 'Find out at the provider what it was for. If it is of another shop on the same account, close it saying so.',
  },
  missing_remote: {
    label: 'We have a payment that the provider does not know',
    next: 'Look it up at the provider by its reference. Until then, hand nothing over because of it.',
  },
  mismatch: {
    label: 'Ours and theirs differ',
    next: 'Compare both. Closing it lets what was taken as asked go on; the rest stays held.',
  },
  orphan: {
    label: 'A message about a payment that nobody began here',
    next: 'Look up the event at the provider. Messages of another program on the same account can be closed.',
  },
  contradiction: {
    label: 'The provider has said two things',
    next: 'Ask the provider which is true. Here it counts as paid until somebody decides.',
  },
  overpaid: { label: 'More came than was asked for', next: 'Refund what is too much at the provider, then close it.' },
  underpaid: {
    label: 'Less came than was asked for',
    next: 'Ask the payer for the rest, or refund it, then close it.',
  },
  unresolved: {
    label: 'Nobody knows how it ended',
    next: 'Look it up at the provider. Closing it gives the try up, so that it can be paid anew.',
  },
  payout_difference: {
    label: 'A payout is not the sum of what it settles',
    next: 'It is closed by the entries that explain it, not by hand.',
  },
  ledger: { label: 'The book does not add up', next: 'Tell whoever runs the server: this never happens by itself.' },
  gap: {
    label: 'Events were not read for too long',
    next: 'Run the reconciliation over the days that are missing, then close it.',
  },
}

export const loopWords: Readonly<Record<ReconRun['loop'], string>> = {
  events: 'Missed events',
  objects: 'Payments, refunds and disputes',
  balance: 'Fees, payouts and balance',
}

const counted: Readonly<Record<string, string>> = {
  missed_events: 'missed events taken in',
  refused: 'refused',
  updated: 'payments brought up to date',
}

/** What a run found, in words. */
export function foundInWords(found: ReconRun['found']): string {
  const parts = Object.entries(found).map(([what, times]) => `${times} × ${wordOf(what)}`)
  return parts.length === 0 ? 'Nothing differed' : parts.join('; ')
}

function wordOf(what: string): string {
  return counted[what] ?? (isKey(itemKinds, what) ? itemKinds[what].label.toLowerCase() : what)
}

export function itemFilterIn({ closed, kind, runs }: Record<string, unknown>): ItemFilter {
  return {
    ...(closed === true ? { closed } : {}),
    ...(isKey(itemKinds, kind) ? { kind } : {}),
    ...(runs === 'all' ? { runs } : {}),
  }
}

export interface Sides {
  readonly ours: string
  readonly theirs: string
}

type Finding = Pick<ReconItem, 'kind' | 'details'> & { readonly currency?: string | null }

/** What ours says and what theirs says; the rest of a difference stands in its details. */
export function sidesOf({ kind, details, currency = null }: Finding): Sides {
  const own = textIn(details, 'currency') ?? currency
  const money = (name: string) => amountOf(textIn(details, name), own)
  switch (kind) {
    case 'missing_local':
      return { ours: 'Nothing', theirs: factsOf(details) ?? `${money('gross')} (${textIn(details, 'kind')})` }
    case 'missing_remote':
      return { ours: `${money('captured')} taken`, theirs: 'Nothing' }
    case 'mismatch':
      return mismatchOf(details, money)
    case 'orphan':
      return { ours: 'No payment with this reference', theirs: `Event ${textIn(details, 'eventId') ?? ''}` }
    case 'contradiction':
      return { ours: 'Taken, as was said first', theirs: 'Not taken, as was said later' }
    case 'overpaid':
      return { ours: 'The amount that was asked for', theirs: `${money('overpaid')} more than that` }
    case 'underpaid':
      return { ours: 'The amount that was asked for', theirs: `Only ${money('captured')}` }
    case 'unresolved':
      return unresolvedOf(details, money)
    case 'payout_difference':
      return { ours: `Entries of ${money('settled')}`, theirs: `A payout of ${money('paid')}` }
    case 'ledger':
      return { ours: `Off by ${textIn(details, 'off') ?? ''} of the smallest unit`, theirs: 'Not concerned' }
    case 'gap':
      return { ours: `Read until ${textIn(details, 'readTo') ?? ''}`, theirs: 'Keeps events for 30 days' }
  }
}

type Amount = (name: string) => string

function mismatchOf(details: ReconItem['details'], money: Amount): Sides {
  if (textIn(details, 'gross') !== undefined)
    return { ours: textIn(details, 'ours') === undefined ? 'Nothing' : money('ours'), theirs: money('gross') }
  const faults = listIn(details, 'faults').map((fault) => reviewWords[String(fault)] ?? String(fault))
  const came = listIn(details, 'suspended').map((one) =>
    amountOf(textIn(one, 'minor'), textIn(one, 'currency') ?? null),
  )
  return { ours: faults.join(' '), theirs: came.length === 0 ? 'See the payment' : `${came.join(', ')} came` }
}

function unresolvedOf(details: ReconItem['details'], money: Amount): Sides {
  if (textIn(details, 'refundId') !== undefined)
    return { ours: `A refund of ${money('amount')} was asked for`, theirs: 'Not known' }
  const status = textIn(details, 'status') ?? ''
  return { ours: attemptWords[status] ?? status, theirs: 'Not known' }
}

/** Facts that the provider has of money nobody knows here. */
function factsOf(details: ReconItem['details']): string | undefined {
  const facts = listIn(details, 'facts').map((fact) => {
    const amount: unknown = isRecord(fact) ? fact.amount : undefined
    const said = { kind: textIn(fact, 'kind') ?? '', state: textIn(fact, 'state') ?? '' }
    return `${factInWords(said)}, ${amountOf(textIn(amount, 'minor'), textIn(amount, 'currency') ?? null)}`
  })
  return facts.length === 0 ? undefined : facts.join('; ')
}

function amountOf(minor: string | undefined, currency: string | null): string {
  if (minor === undefined || !/^-?\d{1,19}$/.test(minor)) return 'an unknown sum'
  return currency === null ? `${minor} of the smallest unit` : sum(minor, currency)
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function textIn(value: unknown, name: string): string | undefined {
  const held = isRecord(value) ? value[name] : undefined
  return typeof held === 'string' ? held : undefined
}

function listIn(value: unknown, name: string): readonly unknown[] {
  const held = isRecord(value) ? value[name] : undefined
  return Array.isArray(held) ? held : []
}
