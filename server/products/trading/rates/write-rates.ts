import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { formatDecimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText } from '../ledger/bulk.ts'
import { applyRatesQueue } from './queue.ts'
import type { KnownRate } from './rate-book.ts'

const AT_ONCE = 20_000

const WRITE = `
  INSERT INTO trading.currency_rate (owner_id, base, quote, day, rate, source, fetched_at)
  SELECT $1, base, quote, day, rate, source, $2
    FROM unnest($3::text[], $4::text[], $5::date[], $6::numeric[], $7::text[]) AS told (base, quote, day, rate, source)
  ON CONFLICT (base, quote, day, owner_id) DO UPDATE
     SET rate = excluded.rate, source = excluded.source, fetched_at = excluded.fetched_at
   WHERE currency_rate.rate <> excluded.rate
  RETURNING day::text`

/**
 * Keeps rates, each in the place of what was said of its pair and day, and has the accounts looked at whose figures follow. Answers how many
 * were new or different.
 */
export async function writeRates(tx: Tx, ownerId: Id<'user'> | null, rates: readonly KnownRate[]): Promise<number> {
  const days: string[] = []
  for (let at = 0; at < rates.length; at += AT_ONCE) {
    const some = rates.slice(at, at + AT_ONCE)
    const column = (of: (one: KnownRate) => string, type: 'text' | 'date' | 'numeric') => arrayText(some.map(of), type)
    const written = await tx.raw<{ day: string }>(WRITE, [
      ...[ownerId, now(), column(({ base }) => base, 'text'), column(({ quote }) => quote, 'text')],
      ...[column(({ day }) => day, 'date'), column(({ rate }) => formatDecimal(rate), 'numeric')],
      column(({ source }) => source, 'text'),
    ])
    for (const { day } of written) days.push(day)
  }
  if (days.length > 0)
    await applyRates(
      tx,
      ownerId,
      days.reduce((first, day) => (day < first ? day : first)),
    )
  return days.length
}

/** Accounts in which something waits for a rate, or that held something in another currency on these days. */
const CONCERNED = `
  SELECT account.id, account.owner_id FROM trading.account
   WHERE ($1::uuid IS NULL OR account.owner_id = $1) AND account.archived_at IS NULL
     AND (EXISTS (SELECT FROM trading.import_rate_waiting waiting WHERE waiting.account_id = account.id)
       OR EXISTS (SELECT FROM trading.lot JOIN trading.instrument ON instrument.id = lot.instrument_id
                   WHERE lot.account_id = account.id AND instrument.currency <> account.currency)
       OR EXISTS (SELECT FROM trading.lot_closure closure JOIN trading.instrument ON instrument.id = closure.instrument_id
                   WHERE closure.account_id = account.id AND closure.closed_day >= $2::date
                     AND instrument.currency <> account.currency))
   ORDER BY account.id`

/** Has what rates from a day on decide made anew. */
export async function applyRates(tx: Tx, ownerId: Id<'user'> | null, since: string): Promise<void> {
  const accounts = await tx.raw<{ id: Id<'trading-account'>; owner_id: Id<'user'> }>(CONCERNED, [ownerId, since])
  for (const account of accounts) await applyRatesTo(tx, account)
}

/** The same of one account. */
export async function applyRatesTo(
  tx: Tx,
  { id: accountId, owner_id: ownerId }: { readonly id: Id<'trading-account'>; readonly owner_id: Id<'user'> },
): Promise<void> {
  const options = { key: `rates ${accountId}`, tenant: accountId }
  await tx.enqueue({ queue: applyRatesQueue, data: { accountId, ownerId }, options })
}
