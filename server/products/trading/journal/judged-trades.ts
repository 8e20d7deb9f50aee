import { sql } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { addDays, type LocalDate, zonedInstant } from '../../../kernel/zoned.ts'
import type { ClosedTrade } from '../analytics/metrics/closed-trade.ts'
import type { TradeRow } from '../ledger/tables.ts'
import { initialRisk } from '../ledger/trade-risk.ts'
import { accountClock } from '../ledger/trading-day.ts'
import { beyondPlan, type Trader } from '../trader.ts'
import { type OwnAccount, ownAccounts } from './own.ts'
import type { DayRange } from './periods.ts'
import { type JudgedTrade, plannedGainOf, type Verdict, verdictOf } from './rule-verdict.ts'
import type { Rule } from './rules.ts'
import type { JournalTables, PlaybookVersionRow } from './tables.ts'

/** Which trades of a playbook: days are of the entry, in the account's zone. */
export interface TradeWindow {
  readonly tradeId?: Id<'trade'>
  readonly accountId?: Id<'trading-account'>
  readonly from?: LocalDate
  readonly to?: LocalDate
  /** Closed on a trading day of these. */
  readonly closed?: DayRange
  /** Newest first, after this one. */
  readonly after?: { readonly openedAt: string; readonly id: string } | null
  readonly limit?: number
}

export interface RuleVerdict {
  readonly rule: Rule
  readonly verdict: Verdict
}

/** A trade judged by the version that held when it was opened. */
export interface Judgement {
  readonly tradeId: Id<'trade'>
  readonly accountId: Id<'trading-account'>
  readonly currency: string
  readonly symbol: string
  readonly side: 1 | -1
  readonly status: TradeRow['status']
  readonly openedAt: Date
  /** In the account's currency, as the ledger has it. */
  readonly netBase: string
  /** As metrics take it; null while it is open. */
  readonly closed: ClosedTrade | null
  readonly number: number
  readonly verdicts: readonly RuleVerdict[]
}

/** The trades of a playbook that are the trader's and shown, newest first. `versions` are in order. Throws trading/account-not-found. */
export async function judgeTrades(
  source: Db | Tx,
  of: { readonly trader: Trader; readonly playbookId: Id<'playbook'> },
  versions: readonly PlaybookVersionRow[],
  window: TradeWindow,
): Promise<Judgement[]> {
  const accounts = new Map((await ownAccounts(source, of.trader.id, window.accountId)).map((one) => [one.id, one]))
  const rows = await tradesOfPlaybook(source, of, [...accounts.values()], window)
  const isCounted = versions.some(({ rules }) => rules.some(({ kind }) => kind === 'max-trades-per-day'))
  const ordinals = isCounted ? await ordinalsOf(source, accounts, rows) : new Map<string, number>()
  const at = now()
  return rows.flatMap((row) => {
    const account = accounts.get(row.account_id)
    const version = versionAt(versions, row.opened_at)
    if (account === undefined || version === undefined) return []
    const trade = toJudged(row, account, ordinals.get(row.id) ?? 1)
    const verdicts = version.rules.map((rule) => ({ rule, verdict: verdictOf(rule, trade, at) }))
    return [
      {
        ...{ tradeId: row.id, accountId: row.account_id, currency: account.currency, symbol: row.symbol },
        ...{ side: row.side, status: row.status, openedAt: row.opened_at, netBase: row.net_base },
        ...{ number: version.number, verdicts, closed: toClosed(row) },
      },
    ]
  })
}

/** The newest that held already; the first one for whatever was before there was a playbook. */
function versionAt(versions: readonly PlaybookVersionRow[], at: Date): PlaybookVersionRow | undefined {
  return versions.findLast(({ held_from }) => held_from <= at) ?? versions[0]
}

type TradeOfPlaybook = Awaited<ReturnType<typeof tradesOfPlaybook>>[number]

