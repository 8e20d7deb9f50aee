import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal } from '../../../kernel/decimal.ts'
import { addDays, type LocalDate } from '../../../kernel/zoned.ts'
import { type AccountFigure, factRows, ofAccount } from '../analytics/explain/account-figure.ts'
import { placeAt } from '../analytics/explain/pointer.ts'
import type { Question } from '../analytics/explain/question.ts'
import { accountClock } from '../ledger/trading-day.ts'
import type { Progress } from './goal-progress.ts'
import { type OwnAccount, ownAccounts } from './own.ts'
import type { DayRange } from './periods.ts'
import type { GoalRow } from './tables.ts'

/** The question behind the value of a goal, in its present period or an earlier one; null where none stands. */
export async function findGoalFigure(
  db: Db,
  goal: GoalRow,
  { told, figure }: { readonly told: { progress: Progress; history: readonly Progress[] }; readonly figure: string },
): Promise<AccountFigure | null> {
  const place = placeAt(told, figure)
  if (place === null || !figure.endsWith('/value')) return null
  const range =
    place.pattern === '/progress/value' ? told.progress : (place.members[0]?.element as Progress | undefined)
  if (range === undefined) return null
  const accounts = await ownAccounts(db, goal.owner_id, goal.account_id)
  const question = await QUESTIONS[goal.metric]({ db, goal, accounts, range })
  const isMoney = goal.metric === 'net' || goal.metric === 'loss-per-day'
  return { question, value: place.value, currency: isMoney ? (accounts[0]?.currency ?? null) : null }
}

interface Asked {
  readonly db: Db
  readonly goal: GoalRow
  readonly accounts: readonly OwnAccount[]
  readonly range: DayRange
}

const ONE = decimal('1')

const QUESTIONS: Readonly<Record<GoalRow['metric'], (asked: Asked) => Promise<Question>>> = {
  async net(asked) {
    const days = await netByDay(asked)
    return ofAccount(dayRows(days), { definition: 'goal.net' })
  },
  async 'loss-per-day'(asked) {
    return ofAccount(dayRows(await netByDay(asked)), { definition: 'goal.lossPerDay' })
  },
  async 'win-rate'({ db, accounts, range }) {
    const rows = await db.raw<{ id: string; symbol: string; day: string; net: string }>(
      `SELECT trade.id, instrument.symbol, trade.closed_day::text AS day, trade.net_base AS net FROM trading.trade trade
         JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
        WHERE trade.account_id = ANY($1) AND trade.status = 'closed' AND trade.closed_day BETWEEN $2 AND $3
          AND trade.closed_at >= $2::date - interval '3 days' AND trade.closed_at < $3::date + interval '3 days'
        ORDER BY trade.closed_at, trade.id`,
      [accounts.map(({ id }) => id), range.from, range.to],
    )
    const trades = factRows('trades', rows, {
      head: ({ id, symbol, day }) => ({ tradeId: id, symbol, day }),
      columns: { net: ({ net }) => decimal(net), one: () => ONE },
    })
    return ofAccount(trades, { definition: 'goal.winRate', terms: { won: ['net > 0', 'Whether it was won'] } })
  },
  async 'trades-per-day'({ db, accounts, range }) {
    const opened = await openedTrades(db, accounts, range)
    const rows = factRows('trades', opened, {
      head: ({ id, symbol, day }) => ({ tradeId: id, symbol, day }),
      columns: { ofItsDay: ({ ofItsDay }) => ofItsDay },
    })
    return ofAccount(rows, { definition: 'goal.tradesPerDay' })
  },
  async 'journal-days'({ db, goal, range }) {
    const days = await db.raw<{ day: string }>(
      `SELECT day::text FROM trading.journal_entry WHERE owner_id = $1 AND day BETWEEN $2 AND $3
       UNION SELECT day::text FROM trading.daily_reflection WHERE owner_id = $1 AND day BETWEEN $2 AND $3 ORDER BY day`,
      [goal.owner_id, range.from, range.to],
    )
    const rows = factRows('days', days, { head: ({ day }) => ({ day }), columns: { written: () => ONE } })
    return ofAccount(rows, { definition: 'goal.journalDays' })
  },
}

/** What closing fills of each trading day brought, of one account, whose money is one. */
async function netByDay({ db, accounts, range }: Asked): Promise<{ day: string; net: Decimal }[]> {
  const rows = await db.raw<{ day: string; net: string }>(
    `SELECT closed_day::text AS day, sum(net_base) AS net FROM trading.lot_closure
      WHERE account_id = ANY($1) AND closed_day BETWEEN $2 AND $3 GROUP BY closed_day ORDER BY closed_day`,
    [accounts.map(({ id }) => id), range.from, range.to],
  )
  return rows.map(({ day, net }) => ({ day, net: decimal(net) }))
}

function dayRows(days: readonly { day: string; net: Decimal }[]) {
  return factRows('days', days, { head: ({ day }) => ({ day, days: [day] }), columns: { net: ({ net }) => net } })
}

interface Opened {
  readonly id: string
  readonly symbol: string
  readonly day: LocalDate
  /** The first of its trading day is 1. */
  readonly ofItsDay: Decimal
}

/** Trades that were opened in the period, each with the number that it has in its trading day. */
async function openedTrades(db: Db, accounts: readonly OwnAccount[], { from, to }: DayRange): Promise<Opened[]> {
  const clocks = new Map(accounts.map((account) => [account.id as string, accountClock(account)]))
  const rows = await db.raw<{ id: string; symbol: string; account_id: string; opened_at: Date }>(
    `SELECT trade.id, instrument.symbol, trade.account_id, trade.opened_at FROM trading.trade trade
       JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
      WHERE trade.account_id = ANY($1) AND trade.opened_at >= $2::date AND trade.opened_at < $3::date
      ORDER BY trade.opened_at, trade.id`,
    [[...clocks.keys()], addDays(from, -2), addDays(to, 3)],
  )
  const counts = new Map<LocalDate, bigint>()
  return rows.flatMap(({ id, symbol, account_id: accountId, opened_at: at }) => {
    const day = clocks.get(accountId)?.day(at.getTime())
    if (day === undefined || day < from || day > to) return []
    const units = (counts.get(day) ?? 0n) + 1n
    counts.set(day, units)
    return [{ id, symbol, day, ofItsDay: { units, scale: 0 } }]
  })
}
