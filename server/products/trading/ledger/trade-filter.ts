import { type Expression, type RawBuilder, type SqlBool, sql } from 'kysely'
import { type Static, Type } from 'typebox'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { holdingPattern } from '../../../kernel/db/like.ts'
import {
  compare,
  decimal,
  decimalShape,
  formatDecimal,
  trimmed,
  unsignedDecimalShape,
} from '../../../kernel/decimal.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { idOf, line, namedObject, oneOf } from '../../../kernel/http/schema.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { isDate } from '../../../kernel/zoned.ts'
import { tradingProblem } from '../problems.ts'
import { beyondPlan, type Trader } from '../trader.ts'
import { type AccountRow, assetClasses, type LedgerTables, reviewStates } from './tables.ts'
import { rMultiple } from './trade-risk.ts'

const MANY = 50
const IDS_MAX = 100
const YEAR_S = 366 * 86_400

const several = <Schema extends Parameters<typeof Type.Array>[0]>(schema: Schema, description: string) =>
  Type.Optional(Type.Array(schema, { minItems: 1, maxItems: MANY, description }))
const described = (description: string) => ({ description })
const size = (description: string) => Type.Optional({ ...unsignedDecimalShape, description })
const day = (description: string) => Type.Optional(Type.String({ format: 'date', description }))
const moment = (description: string) => Type.Optional(Type.String({ format: 'date-time', maxLength: 40, description }))
const amount = (description: string) => Type.Optional(Type.String({ ...decimalShape, description }))
const seconds = (description: string) => Type.Optional(Type.Integer({ minimum: 0, maximum: 100 * YEAR_S, description }))

/** Which trades: the query properties of every route that looks at a selection of them. All that are given must hold. */
export const tradeFilterQuery = {
  account: several(idOf('trading-account'), 'Of one of these accounts; all of one’s own when absent'),
  symbol: several(line(64), 'One of these symbols, in whatever case'),
  assetClass: several(oneOf(assetClasses), 'One of these classes'),
  side: Type.Optional(oneOf(['long', 'short'])),
  status: Type.Optional(oneOf(['open', 'closed', 'all'])),
  outcome: several(oneOf(['win', 'loss', 'scratch']), 'Closed with one of these'),
  epsilon: size('A result between minus and plus this much money is a scratch; 0 when absent'),
  epsilonTicks: size(
    'Instead of money: so many ticks of what was entered; of an instrument whose tick nobody said every result counts',
  ),
  tag: several(idOf('tag'), 'Tags, which `tagMatch` says how to match'),
  tagMatch: Type.Optional(oneOf(['any', 'all', 'none'])),
  playbook: several(idOf('playbook'), 'By one of these playbooks'),
  review: several(oneOf(reviewStates), 'In one of these states'),
  from: day('First trading day of the close'),
  to: day('Last trading day of the close'),
  openedFrom: moment('Opened at this instant or later'),
  openedBefore: moment('Opened before this instant'),
  weekday: several(
    oneOf(['1', '2', '3', '4', '5', '6', '7']),
    'Entered on one of these, 1 for Monday, in the account’s zone',
  ),
  hourFrom: Type.Optional(
    Type.Integer({ minimum: 0, maximum: 23, ...described('Entered in this hour of the account’s zone or later') }),
  ),
  hourBefore: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 24,
      ...described('Entered before this hour; one before `hourFrom` is of the next day'),
    }),
  ),
  holdMin: seconds('Closed after so many seconds or more'),
  holdMax: seconds('Closed after so many seconds or fewer'),
  rMin: amount('R of at least'),
  rMax: amount('R of at most'),
  netMin: amount('Net of at least, in the account’s currency'),
  netMax: amount('Net of at most, in the account’s currency'),
  hasNotes: Type.Optional(Type.Boolean()),
  text: Type.Optional({ ...line(100), ...described('Part of what was noted') }),
  id: Type.Optional(Type.Array(idOf('trade'), { minItems: 1, maxItems: IDS_MAX, ...described('One of these trades') })),
}

