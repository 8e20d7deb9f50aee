import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal, roundTo } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import { isCurrency } from '../../../kernel/money.ts'
import type { TradingParts } from '../deps.ts'
import { countHidden, readTradeFilter } from '../ledger/trade-filter.ts'
import type { Trader } from '../trader.ts'
import type { DigestKind } from './digest-kinds.ts'
import { type DuePeriod, refusalOf } from './due-periods.ts'
import { type AccountFigures, figuresOf, journalDays } from './figures.ts'
import { ownAccounts } from './own.ts'
import type { DayRange } from './periods.ts'

type Deps = Pick<TradingParts, 'mailer' | 'mailRecords' | 'people' | 'publicUrl' | 'plans'>

/** On which something was closed: the fills of other days may be imported yet, and are told of then. */
const TRADED = `AND EXISTS (
          SELECT FROM trading.lot_closure closure JOIN trading.account own ON own.id = closure.account_id
           WHERE own.owner_id = digest.owner_id AND closure.closed_day = $4)`

/** Who wants a digest of a day or week in this zone and has not got it; ordered by id, after one of them. */
export async function dueTraders(
  db: Db,
  { wishes, sent, isOfTrades }: DigestKind,
  {
    zone,
    due,
    after,
    limit,
  }: { readonly zone: string; readonly due: DuePeriod; readonly after: string; readonly limit: number },
): Promise<Id<'user'>[]> {
  const rows = await db.raw<{ owner_id: Id<'user'> }>(
    `SELECT digest.owner_id FROM ${wishes} digest
       JOIN trading.account account ON account.id = digest.account_id
      WHERE account.time_zone = $1 AND digest.wanted_since < $2 AND digest.owner_id > $3
        AND NOT EXISTS (SELECT FROM ${sent.table} sent WHERE sent.owner_id = digest.owner_id AND sent.${sent.of} = $4)
        ${isOfTrades ? TRADED : ''}
      ORDER BY digest.owner_id LIMIT $5`,
    [zone, due.since, after, due.range.from, limit],
  )
  return rows.map((row) => row.owner_id)
}

/** Queues the letter, once for each day or week: its row is written with it. */
export async function sendDigest(
  tx: Tx,
  deps: Deps,
  kind: DigestKind,
  { ownerId, range }: { readonly ownerId: Id<'user'>; readonly range: DayRange },
): Promise<void> {
  const { subscription, sent } = kind
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (person === undefined || (await refusalOf(tx, deps, { person, subscription })) !== null) return
  const first = await tx.raw(
    `INSERT INTO ${sent.table} (owner_id, ${sent.of}, sent_at) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING owner_id`,
    [ownerId, range.from, now()],
  )
  if (first.length !== 1) return
  await deps.mailer.send(tx, recipient(person), kind.mail, {
    ...{ name: person.name, from: range.from, to: range.to },
    url: new URL(kind.page(range.from), deps.publicUrl).href,
    ...(await wordsOf(tx, await deps.plans.trader(tx, ownerId), range)),
  })
}

/** The figures are the ledger's, rounded to what the currency is written with. */
async function wordsOf(tx: Tx, trader: Trader, range: DayRange) {
  const accounts = await ownAccounts(tx, trader.id)
  const of = { trader, accountIds: accounts.map(({ id }) => id) }
  const figures = await figuresOf(tx, of, range)
  const lines = figures.flatMap((one) => {
    const account = accounts.find(({ id }) => id === one.accountId)
    const isSilent = one.trades === 0 && one.net === '0'
    if (account === undefined || (isSilent && account.archived_at !== null)) return []
    return [`${account.name}: ${lineOf(one, account.currency)}`]
  })
  const { traded, written, missed } = await journalDays(tx, of, range)
  const unreviewed = await countUnreviewed(tx, of, range)
  const hidden = await countHidden(tx, await readTradeFilter(tx, trader, range))
  const journal = [
    `Traded on ${days(traded)}, wrote of ${days(written)}${missed === 0 ? '' : `; nothing of ${days(missed)} with trades`}`,
    ...(unreviewed === 0 ? [] : [`Trades without a review: ${unreviewed}`]),
    ...(hidden === 0 ? [] : [`Trades beyond the limit of your plan, kept and not counted here: ${hidden}`]),
  ]
  return { accounts: lines.length === 0 ? ['No account'] : lines, journal }
}

function lineOf({ net, trades, wins, losses }: AccountFigures, currency: string): string {
  const shown = formatDecimal(roundTo(decimal(net), isCurrency(currency) ? 2 : 8, 'half-even'))
  return `${shown} ${currency} net, trades closed: ${trades}, won: ${wins}, lost: ${losses}`
}

function days(count: number): string {
  return count === 1 ? '1 day' : `${count} days`
}

async function countUnreviewed(
  tx: Tx,
  { trader, accountIds }: { readonly trader: Trader; readonly accountIds: readonly Id<'trading-account'>[] },
  { from, to }: DayRange,
): Promise<number> {
  const [row] = await tx.raw<{ count: bigint }>(
    `SELECT count(*) FROM trading.trade trade LEFT JOIN trading.trade_note note ON note.trade_id = trade.id
      WHERE trade.account_id = ANY($1) AND trade.status = 'closed' AND trade.closed_day BETWEEN $2 AND $3
        AND coalesce(note.review_state, 'unreviewed') = 'unreviewed'
        AND trade.id NOT IN (SELECT trading.trades_beyond($4, $5))`,
    [[...accountIds], from, to, trader.id, trader.shownAMonth],
  )
  return Number(row?.count ?? 0n)
}