async function tradesOfPlaybook(
  source: Db | Tx,
  { trader, playbookId }: { readonly trader: Trader; readonly playbookId: Id<'playbook'> },
  accounts: readonly OwnAccount[],
  { tradeId, from, to, closed, after, limit }: TradeWindow,
) {
  const starts = accounts.map(({ time_zone }) => (from === undefined ? null : midnight(from, time_zone)))
  const ends = accounts.map(({ time_zone }) => (to === undefined ? null : midnight(addDays(to, 1), time_zone)))
  const ids = accounts.map(({ id }) => id)
  let query = source
    .query<JournalTables>()
    .selectFrom('trading.trade_note as note')
    .innerJoin('trading.trade as trade', 'trade.id', 'note.trade_id')
    .innerJoin('trading.instrument as instrument', 'instrument.id', 'trade.instrument_id')
    .innerJoin(
      sql<{ account_id: Id<'trading-account'>; starts_at: Date | null; ends_at: Date | null }>`
        (SELECT * FROM unnest(${ids}::uuid[], ${starts}::timestamptz[], ${ends}::timestamptz[]) AS days (account_id, starts_at, ends_at))`.as(
        'days',
      ),
      'days.account_id',
      'trade.account_id',
    )
    .select(['trade.id', 'trade.account_id', 'trade.side', 'trade.status', 'trade.opened_at', 'trade.closed_at'])
    .select(['trade.instrument_id', 'trade.gross_base', 'trade.fees_base', 'trade.closed_day'])
    .select(['trade.entry_weekday', 'trade.entry_minute'])
    .select(['trade.average_entry', 'trade.quantity_max', 'trade.quantity_entered', 'trade.cost_base'])
    .select(['instrument.symbol', 'instrument.root', 'note.initial_stop', 'note.planned_target'])
    .select([
      sql<string>`trim_scale(trade.net_base)::text`.as('net_base'),
      initialRisk.as('risk'),
      sql<string[]>`array(SELECT tag_id FROM trading.trade_tag WHERE trade_id = trade.id)`.as('tag_ids'),
      sql<Record<string, boolean> | null>`(SELECT jsonb_object_agg(rule_id, passed) FROM trading.trade_rule_result
        WHERE trade_id = trade.id AND playbook_id = note.playbook_id)`.as('checks'),
    ])
    .where('note.playbook_id', '=', playbookId)
    .where(sql<boolean>`trade.id NOT IN ${beyondPlan(trader)}`)
    .where(sql<boolean>`(days.starts_at IS NULL OR trade.opened_at >= days.starts_at)`)
    .where(sql<boolean>`(days.ends_at IS NULL OR trade.opened_at < days.ends_at)`)
    .orderBy('trade.opened_at', 'desc')
    .orderBy('trade.id', 'desc')
  if (tradeId !== undefined) query = query.where('trade.id', '=', tradeId)
  if (closed !== undefined)
    query = query
      .where('trade.status', '=', 'closed')
      .where('trade.closed_day', '>=', closed.from)
      .where('trade.closed_day', '<=', closed.to)
  if (after != null)
    query = query.where(sql<boolean>`(trade.opened_at, trade.id) < (${after.openedAt}::timestamptz, ${after.id}::uuid)`)
  return await (limit === undefined ? query : query.limit(limit)).execute()
}

function midnight(day: LocalDate, zone: string): Date {
  return zonedInstant({ date: day, time: '00:00' }, zone)
}

function toJudged(row: TradeOfPlaybook, account: OwnAccount, ordinalOfDay: number): JudgedTrade {
  const optional = (text: string | null) => (text === null ? null : decimal(text))
  return {
    ...{ symbol: row.symbol, root: row.root, side: row.side, openedAt: row.opened_at, ordinalOfDay },
    closedAt: row.status === 'closed' ? row.closed_at : null,
    timeZone: account.time_zone,
    stop: optional(row.initial_stop),
    risk: optional(row.risk),
    plannedGain: plannedGainOf({
      side: row.side,
      averageEntry: decimal(row.average_entry),
      target: optional(row.planned_target),
      quantityMax: decimal(row.quantity_max),
      quantityEntered: decimal(row.quantity_entered),
      costBase: decimal(row.cost_base),
    }),
    tagIds: new Set(row.tag_ids),
    checks: new Map(Object.entries(row.checks ?? {})),
  }
}

function toClosed(row: TradeOfPlaybook): ClosedTrade | null {
  if (row.status === 'open' || row.closed_at === null || row.closed_day === null) return null
  return {
    ...{ id: row.id, instrumentId: row.instrument_id, closedDay: row.closed_day, mae: null, mfe: null },
    ...{ gross: decimal(row.gross_base), fees: decimal(row.fees_base), net: decimal(row.net_base) },
    ...{ cost: decimal(row.cost_base), risk: row.risk === null ? null : decimal(row.risk) },
    ...{ openedAtMs: row.opened_at.getTime(), closedAtMs: row.closed_at.getTime() },
    ...{ entryWeekday: row.entry_weekday, entryMinute: row.entry_minute },
  }
}

const DAYS_AROUND_MS = 2 * 86_400_000

/** Which trade of its account's trading day each is, whatever playbook the others follow. */
async function ordinalsOf(
  source: Db | Tx,
  accounts: ReadonlyMap<string, OwnAccount>,
  rows: readonly TradeOfPlaybook[],
): Promise<Map<string, number>> {
  const times = rows.map((row) => row.opened_at.getTime())
  if (times.length === 0) return new Map()
  const first = new Date(times.reduce((least, one) => Math.min(least, one)) - DAYS_AROUND_MS)
  const last = new Date(times.reduce((most, one) => Math.max(most, one)))
  const all = await source.raw<Pick<TradeRow, 'id' | 'account_id' | 'opened_at'> & Record<string, unknown>>(
    `SELECT id, account_id, opened_at FROM trading.trade
      WHERE account_id = ANY($1) AND opened_at BETWEEN $2 AND $3 ORDER BY opened_at, id`,
    [[...accounts.keys()], first, last],
  )
  const clocks = new Map([...accounts].map(([id, account]) => [id, accountClock(account)]))
  const counts = new Map<string, number>()
  return new Map(
    all.map(({ id, account_id, opened_at }) => {
      const key = `${account_id} ${clocks.get(account_id)?.day(opened_at.getTime())}`
      const ordinal = (counts.get(key) ?? 0) + 1
      counts.set(key, ordinal)
      return [id as string, ordinal]
    }),
  )
}
