import { type RawBuilder, sql } from 'kysely'
import { type Cursor, cursorPage } from '../../../../kernel/db/cursor.ts'
import { type Id, isUuid } from '../../../../kernel/id.ts'
import { outcomeSql, ownerOf, type TradeFilter, whereTrades } from '../trade-filter.ts'
import { rMultiple } from '../trade-risk.ts'
import { ownTrade } from './own-trade.ts'
import type { TradesTables } from './tables.ts'
import { type Reader, tagsOf, tradesById } from './trade-reads.ts'
import { type Outcome, outcomeOf, plain, viewTrade } from './trade-view.ts'

export const tradeSorts = ['closedAt', 'openedAt', 'net', 'r', 'hold', 'symbol'] as const
type Sort = (typeof tradeSorts)[number]

interface Key {
  /** As the index of this order has it. */
  readonly of: RawBuilder<unknown>
  readonly type: string
  readonly accepts: (text: string) => boolean
}

const INSTANT = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,3})?[+-]\d\d(?::\d\d)?$/
const NUMBER = /^-?\d{1,60}(?:\.\d{1,60})?$/
const isInstant = (text: string): boolean =>
  INSTANT.test(text) && !Number.isNaN(Date.parse(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00')))
const isNumber = (text: string): boolean => NUMBER.test(text)

/** What has no such value stands at one end: open trades after all closed ones, the shortest held, and of the lowest R. */
const keys: Readonly<Record<Sort, Key>> = {
  closedAt: {
    of: sql`coalesce(trade.closed_at, 'infinity')`,
    type: 'timestamptz',
    accepts: (text) => text === 'infinity' || isInstant(text),
  },
  openedAt: { of: sql`trade.opened_at`, type: 'timestamptz', accepts: isInstant },
  net: { of: sql`trade.net_base`, type: 'numeric', accepts: isNumber },
  r: {
    of: sql`coalesce(${rMultiple}, '-Infinity')`,
    type: 'numeric',
    accepts: (text) => text === '-Infinity' || isNumber(text),
  },
  hold: {
    of: sql`(CASE WHEN trade.status = 'closed' THEN extract(epoch FROM trade.closed_at - trade.opened_at) ELSE -1 END)`,
    type: 'numeric',
    accepts: isNumber,
  },
  symbol: { of: sql`symbol`, type: 'text', accepts: (text) => text.length <= 64 },
}

export interface Order {
  readonly sort: Sort
  readonly direction: 'asc' | 'desc'
}

/** A page of the trades that the filter finds. Throws http/invalid for a cursor of another order. */
export async function listTrades(
  source: Reader,
  filter: TradeFilter,
  query: Order & { readonly limit?: number; readonly cursor?: string },
) {
  const { sort, direction } = query
  const page = cursorPage(query, acceptorOf(query))
  const found = await findKeys(source, filter, { sort, direction, after: page.after, limit: page.limit + 1 })
  const { items, nextCursor } = page.of(
    found,
    ({ id, key }) => [sort, direction, key, id],
    ({ id }) => id,
  )
  return { items: await toldBy(source, filter, await viewTrades(source, items)), nextCursor }
}

/** Outcomes by what the filter calls a scratch, as it finds them. */
async function toldBy<Shown extends { readonly id: Id<'trade'>; readonly outcome: Outcome | null }>(
  source: Reader,
  { asked }: TradeFilter,
  shown: Shown[],
): Promise<Shown[]> {
  if (asked.epsilon === undefined && asked.epsilonTicks === undefined) return shown
  const { rows } = await sql<{ id: string; outcome: string }>`
    SELECT id, ${outcomeSql(asked)}::text AS outcome FROM trading.trade trade
     WHERE id = ANY(${shown.map(({ id }) => id)}::uuid[]) AND status = 'closed'`.execute(source.query<TradesTables>())
  const found = new Map(rows.map(({ id, outcome }) => [id, outcomeOf(outcome)]))
  return shown.map((one) => ({ ...one, outcome: found.get(one.id) ?? null }))
}

/** The trades before and after one in what the filter finds; none of a trade that it does not find. Throws trading/trade-not-found. */
export async function neighboursOf(
  source: Reader,
  own: { readonly ownerId: Id<'user'>; readonly id: Id<'trade'> },
  filter: TradeFilter,
  { sort, direction }: Order,
): Promise<{ previous: Id<'trade'> | null; next: Id<'trade'> | null }> {
  const { id } = await ownTrade(source, own.ownerId, own.id)
  const { asked } = filter
  const only = { ...filter, asked: { ...asked, id: (asked.id ?? [id]).filter((one) => one === id) } }
  const [here] = await findKeys(source, only, { sort, direction, after: null, limit: 1 })
  if (here === undefined) return { previous: null, next: null }
  const beyond = async (way: Order['direction']): Promise<Id<'trade'> | null> => {
    const wanted = { sort, direction: way, after: [sort, way, here.key, here.id], limit: 1 }
    return (await findKeys(source, filter, wanted))[0]?.id ?? null
  }
  return { previous: await beyond(direction === 'asc' ? 'desc' : 'asc'), next: await beyond(direction) }
}

/** The trades of these ids as they are listed, in this order; those that are there no more are left out. */
export async function viewTrades(source: Reader, ids: readonly Id<'trade'>[]) {
  const [rows, tags] = await Promise.all([tradesById(source, ids), tagsOf(source, ids)])
  const byId = new Map(rows.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    return row === undefined ? [] : [viewTrade(row, tags.get(id) ?? [])]
  })
}

function acceptorOf({ sort, direction }: Order) {
  return (values: readonly string[]): Cursor | null => {
    const [ofSort, ofDirection, key = '', id = ''] = values
    const isOurs = values.length === 4 && ofSort === sort && ofDirection === direction
    return isOurs && keys[sort].accepts(key) && isUuid(id) ? values : null
  }
}

interface Found {
  readonly id: Id<'trade'>
  readonly key: string
}

interface Wanted extends Order {
  readonly after: Cursor | null
  readonly limit: number
}

async function findKeys(source: Reader, filter: TradeFilter, wanted: Wanted): Promise<Found[]> {
  const statement = wanted.sort === 'symbol' ? bySymbol(source, filter, wanted) : byAccount(source, filter, wanted)
  return (await statement.execute(source.query())).rows
}

/** Each account by itself, so that an index gives its trades in order, and of those the first ones. */
function byAccount(source: Reader, filter: TradeFilter, { sort, direction: way, after, limit }: Wanted) {
  const { of, type } = keys[sort]
  const [direction, beyond] = [sql.raw(way), sql.raw(way === 'asc' ? '>' : '<')]
  const [, , key, id] = after ?? []
  const ofAccount = whereTrades(source.query<TradesTables>().selectFrom('trading.trade as trade'), filter)
    .$if(sort === 'r', (query) => query.leftJoin('trading.trade_note as note', 'note.trade_id', 'trade.id'))
    .select(['trade.id', of.as('key')])
    .where(sql<boolean>`trade.account_id = account.id`)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(${of}, trade.id) ${beyond} (${key}::${sql.raw(type)}, ${id}::uuid)`),
    )
    .orderBy(sql`${of} ${direction}, trade.id ${direction}`)
    .limit(limit)
  return sql<Found>`SELECT found.id, found.key::text AS key
      FROM unnest(${filter.accounts.map((account) => account.id)}::uuid[]) AS account (id)
     CROSS JOIN LATERAL (${ofAccount}) AS found
     ORDER BY found.key ${direction}, found.id ${direction} LIMIT ${limit}`
}

/** Each instrument by itself, in the order of their symbols, until there are enough. */
function bySymbol(source: Reader, filter: TradeFilter, { direction: way, after, limit }: Wanted) {
  const [direction, beyond] = [sql.raw(way), sql.raw(way === 'asc' ? '>' : '<')]
  const [, , key, id] = after ?? []
  const ofInstrument = whereTrades(source.query<TradesTables>().selectFrom('trading.trade as trade'), filter)
    .select('trade.id')
    .where(sql<boolean>`trade.instrument_id = instrument.id`)
    .$if(after !== null, (query) =>
      query.where(sql<boolean>`(instrument.symbol, trade.id) ${beyond} (${key}::text, ${id}::uuid)`),
    )
    .orderBy(sql`trade.id ${direction}`)
    .limit(limit)
  const reached = after === null ? sql`true` : sql`symbol ${beyond}= ${key}::text`
  return sql<Found>`SELECT found.id, instrument.symbol AS key
      FROM (SELECT id, symbol FROM trading.instrument WHERE owner_id = ${ownerOf(filter.accounts.map((account) => account.id))} AND ${reached}
             ORDER BY symbol ${direction}) AS instrument
     CROSS JOIN LATERAL (${ofInstrument}) AS found
     ORDER BY instrument.symbol ${direction}, found.id ${direction} LIMIT ${limit}`
}

interface Total {
  readonly currency: string
  readonly count: bigint
  readonly open: bigint
  readonly gross: string
  readonly fees: string
  readonly net: string
}

/** Of all that the filter finds, by the accounts' currency. */
export async function totalsOf(source: Reader, filter: TradeFilter) {
  const rows: Total[] = await whereTrades(source.query<TradesTables>().selectFrom('trading.trade as trade'), filter)
    .innerJoin('trading.account as account', 'account.id', 'trade.account_id')
    .select(['account.currency', sql<bigint>`count(*)`.as('count')])
    .select([
      sql<bigint>`count(*) FILTER (WHERE trade.status = 'open')`.as('open'),
      sql<string>`sum(trade.gross_base)`.as('gross'),
      sql<string>`sum(trade.fees_base)`.as('fees'),
      sql<string>`sum(trade.net_base)`.as('net'),
    ])
    .groupBy('account.currency')
    .orderBy('account.currency')
    .execute()
  const byCurrency = rows.map(({ currency, count, open, gross, fees, net }) => ({
    ...{ currency, count: Number(count), open: Number(open) },
    ...{ gross: plain(gross), fees: plain(fees), net: plain(net) },
  }))
  return { count: byCurrency.reduce((all, { count }) => all + count, 0), byCurrency }
}