export const tradeFilterShape = namedObject('TradeFilter', tradeFilterQuery)
export type TradeFilterQuery = Static<typeof tradeFilterShape>

/** A filter that was read: the accounts it looks into, and what it asks for in one writing. */
export interface TradeFilter {
  readonly accounts: readonly FilteredAccount[]
  readonly asked: TradeFilterQuery
  /** Null where the trader's plan shows all trades. */
  readonly limited: Limited | null
}

type FilteredAccount = Pick<
  AccountRow,
  'id' | 'owner_id' | 'currency' | 'time_zone' | 'cutoff_zone' | 'cutoff_minute' | 'archived_at' | 'generation'
>

interface Limited {
  readonly trader: Trader
  /** Of all accounts of the trader, as any of them may have the first trades of a month: for names of what caches hold. */
  readonly generations: string
}

/**
 * Reads what a caller asks for among the trades of a trader that are shown; `pointer` is put before the name of what is wrong: `?` of a query, `/filter/`
 * of a body. Throws http/invalid, trading/account-not-found.
 */
export async function readTradeFilter(
  source: Db | Tx,
  trader: Trader,
  query: TradeFilterQuery,
  pointer = '?',
): Promise<TradeFilter> {
  const faults = faultsOf(query).map((fault) => ({ ...fault, pointer: `${pointer}${fault.pointer}` }))
  if (faults.length > 0) throw httpProblem('invalid', { errors: faults })
  const asked = normal(query)
  const all = await source
    .query<LedgerTables>()
    .selectFrom('trading.account')
    .select(['id', 'owner_id', 'currency', 'time_zone', 'cutoff_zone', 'cutoff_minute', 'archived_at', 'generation'])
    .where('owner_id', '=', trader.id)
    .orderBy('id')
    .execute()
  const wanted = asked.account
  const accounts = wanted === undefined ? all : all.filter(({ id }) => wanted.includes(id))
  if (accounts.length < (wanted?.length ?? 0)) throw tradingProblem('account-not-found')
  const generations = JSON.stringify(all.map(({ id, generation }) => [id, String(generation)]))
  return { accounts, asked, limited: trader.shownAMonth === null ? null : { trader, generations } }
}

/**
 * The filter as text that is the same for all ways of asking for the same: a query string, for links and, with the accounts' generations, for
 * names of what caches hold.
 */
export function canonicalFilter({ asked }: TradeFilter): string {
  const pairs = Object.entries(asked).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  )
  return new URLSearchParams(pairs).toString()
}

/**
 * Adds the filter's conditions to a query in which trading.trade is called `trade`. Nothing of other people is ever found, and nothing that
 * the trader's plan does not show.
 */
export function whereTrades<Query extends { where(condition: Expression<SqlBool>): Query }>(
  query: Query,
  filter: TradeFilter,
): Query {
  const { limited } = filter
  const asked = whereAsked(query, filter)
  return limited === null ? asked : asked.where(sql<SqlBool>`trade.id NOT IN ${beyondPlan(limited.trader)}`)
}

/** The trades that the filter would find if the trader's plan showed them, counted; null where it shows all. */
export function hiddenTrades(source: Db | Tx, filter: TradeFilter) {
  const { limited } = filter
  if (limited === null) return null
  const trades = source.query<LedgerTables>().selectFrom('trading.trade as trade')
  return whereAsked(trades, filter)
    .where(sql<SqlBool>`trade.id IN ${beyondPlan(limited.trader)}`)
    .select(sql<number>`count(*)::int`.as('count'))
}

/** How many trades of what a filter asks for the trader's plan does not show. */
export async function countHidden(source: Db | Tx, filter: TradeFilter): Promise<number> {
  return (await hiddenTrades(source, filter)?.executeTakeFirst())?.count ?? 0
}

