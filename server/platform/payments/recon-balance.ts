import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { closeByFact } from './items.ts'
import { ACCOUNTS, type LedgerLine, type LedgerRule, postSource, providerAccount } from './ledger.ts'
import type { InTx } from './parts.ts'
import { paymentsProblem } from './problems.ts'
import type { BalanceEntry } from './provider.ts'
import { find, forget, meet, type Run, type RunSummary, type RunWindow, runPages, takePage } from './recon-run.ts'

/** A provider's rounding of fees in another currency. */
const ROUNDING_MAX = 1n

/**
 * Loop D: the provider's book beside ours. Fees, payouts and exchange, of which nothing else tells, are booked from it; an entry that ours
 * does not have, or has otherwise, is a difference; a payout has to be the sum of what it settles.
 */
export async function compareBalance(inTx: InTx, window: RunWindow): Promise<RunSummary> {
  const list = window.provider.balance
  if (list === null) throw paymentsProblem('no-such-list')
  return await runPages(inTx, window, (cursor) => list(window.from, window.to, cursor), {
    async take(tx, run, entries) {
      for (const entry of entries) {
        meet(run, entry.ref)
        await keepEntry(tx, run, entry)
      }
      for (const entry of entries) await bookEntry(tx, run, entry)
      const sources = new Map(
        entries.map((entry) => [`${entry.kind} ${entry.sourceRef} ${entry.gross.currency}`, entry]),
      )
      for (const entry of sources.values()) await compareSource(tx, run, entry)
    },
    end: (run) => takePage(inTx, run, (tx) => comparePayouts(tx, run)),
  })
}

async function keepEntry(tx: Tx, { provider }: Run, entry: BalanceEntry): Promise<void> {
  await tx.raw(
    `INSERT INTO payments.balance_entry (provider, account, ref, kind, source_ref, currency, gross_minor, fee_minor, net_minor, payout_ref, at)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
     ON CONFLICT (provider, account, ref) DO UPDATE SET payout_ref = excluded.payout_ref, gross_minor = excluded.gross_minor,
       fee_minor = excluded.fee_minor, net_minor = excluded.net_minor`,
    [
      ...[provider.name, provider.account, entry.ref, entry.kind, entry.sourceRef, entry.gross.currency],
      ...[entry.gross.minor, entry.fee.minor, entry.net.minor, entry.payoutRef, entry.at],
    ],
  )
}

interface Match {
  readonly paymentId: Id<'payment'>
  /** What ours says the provider added or took, in the currency of the payment. */
  readonly minor: bigint
  readonly currency: string
}

async function bookEntry(tx: Tx, run: Run, entry: BalanceEntry): Promise<void> {
  const { provider } = run
  const psp = providerAccount(provider.name, provider.account, provider.livemode)
  const match = await matchOf(tx, run, entry)
  const book = (rule: LedgerRule, lines: readonly LedgerLine[]) => {
    const source = { rule, kind: 'balance', id: `${provider.name}/${provider.account}/${entry.ref}` } as const
    return postSource(tx, { source, lines: lines.filter(({ minor }) => minor !== 0n) }, match?.paymentId ?? null)
  }
  const { gross, fee } = entry
  const { currency } = gross
  const pair = (debit: string, credit: string, minor: bigint, of: string = currency): LedgerLine[] => [
    { account: debit, currency: of, minor },
    { account: credit, currency: of, minor: -minor },
  ]
  const isOurs = entry.kind === 'charge' || entry.kind === 'refund' || entry.kind === 'dispute'
  if (isOurs && match === null)
    return await find(tx, run, { kind: 'missing_local', key: `balance ${entry.ref}`, details: shown(entry) })
  if (isOurs)
    await closeByFact(
      tx,
      { provider: provider.name, account: provider.account, key: `balance ${entry.ref}` },
      'missing_local',
    )
  await book('fee', pair(ACCOUNTS.fees, psp, fee.minor))
  if (entry.kind === 'payout') await book('payout', pair(ACCOUNTS.bankInTransit, psp, -gross.minor))
  const off = entry.net.minor - (gross.minor - fee.minor)
  const isRounding = off === ROUNDING_MAX || off === -ROUNDING_MAX
  const adjusted = entry.kind === 'other' ? pair(psp, ACCOUNTS.adjustments, gross.minor) : []
  await book('adjustment', [...adjusted, ...(isRounding ? pair(psp, ACCOUNTS.rounding, off) : [])])
  const exchanged =
    match !== null && match.currency !== currency
      ? [...pair(ACCOUNTS.exchange, psp, match.minor, match.currency), ...pair(psp, ACCOUNTS.exchange, gross.minor)]
      : []
  await book('fx', exchanged)
  await compareNet(tx, run, entry, off !== 0n && !isRounding)
}

