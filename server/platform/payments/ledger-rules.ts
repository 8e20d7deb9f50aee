import type { FoldedPayment } from './fold.ts'
import { ACCOUNTS, type LedgerLine, type LedgerTarget, providerAccount } from './ledger.ts'
import type { AttemptRow, PaymentRow } from './tables.ts'

/**
 * What the book is to say of a payment, by its fold: capture debits what the provider owes us and credits what we owe the payer, which
 * becomes revenue when it is fulfilled; refunds and disputes go the other way; what came otherwise than asked for stays in suspense.
 */
export function ledgerTargets(payment: PaymentRow, rows: readonly AttemptRow[], folded: FoldedPayment): LedgerTarget[] {
  const { id, currency } = payment
  const pair = (debit: string, credit: string, minor: bigint): LedgerLine[] => [
    { account: debit, currency, minor },
    { account: credit, currency, minor: -minor },
  ]
  const attempts = folded.attempts.map((attempt) => ({ ...attempt, psp: receivable(rows, attempt.id) }))
  const captures = attempts.flatMap(({ psp, captured }) => pair(psp, ACCOUNTS.liability, captured))
  const isKept = payment.fulfilled_at !== null
  const targets: LedgerTarget[] = [
    {
      source: { rule: 'capture', kind: 'payment', id },
      lines: [...captures, ...pair(ACCOUNTS.liability, ACCOUNTS.suspense, folded.overpaid)],
    },
    {
      source: { rule: 'revenue', kind: 'payment', id },
      lines: isKept ? pair(ACCOUNTS.liability, ACCOUNTS.revenue, folded.captured - folded.refunded) : [],
    },
    ...refundTargets(attempts, folded.captured, pair),
    ...attempts.flatMap(({ id: attemptId, psp, disputes }) =>
      disputes.map(({ ref, state, amount }): LedgerTarget => {
        const account = state === 'lost' ? ACCOUNTS.disputeLosses : ACCOUNTS.disputeHold
        const source = { rule: 'dispute', kind: 'dispute', id: `${attemptId}/${ref}` } as const
        return { source, lines: state === 'won' ? [] : pair(account, psp, amount) }
      }),
    ),
    ...suspenseTargets(rows, folded),
  ]
  return targets.map(({ source, lines }) => ({ source, lines: lines.filter(({ minor }) => minor !== 0n) }))
}

type Pair = (debit: string, credit: string, minor: bigint) => LedgerLine[]

/** Refunds take of what was captured first; what they take beyond it was in suspense. */
function refundTargets(
  attempts: readonly (FoldedPayment['attempts'][number] & { readonly psp: string })[],
  captured: bigint,
  pair: Pair,
): LedgerTarget[] {
  let left = captured
  return attempts.flatMap(({ id, psp, refunds }) =>
    refunds.map(({ ref, state, amount }): LedgerTarget => {
      const source = { rule: 'refund', kind: 'refund', id: `${id}/${ref}` } as const
      if (state !== 'succeeded') return { source, lines: [] }
      const own = amount < left ? amount : left
      left -= own
      return { source, lines: [...pair(ACCOUNTS.liability, psp, own), ...pair(ACCOUNTS.suspense, psp, amount - own)] }
    }),
  )
}

function suspenseTargets(rows: readonly AttemptRow[], folded: FoldedPayment): LedgerTarget[] {
  return folded.attempts.flatMap(({ id, suspended }) =>
    suspended.map(({ account, livemode, money: { minor, currency } }): LedgerTarget => {
      const psp = providerAccount(rowOf(rows, id).provider, account, livemode)
      return {
        source: { rule: 'suspense', kind: 'attempt', id: `${id}/${account}/${livemode}/${currency}` },
        lines: [
          { account: psp, currency, minor },
          { account: ACCOUNTS.suspense, currency, minor: -minor },
        ],
      }
    }),
  )
}

function receivable(rows: readonly AttemptRow[], id: string): string {
  const { provider, account, livemode } = rowOf(rows, id)
  return providerAccount(provider, account, livemode)
}

function rowOf(rows: readonly AttemptRow[], id: string): AttemptRow {
  const row = rows.find((one) => one.id === id)
  if (row === undefined) throw new TypeError(`the fold speaks of an attempt that was not read: ${id}`)
  return row
}