function whereAsked<Query extends { where(condition: Expression<SqlBool>): Query }>(
  query: Query,
  { accounts, asked }: TradeFilter,
): Query {
  const accountIds = accounts.map(({ id }) => id)
  const conditions = [
    isOneOf(sql.ref('trade.account_id'), accountIds, 'uuid'),
    ...ofTrade(asked),
    ...ofInstrument(asked, accountIds),
    ...ofEntry(asked),
    ...ofResult(asked),
    ...ofNotes(asked, accountIds),
  ]
  return conditions.reduce((narrowed, condition) => narrowed.where(condition), query)
}

type Condition = RawBuilder<SqlBool>

/** One parameter, so that the statement is the same for any number of values. */
function isOneOf(column: RawBuilder<unknown>, values: readonly unknown[], type: string): Condition {
  return sql`${column} = ANY(${values}::${sql.raw(`${type}[]`)})`
}

function ofTrade({ id, side, status, tag, tagMatch }: TradeFilterQuery): Condition[] {
  const conditions: Condition[] = []
  if (id !== undefined) conditions.push(isOneOf(sql.ref('trade.id'), id, 'uuid'))
  if (side !== undefined) conditions.push(sql`trade.side = ${side === 'long' ? 1 : -1}`)
  if (status !== undefined) conditions.push(sql`trade.status = ${status}`)
  if (tag !== undefined) conditions.push(ofTags(tag, tagMatch ?? 'any'))
  return conditions
}

/** The few instruments are looked up once, so that an index finds their trades. */
function ofInstrument({ symbol, assetClass }: TradeFilterQuery, accountIds: readonly string[]): Condition[] {
  if (symbol === undefined && assetClass === undefined) return []
  const short = sql`regexp_replace(upper(symbol), '([FGHJKMNQUVXZ])[0-9]([0-9])$', '\\1\\2')`
  const named =
    symbol === undefined
      ? sql`true`
      : sql`(${isOneOf(sql`upper(symbol)`, symbol, 'text')} OR (asset_class = 'future' AND ${isOneOf(short, symbol, 'text')}))`
  const classed = assetClass === undefined ? sql`true` : isOneOf(sql.ref('asset_class'), assetClass, 'text')
  return [
    sql`trade.instrument_id = ANY(ARRAY(SELECT id FROM trading.instrument
      WHERE owner_id = ${ownerOf(accountIds)} AND ${named} AND ${classed}))`,
  ]
}

/** Whose all of these accounts are. */
export function ownerOf(accountIds: readonly string[]): RawBuilder<string> {
  return sql`(SELECT owner_id FROM trading.account WHERE ${isOneOf(sql.ref('id'), accountIds, 'uuid')} LIMIT 1)`
}

function ofTags(tags: readonly string[], match: 'any' | 'all' | 'none'): Condition {
  const held = sql`FROM trading.trade_tag WHERE trade_tag.trade_id = trade.id AND ${isOneOf(sql.ref('trade_tag.tag_id'), tags, 'uuid')}`
  if (match === 'all') return sql`(SELECT count(*) ${held}) = ${tags.length}`
  return match === 'any' ? sql`EXISTS (SELECT ${held})` : sql`NOT EXISTS (SELECT ${held})`
}

function ofEntry({ openedFrom, openedBefore, weekday, hourFrom, hourBefore }: TradeFilterQuery): Condition[] {
  const conditions: Condition[] = []
  if (openedFrom !== undefined) conditions.push(sql`trade.opened_at >= ${new Date(openedFrom)}`)
  if (openedBefore !== undefined) conditions.push(sql`trade.opened_at < ${new Date(openedBefore)}`)
  if (weekday !== undefined) conditions.push(isOneOf(sql.ref('trade.entry_weekday'), weekday, 'smallint'))
  if (hourFrom === undefined && hourBefore === undefined) return conditions
  const first = (hourFrom ?? 0) * 60
  const end = (hourBefore ?? 24) * 60
  conditions.push(
    first < end
      ? sql`(trade.entry_minute >= ${first} AND trade.entry_minute < ${end})`
      : sql`(trade.entry_minute >= ${first} OR trade.entry_minute < ${end})`,
  )
  return conditions
}

/** What a tick of the entered quantity is worth in the account's currency; null where nobody said the tick. To 12 digits, of a trade as `trade`. */
export const tickWorth = sql<
  string | null
