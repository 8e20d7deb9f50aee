import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'

export type LedgerRule =
  | 'capture'
  | 'suspense'
  | 'refund'
  | 'dispute'
  | 'revenue'
  | 'fee'
  | 'payout'
  | 'fx'
  | 'adjustment'

export interface LedgerSource {
  readonly rule: LedgerRule
  readonly kind: 'payment' | 'attempt' | 'refund' | 'dispute' | 'balance'
  readonly id: string
}

/** Debit above zero, credit below. */
export interface LedgerLine {
  readonly account: string
  readonly currency: string
  readonly minor: bigint
}

/** What a source is to stand at in the book. */
export interface LedgerTarget {
  readonly source: LedgerSource
  readonly lines: readonly LedgerLine[]
}

/** The book's accounts that do not depend on a provider. */
export const ACCOUNTS = {
  liability: 'customer_liability',
  revenue: 'revenue',
  suspense: 'suspense',
  disputeHold: 'dispute_hold',
  disputeLosses: 'dispute_losses',
  fees: 'provider_fees',
  bankInTransit: 'bank_in_transit',
  exchange: 'exchange',
  adjustments: 'provider_adjustments',
  rounding: 'rounding',
} as const

const KINDS: Readonly<Record<string, 'asset' | 'liability' | 'income' | 'expense'>> = {
  [ACCOUNTS.liability]: 'liability',
  [ACCOUNTS.revenue]: 'income',
  [ACCOUNTS.suspense]: 'liability',
  [ACCOUNTS.disputeHold]: 'asset',
  [ACCOUNTS.disputeLosses]: 'expense',
  [ACCOUNTS.fees]: 'expense',
  [ACCOUNTS.bankInTransit]: 'asset',
  [ACCOUNTS.exchange]: 'asset',
  [ACCOUNTS.adjustments]: 'expense',
  [ACCOUNTS.rounding]: 'expense',
}

/** What a provider owes us in one of its accounts; test money has a book of its own. */
export function providerAccount(provider: string, account: string, livemode: boolean): string {
  return `psp/${provider}/${account.replaceAll(/[^A-Za-z0-9_.-]/g, '_')}/${livemode ? 'live' : 'test'}`
}

interface Posted {
  rule: LedgerRule
  source_kind: LedgerSource['kind']
  source_id: string
  account: string
  currency: string
  minor: bigint
  step: number
  [column: string]: unknown
}

const POSTED = `
  SELECT tx.rule, tx.source_kind, tx.source_id, entry.account, entry.currency,
         sum(entry.amount_minor)::bigint AS minor,
         (SELECT max(step) FROM payments.ledger_tx last
           WHERE last.rule = tx.rule AND last.source_kind = tx.source_kind AND last.source_id = tx.source_id) AS step
    FROM payments.ledger_tx tx JOIN payments.ledger_entry entry ON entry.tx_id = tx.id`
const BY_SOURCE = 'GROUP BY tx.rule, tx.source_kind, tx.source_id, entry.account, entry.currency'

/** The rules whose amounts are a function of a payment's fold. */
const FOLDED: readonly LedgerRule[] = ['capture', 'suspense', 'refund', 'dispute', 'revenue']

/** Brings the book of a payment to `targets`, by one posting for each source that differs. The payment's row is locked by the caller. */
export async function postPayment(tx: Tx, paymentId: Id<'payment'>, targets: readonly LedgerTarget[]): Promise<void> {
  const posted = await tx.raw<Posted>(`${POSTED} WHERE tx.payment_id = $1 AND tx.rule = ANY($2) ${BY_SOURCE}`, [
    paymentId,
    FOLDED,
  ])
  await post(tx, paymentId, differences(targets, posted))
}

/** As postPayment for one source that no fold speaks of: a fee, a payout. Repeating it posts nothing. */
export async function postSource(tx: Tx, target: LedgerTarget, paymentId: Id<'payment'> | null): Promise<void> {
  const { rule, kind, id } = target.source
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 11))', [`${rule} ${kind} ${id}`])
  const posted = await tx.raw<Posted>(
    `${POSTED} WHERE tx.rule = $1 AND tx.source_kind = $2 AND tx.source_id = $3 ${BY_SOURCE}`,
    [rule, kind, id],
  )
  await post(tx, paymentId, differences([target], posted))
}

interface Posting extends LedgerTarget {
  readonly step: number
}

function differences(targets: readonly LedgerTarget[], posted: readonly Posted[]): Posting[] {
  const sources = new Map<string, { source: LedgerSource; lines: Map<string, LedgerLine>; step: number }>()
  const at = (source: LedgerSource) => {
    const key = `${source.rule} ${source.kind} ${source.id}`
    const known = sources.get(key) ?? { source, lines: new Map<string, LedgerLine>(), step: 0 }
    sources.set(key, known)
    return known
  }
  const add = (lines: Map<string, LedgerLine>, line: LedgerLine): void => {
    const key = `${line.account} ${line.currency}`
    lines.set(key, { ...line, minor: (lines.get(key)?.minor ?? 0n) + line.minor })
  }
  for (const { source, lines } of targets) for (const line of lines) add(at(source).lines, line)
  for (const { rule, source_kind: kind, source_id: id, account, currency, minor, step } of posted) {
    const known = at({ rule, kind, id })
    known.step = step
    add(known.lines, { account, currency, minor: -minor })
  }
  return [...sources.values()]
    .map(({ source, lines, step }) => ({
      source,
      step: step + 1,
      lines: [...lines.values()].filter(({ minor }) => minor !== 0n),
    }))
    .filter(({ lines }) => lines.length > 0)
}

/** All heads in one statement and all entries in another, so that balances are locked in one order. */
async function post(tx: Tx, paymentId: Id<'payment'> | null, postings: readonly Posting[]): Promise<void> {
  if (postings.length === 0) return
  const heads = postings.map(({ source, step, lines }) => ({
    ...{ id: newId<'ledger-tx'>(), rule: source.rule, kind: source.kind, source: source.id },
    ...{ step, lines },
  }))
  const entries = heads.flatMap(({ id, lines }) =>
    lines.map(({ account, currency, minor }, at) => ({
      tx: id,
      n: at + 1,
      account,
      currency,
      minor: minor.toString(),
    })),
  )
  await openAccounts(tx, [...new Set(entries.map(({ account }) => account))])
  await tx.raw(
    `INSERT INTO payments.ledger_tx (id, rule, source_kind, source_id, step, payment_id, posted_at)
     SELECT id, rule, kind, source, step, $2, $3
       FROM jsonb_to_recordset($1) AS head (id uuid, rule text, kind text, source text, step int)`,
    [JSON.stringify(heads.map(({ lines: _, ...head }) => head)), paymentId, now()],
  )
  await tx.raw(
    `INSERT INTO payments.ledger_entry (tx_id, n, account, currency, amount_minor)
     SELECT tx, n, account, currency, minor
       FROM jsonb_to_recordset($1) AS entry (tx uuid, n int, account text, currency text, minor bigint)`,
    [JSON.stringify(entries)],
  )
}

async function openAccounts(tx: Tx, codes: readonly string[]): Promise<void> {
  const rows = codes.toSorted().map((code) => ({ code, kind: KINDS[code] ?? 'asset' }))
  await tx.raw(
    `INSERT INTO payments.ledger_account (code, kind)
     SELECT code, kind FROM jsonb_to_recordset($1) AS account (code text, kind text)
      WHERE NOT EXISTS (SELECT FROM payments.ledger_account known WHERE known.code = account.code)
     ON CONFLICT DO NOTHING`,
    [JSON.stringify(rows)],
  )
}