/** An entry's net is its gross less its fee. */
async function compareNet(tx: Tx, run: Run, entry: BalanceEntry, isOff: boolean): Promise<void> {
  const key = `balance ${entry.ref}`
  if (isOff) await find(tx, run, { kind: 'mismatch', key, paymentId: null, details: shown(entry) })
  else await closeByFact(tx, { provider: run.provider.name, account: run.provider.account, key }, 'mismatch')
}

/**
 * What bounced is two entries there that add up to nothing, so only the sum of a source is compared. The later entry is listed first, on a
 * page of its own perhaps: what it seemed to be is taken back when the other is met.
 */
async function compareSource(tx: Tx, run: Run, entry: BalanceEntry): Promise<void> {
  const match = await matchOf(tx, run, entry)
  if (match === null || match.currency !== entry.gross.currency) return
  const { name: provider, account } = run.provider
  const [theirs] = await tx.raw<{ minor: bigint }>(
    `SELECT sum(gross_minor)::bigint AS minor FROM payments.balance_entry
      WHERE provider = $1 AND account = $2 AND kind = $3 AND source_ref = $4 AND currency = $5`,
    [provider, account, entry.kind, entry.sourceRef, match.currency],
  )
  const key = `balance ${entry.kind} ${entry.sourceRef}`
  forget(run, key)
  if (theirs?.minor === match.minor) return await closeByFact(tx, { provider, account, key }, 'mismatch')
  const details = { ...shown(entry), theirs: String(theirs?.minor ?? 0n), ours: match.minor.toString() }
  await find(tx, run, { kind: 'mismatch', key, paymentId: match.paymentId, details })
}

const MATCHES = {
  charge: `SELECT attempt.payment_id AS "paymentId", attempt.captured_minor AS minor, payment.currency
    FROM payments.attempt attempt JOIN payments.payment payment ON payment.id = attempt.payment_id
    WHERE attempt.provider = $1 AND attempt.account = $2 AND attempt.provider_ref = $3`,
  refund: `SELECT refund.payment_id AS "paymentId",
      CASE WHEN refund.status = 'failed' THEN 0 ELSE -refund.amount_minor END AS minor, refund.currency
    FROM payments.refund refund JOIN payments.attempt attempt ON attempt.id = refund.attempt_id
    WHERE attempt.provider = $1 AND attempt.account = $2 AND refund.provider_ref = $3`,
  dispute: `SELECT dispute.payment_id AS "paymentId",
      CASE WHEN dispute.status = 'won' THEN 0 ELSE -dispute.amount_minor END AS minor, dispute.currency
    FROM payments.dispute dispute JOIN payments.attempt attempt ON attempt.id = dispute.attempt_id
    WHERE attempt.provider = $1 AND attempt.account = $2 AND dispute.provider_ref = $3`,
} as const

/** Ours for the source of an entry. */
async function matchOf(tx: Tx, { provider }: Run, { kind, sourceRef }: BalanceEntry): Promise<Match | null> {
  if (kind === 'payout' || kind === 'other' || sourceRef === null) return null
  const [row] = await tx.raw<Match & Record<string, unknown>>(MATCHES[kind], [
    provider.name,
    provider.account,
    sourceRef,
  ])
  return row ?? null
}

/** A payout is explained when the entries it settles add up to it. */
async function comparePayouts(tx: Tx, run: Run): Promise<void> {
  const { name: provider, account } = run.provider
  const payouts = await tx.raw<{ ref: string; currency: string; paid: bigint; settled: bigint }>(
    `SELECT payout.payout_ref AS ref, payout.currency, -payout.net_minor AS paid,
            coalesce((SELECT sum(net_minor) FROM payments.balance_entry entry WHERE entry.provider = $1 AND entry.account = $2
                        AND entry.payout_ref = payout.payout_ref AND entry.kind <> 'payout'), 0)::bigint AS settled
       FROM payments.balance_entry payout
      WHERE payout.provider = $1 AND payout.account = $2 AND payout.kind = 'payout' AND payout.payout_ref IS NOT NULL
        AND (payout.ref = ANY($3) OR EXISTS (SELECT FROM payments.recon_item item WHERE item.provider = $1 AND item.account = $2
              AND item.kind = 'payout_difference' AND item.key = payout.payout_ref AND item.closed_at IS NULL))`,
    [provider, account, [...run.seen]],
  )
  for (const { ref, currency, paid, settled } of payouts) {
    if (paid === settled) await closeByFact(tx, { provider, account, key: ref }, 'payout_difference')
    else
      await find(tx, run, {
        ...{ kind: 'payout_difference', key: ref },
        details: { paid: paid.toString(), settled: settled.toString(), currency },
      })
  }
}

function shown({ ref, kind, sourceRef, gross, fee, net }: BalanceEntry): Record<string, unknown> {
  const amounts = { gross: gross.minor.toString(), fee: fee.minor.toString(), net: net.minor.toString() }
  return { ref, kind, sourceRef, ...amounts, currency: gross.currency }
}