>`round((SELECT tick_size FROM trading.instrument WHERE id = trade.instrument_id)
  * abs(trade.cost_base / nullif(trade.average_entry, 0)), 12)`

/** 1 won, -1 lost, 0 neither, by what a filter calls a scratch; of a closed trade as `trade`. */
export function outcomeSql({ epsilon, epsilonTicks }: TradeFilterQuery): RawBuilder<string> {
  if (epsilon === undefined && epsilonTicks === undefined) return sql`sign(trade.net_base)`
  const within =
    epsilonTicks === undefined ? sql`${epsilon}::numeric` : sql`coalesce(${epsilonTicks}::numeric * ${tickWorth}, 0)`
  return sql`(CASE WHEN abs(trade.net_base) <= ${within} THEN 0 ELSE sign(trade.net_base) END)`
}

/** As the index has it. */
const CLOSED_AT = sql`coalesce(trade.closed_at, 'infinity')`
const OUTCOMES = { win: '1', loss: '-1', scratch: '0' } as const

function ofResult(asked: TradeFilterQuery): Condition[] {
  const { from, to, outcome, holdMin, holdMax, netMin, netMax, rMin, rMax } = asked
  const conditions: Condition[] = []
  const held = sql`extract(epoch FROM trade.closed_at - trade.opened_at)`
  // The instants narrow the index: no zone and no cut-off puts a day further from its own in UTC.
  if (from !== undefined)
    conditions.push(sql`(trade.closed_day >= ${from}::date AND ${CLOSED_AT} >= ${from}::date - interval '3 days')`)
  if (to !== undefined)
    conditions.push(sql`(trade.closed_day <= ${to}::date AND ${CLOSED_AT} < ${to}::date + interval '4 days')`)
  if (holdMin !== undefined) conditions.push(sql`${held} >= ${holdMin}`)
  if (holdMax !== undefined) conditions.push(sql`${held} <= ${holdMax}`)
  if (outcome !== undefined) {
    const signs = outcome.map((one) => OUTCOMES[one])
    conditions.push(isOneOf(outcomeSql(asked), signs, 'numeric'))
  }
  // A trade that is open may have closed a part of it already.
  if (conditions.length > 0) conditions.push(sql`trade.status = 'closed'`)
  if (netMin !== undefined) conditions.push(sql`trade.net_base >= ${netMin}::numeric`)
  if (netMax !== undefined) conditions.push(sql`trade.net_base <= ${netMax}::numeric`)
  if (rMin !== undefined || rMax !== undefined) {
    const least = rMin === undefined ? sql`true` : sql`${rMultiple} >= ${rMin}::numeric`
    const most = rMax === undefined ? sql`true` : sql`${rMultiple} <= ${rMax}::numeric`
    conditions.push(hasNote(sql`${least} AND ${most}`))
  }
  return conditions
}

function ofNotes({ playbook, review, hasNotes, text }: TradeFilterQuery, accountIds: readonly string[]): Condition[] {
  const conditions: Condition[] = []
  if (playbook !== undefined) conditions.push(hasNote(isOneOf(sql.ref('note.playbook_id'), playbook, 'uuid')))
  if (review !== undefined) {
    // What nobody has said anything of is unreviewed.
    const others = reviewStates.filter((state) => !review.includes(state))
    conditions.push(
      review.includes('unreviewed')
        ? sql`NOT ${hasNote(isOneOf(sql.ref('note.review_state'), others, 'text'))}`
        : hasNote(isOneOf(sql.ref('note.review_state'), review, 'text')),
    )
  }
  if (hasNotes !== undefined) {
    const noted = hasNote(sql`note.text <> ''`)
    conditions.push(hasNotes ? noted : sql`NOT ${noted}`)
  }
  if (text !== undefined)
    conditions.push(
      sql`trade.id IN (SELECT note.trade_id FROM trading.trade_note note
        WHERE ${isOneOf(sql.ref('note.account_id'), accountIds, 'uuid')} AND note.text ILIKE ${holdingPattern(text)})`,
    )
  return conditions
}

