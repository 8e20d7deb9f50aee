import type { Db } from '../../kernel/db/database.ts'
import { ACCOUNTS } from './ledger.ts'
import { refundsOf } from './refunds.ts'
import { attemptsOf } from './settle.ts'
import { moneyText } from './shapes.ts'
import type { PaymentRow } from './tables.ts'

interface Sum {
  readonly currency: string
  readonly minor: bigint
  [column: string]: unknown
}

interface ProviderSum {
  readonly currency: string
  readonly gross: bigint
  readonly fee: bigint
  [column: string]: unknown
}

/** What was paid, for what, and what went back. */
export async function receiptOf(db: Db, payment: PaymentRow) {
  const { currency } = payment
  const amount = (minor: bigint) => moneyText({ minor, currency })
  const [attempts, refunds] = await Promise.all([attemptsOf(db, payment.id), refundsOf(db, payment.id)])
  const given = refunds.filter(({ status }) => status === 'succeeded')
  return {
    paymentId: payment.id,
    subject: { type: payment.subject_type, id: payment.subject_id },
    description: payment.description,
    payer: { name: payment.payer_name, email: payment.payer_email },
    paidBy: attempts
      .filter(({ captured_minor: captured }) => captured > 0n)
      .map((one) => ({ provider: one.provider, reference: one.provider_ref, amount: amount(one.captured_minor) })),
    capturedAt: payment.captured_at,
    captured: amount(payment.captured_minor),
    refunds: given.map((one) => ({ id: one.id, amount: amount(one.amount_minor), at: one.created_at })),
    refunded: amount(payment.refunded_minor),
    kept: amount(payment.captured_minor - payment.refunded_minor),
  }
}

/**
 * The same money three times: as the payment says, as the book has it, and as the provider's own list says once it was read; and by how much
 * they differ, of which there must be nothing.
 */
export async function accountOf(db: Db, payment: PaymentRow) {
  const [book, provider, [back]] = await Promise.all([
    bookOf(db, payment),
    providerSums(db, payment),
    db.raw<{ refunded: bigint; disputed: bigint }>(
      `SELECT (SELECT coalesce(sum(amount_minor), 0)::bigint FROM payments.refund WHERE payment_id = $1 AND status = 'succeeded') AS refunded,
              (SELECT coalesce(sum(amount_minor), 0)::bigint FROM payments.dispute WHERE payment_id = $1 AND status <> 'won') AS disputed`,
      [payment.id],
    ),
  ])
  const { currency, captured_minor: captured, refunded_minor: refunded } = payment
  const sumOf = (rows: readonly (Sum & { account: string })[], isMeant: (account: string) => boolean) =>
    rows.filter((one) => one.currency === currency && isMeant(one.account)).reduce((sum, { minor }) => sum + minor, 0n)
  const fees = sumOf(book, (account) => account === ACCOUNTS.fees)
  const receivable = sumOf(book, (account) => account.startsWith('psp/'))
  const kept = captured - refunded
  const left = kept - (back?.disputed ?? 0n)
  const differences: Record<string, bigint> = {
    book: book.reduce((sum, { minor }) => sum + minor, 0n),
    refunds: refunded - (back?.refunded ?? 0n),
    receivable: receivable - (left - fees),
    revenue: payment.fulfilled_at === null ? 0n : -sumOf(book, (account) => account === ACCOUNTS.revenue) - kept,
  }
  const own = provider.find((one) => one.currency === currency)
  if (own !== undefined) Object.assign(differences, { provider: own.gross - left, fees: own.fee - fees })
  return {
    fees: moneyText({ minor: fees, currency }),
    book: book.map(({ account, ...sum }) => ({ account, amount: textOf(sum) })),
    /** Null until the provider's list was read: what was taken today stands in it tomorrow. */
    provider:
      own === undefined
        ? null
        : { gross: textOf({ currency, minor: own.gross }), fee: textOf({ currency, minor: own.fee }) },
    differences: Object.entries(differences)
      .filter(([, minor]) => minor !== 0n)
      .map(([what, minor]) => ({ what, minor: minor.toString() })),
  }
}

function textOf({ currency, minor }: Pick<Sum, 'currency' | 'minor'>) {
  return { minor: minor.toString(), currency }
}

function bookOf(db: Db, { id }: PaymentRow): Promise<(Sum & { account: string })[]> {
  return db.raw<Sum & { account: string }>(
    `SELECT entry.account, entry.currency, sum(entry.amount_minor)::bigint AS minor
       FROM payments.ledger_tx tx JOIN payments.ledger_entry entry ON entry.tx_id = tx.id
      WHERE tx.payment_id = $1 GROUP BY 1, 2 HAVING sum(entry.amount_minor) <> 0 ORDER BY 1, 2`,
    [id],
  )
}

/** What the provider lists of the payment, its refunds and disputes. */
function providerSums(db: Db, { id }: PaymentRow): Promise<ProviderSum[]> {
  return db.raw<ProviderSum>(
    `SELECT entry.currency, sum(entry.gross_minor)::bigint AS gross, sum(entry.fee_minor)::bigint AS fee
       FROM payments.balance_entry entry
       JOIN (SELECT attempt.provider, attempt.account, part.kind, part.ref FROM payments.attempt attempt
               CROSS JOIN LATERAL (SELECT 'charge' AS kind, attempt.provider_ref AS ref
                 UNION SELECT 'refund', refund.provider_ref FROM payments.refund refund WHERE refund.attempt_id = attempt.id
                 UNION SELECT 'dispute', dispute.provider_ref FROM payments.dispute dispute WHERE dispute.attempt_id = attempt.id) part
              WHERE attempt.payment_id = $1) mine
         ON mine.provider = entry.provider AND mine.account = entry.account AND mine.kind = entry.kind AND mine.ref = entry.source_ref
      GROUP BY entry.currency`,
    [id],
  )
}