function hasNote(condition: RawBuilder<unknown>): Condition {
  return sql`EXISTS (SELECT FROM trading.trade_note note WHERE note.trade_id = trade.id AND ${condition})`
}

const FIRST_DAY = '1900-01-01'
const LAST_DAY = '2200-01-01'

function faultsOf(query: TradeFilterQuery): FieldFault[] {
  const faults: FieldFault[] = []
  for (const name of ['from', 'to'] as const) {
    const value = query[name]
    if (value !== undefined && !(isDate(value) && FIRST_DAY <= value && value < LAST_DAY))
      faults.push({ pointer: name, code: 'date', detail: 'is not a day between 1900 and 2199' })
  }
  for (const name of ['openedFrom', 'openedBefore'] as const) {
    const value = query[name]
    if (value !== undefined && !isWithin(Date.parse(value)))
      faults.push({ pointer: name, code: 'date-time', detail: 'is not an instant between 1900 and 2199' })
  }
  const { from, to, holdMin, holdMax } = query
  if (from !== undefined && to !== undefined && to < from) faults.push(reversed('to', 'from'))
  if (isAfter(query.openedFrom, query.openedBefore)) faults.push(reversed('openedBefore', 'openedFrom'))
  if (holdMin !== undefined && holdMax !== undefined && holdMax < holdMin) faults.push(reversed('holdMax', 'holdMin'))
  if (isMore(query.rMin, query.rMax)) faults.push(reversed('rMax', 'rMin'))
  if (isMore(query.netMin, query.netMax)) faults.push(reversed('netMax', 'netMin'))
  if (query.hourFrom !== undefined && query.hourFrom === query.hourBefore)
    faults.push({ pointer: 'hourBefore', code: 'range', detail: 'is the same as hourFrom' })
  if (query.epsilon !== undefined && query.epsilonTicks !== undefined)
    faults.push({ pointer: 'epsilonTicks', code: 'either', detail: 'is given instead of epsilon' })
  if (query.tagMatch !== undefined && query.tag === undefined)
    faults.push({ pointer: 'tagMatch', code: 'needs-tag', detail: 'says how to match `tag`, which is missing' })
  return faults
}

function reversed(name: string, other: string): FieldFault {
  return { pointer: name, code: 'range', detail: `is before ${other}` }
}

function isWithin(ms: number): boolean {
  return ms >= Date.parse(FIRST_DAY) && ms < Date.parse(LAST_DAY)
}

function isAfter(from: string | undefined, before: string | undefined): boolean {
  return from !== undefined && before !== undefined && Date.parse(before) < Date.parse(from)
}

function isMore(least: string | undefined, most: string | undefined): boolean {
  return least !== undefined && most !== undefined && compare(decimal(least), decimal(most)) > 0
}

/** One writing for all that mean the same: names and values in order, each once, without what says nothing. */
function normal(query: TradeFilterQuery): TradeFilterQuery {
  const written = Object.entries(query).map(([name, value]): [string, unknown] => [name, normalValue(name, value)])
  const said = written.filter(([name, value]) => value !== undefined && !(name === 'status' && value === 'all'))
  return Object.fromEntries(said.filter(([name, value]) => !(name === 'tagMatch' && value === 'any')).sort(byName))
}

const AMOUNTS = new Set(['rMin', 'rMax', 'netMin', 'netMax', 'epsilon', 'epsilonTicks'])
const MOMENTS = new Set(['openedFrom', 'openedBefore'])

function normalValue(name: string, value: unknown): unknown {
  if (Array.isArray(value)) {
    const texts = name === 'symbol' ? value.map((one: string) => one.toUpperCase()) : value
    return [...new Set(texts)].sort()
  }
  if (typeof value !== 'string') return value
  if (AMOUNTS.has(name)) return formatDecimal(trimmed(decimal(value)))
  return MOMENTS.has(name) ? new Date(value).toISOString() : value
}

function byName([left]: [string, unknown], [right]: [string, unknown]): number {
  return left < right ? -1 : 1
}
