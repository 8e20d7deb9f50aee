import { now } from '../../server/kernel/clock.ts'
import { type Decimal, decimal, formatDecimal, minus, negate, plus } from '../../server/kernel/decimal.ts'
import { type Id, newId } from '../../server/kernel/id.ts'
import { addDays, localDate, localTime, weekdayOf } from '../../server/kernel/zoned.ts'
import type { AssetClass, Side } from '../../server/products/trading/ledger/tables.ts'
import { type MusicServer, startMusic } from './music.ts'
import type { Person } from './people.ts'

/** A trade as it was written, for reckoning by hand. */
export interface SeededTrade {
  readonly id: Id<'trade'>
  readonly account: SeededAccount
  readonly symbol: string
  readonly assetClass: AssetClass
  readonly side: Side
  readonly openedAt: Date
  readonly closedAt: Date
  readonly closedDay: string
  readonly weekday: number
  readonly minute: number
  readonly gross: Decimal
  readonly fees: Decimal
  readonly net: Decimal
  readonly cost: Decimal
  readonly risk: Decimal | null
  readonly mae: Decimal | null
  readonly mfe: Decimal | null
  readonly tags: readonly string[]
  readonly playbookId: string | null
  /** What its closing fills realised, by trading day. */
  readonly parts: readonly { readonly day: string; readonly gross: Decimal; readonly fees: Decimal }[]
}

export interface SeededAccount {
  readonly id: Id<'trading-account'>
  readonly currency: string
  readonly zone: string
  readonly cutoffZone: string
  readonly cutoffMinute: number
  readonly opening: string
  readonly openedOn: string
}

export interface AnalyticsServer extends MusicServer {
  trader(): Promise<Trader>
}

export interface Trader extends Person {
  account(fields?: Partial<SeededAccount>): Promise<SeededAccount>
  /** Writes trades that are made up by the seed, with tags, playbooks, notes and closures of several days. */
  seed(account: SeededAccount, options: SeedOptions): Promise<SeededTrade[]>
  cash(account: SeededAccount, kind: string, amount: string, at: string): Promise<void>
  /** Says that figures of the account changed, as whoever writes them does. */
  changed(account: SeededAccount): Promise<void>
}

export interface SeedOptions {
  readonly seed: number
  readonly n: number
  readonly assetClass?: AssetClass
  /** The longest stretch between two entries. */
  readonly gapMinutes?: number
}

/** A stream of numbers from 0 to 1 that is the same for a seed: mulberry32. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** The whole program, with accounts and trades that are written straight into the tables. */
export async function startAnalytics(options: Parameters<typeof startMusic>[0] = {}): Promise<AnalyticsServer> {
  const server = await startMusic(options)
  return {
    ...server,
    async trader() {
      const person = await server.people.signedIn('trader')
      return { ...person, ...recordsOf(server, person.id) }
    },
  }
}

/** Accounts and trades of one person, written straight into the tables. */
export function recordsOf({ query }: Pick<MusicServer, 'query'>, ownerId: Id<'user'>): Omit<Trader, keyof Person> {
  const instruments = new Map<string, Id<'instrument'>>()
  const tags = new Map<string, Id<'tag'>>()
  return {
    async account(fields = {}) {
      const account: SeededAccount = {
        ...{ id: newId<'trading-account'>(), currency: 'USD', zone: 'America/New_York', cutoffZone: 'America/Chicago' },
        ...{ cutoffMinute: 17 * 60, opening: '50000', openedOn: '2025-01-01' },
        ...fields,
      }
      await query(
        `INSERT INTO trading.account (id, owner_id, name, broker, kind, currency, time_zone, cutoff_minute, cutoff_zone, matching_method,
           position_mode, opening_balance, opened_on, generation, version, created_at, updated_at)
         VALUES ($1, $2, 'Main', 'IBKR', 'live', $3, $4, $5, $6, 'FIFO', 'netting', $7, $8, 1, 1, now(), now())`,
        [
          account.id,
          ownerId,
          account.currency,
          account.zone,
          account.cutoffMinute,
          account.cutoffZone,
          account.opening,
          account.openedOn,
        ],
      )
      return account
    },
    async seed(account, { seed, n, assetClass, gapMinutes = 18 * 60 }) {
      for (const symbol of SYMBOLS) {
        if (instruments.has(`${symbol} ${assetClass}`)) continue
        const id = newId<'instrument'>()
        instruments.set(`${symbol} ${assetClass}`, id)
        await query(
          `INSERT INTO trading.instrument (id, owner_id, symbol, asset_class, currency, multiplier, multiplier_source, aliases, version, created_at, updated_at)
           VALUES ($1, $2, $3, $4, $5, 1, 'owner', '{}', 1, now(), now())`,
          [id, ownerId, symbol, assetClass ?? CLASSES[symbol], account.currency],
        )
      }
      for (const name of TAGS) {
        if (tags.has(name)) continue
        tags.set(name, newId<'tag'>())
        await query(`INSERT INTO trading.tag VALUES ($1, $2, $3, 'setup', now())`, [tags.get(name), ownerId, name])
      }
      const trades = madeUp(account, { seed, n, gapMinutes, tagIds: [...tags.values()], assetClass })
      await writeTrades(query, trades, (symbol) => instruments.get(`${symbol} ${assetClass}`) ?? '')
      return trades
    },
    async cash({ id, currency }, kind, amount, at) {
      await query(
        `INSERT INTO trading.cash_movement VALUES ($1, $2, $3, $4, $5, 1, $6, NULL, '', NULL, NULL, NULL, now())`,
        [newId(), id, kind, amount, currency, at],
      )
    },
    async changed({ id }) {
      await query('UPDATE trading.account SET generation = generation + 1 WHERE id = $1', [id])
    },
  }
}

const SYMBOLS = ['AAPL', 'ES', 'EURUSD', 'NVDA', 'SPY']
const CLASSES: Readonly<Record<string, AssetClass>> = {
  AAPL: 'stock',
  ES: 'future',
  EURUSD: 'forex',
  NVDA: 'stock',
  SPY: 'etf',
}
const TAGS = ['breakout', 'chased', 'calm']
const FIRST_MS = Date.UTC(2025, 0, 2, 14, 30)
const MINUTE_MS = 60_000

interface MadeUp {
  readonly seed: number
  readonly n: number
  readonly gapMinutes: number
  readonly tagIds: readonly string[]
  readonly assetClass: AssetClass | undefined
}

function madeUp(account: SeededAccount, { seed, n, gapMinutes, tagIds, assetClass }: MadeUp): SeededTrade[] {
  const random = randomOf(seed)
  const pick = <Item>(items: readonly Item[]): Item | undefined => items[Math.floor(random() * items.length)]
  const cents = (most: number): Decimal => ({ units: BigInt(Math.round((random() * 2 - 0.95) * most * 100)), scale: 2 })
  const playbooks = [newId<'playbook'>(), newId<'playbook'>()]
  let clock = FIRST_MS
  return Array.from({ length: n }, (_, at) => {
    clock += Math.ceil(random() * gapMinutes) * MINUTE_MS
    const closedAt = new Date(clock + Math.ceil(random() ** 4 * 5000) * MINUTE_MS)
    const openedAt = new Date(clock)
    const symbol = pick(SYMBOLS) ?? 'AAPL'
    const closedDay = tradingDay(closedAt, account)
    const parts = random() < 0.2 ? [addDays(closedDay, -1), closedDay] : [closedDay]
    // A third of a fee has as many digits as a share of a fee gets.
    const told = parts.map((day) => ({
      day,
      gross: at % 23 === 0 ? decimal('0') : cents(900),
      fees: at % 23 === 0 ? decimal('0') : at % 7 === 0 ? decimal('0.333333333333333333') : decimal('1.24'),
    }))
    const gross = told.map((part) => part.gross).reduce(plus)
    const fees = told.map((part) => part.fees).reduce(plus)
    const wall = localTime(openedAt, account.zone)
    return {
      id: newId<'trade'>(),
      ...{
        account,
        symbol,
        assetClass: assetClass ?? CLASSES[symbol] ?? 'stock',
        side: random() < 0.6 ? 1 : -1,
        openedAt,
        closedAt,
      },
      ...{ closedDay, weekday: weekdayOf(wall.slice(0, 10)) },
      minute: Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16)),
      ...{ gross, fees, net: minus(gross, fees), cost: decimal(String(1000 + Math.floor(random() * 9000))) },
      risk: random() < 0.8 ? decimal(String(100 + Math.floor(random() * 300))) : null,
      mae: random() < 0.5 ? decimal(String(Math.floor(random() * 200))) : null,
      mfe: random() < 0.5 ? decimal(String(Math.floor(random() * 400))) : null,
      tags: tagIds.filter(() => random() < 0.3),
      playbookId: random() < 0.5 ? (pick(playbooks) ?? null) : null,
      parts: told,
    }
  })
}

/** The day on which clocks at the cut-off are, moved so that the cut-off is midnight. */
export function tradingDay(at: Date, { cutoffZone, cutoffMinute }: SeededAccount): string {
  const wall = localTime(at, cutoffZone)
  const minute = Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
  const day = localDate(at, cutoffZone)
  return cutoffMinute !== 0 && minute >= cutoffMinute ? addDays(day, 1) : day
}

type Query = MusicServer['query']

async function writeTrades(
  query: Query,
  trades: readonly SeededTrade[],
  instrumentOf: (symbol: string) => string,
): Promise<void> {
  const rows = trades.map((trade) => tradeRow(trade, instrumentOf(trade.symbol)))
  await insert(query, 'trade', rows)
  const closures = trades.flatMap((trade) => closureRows(trade, instrumentOf(trade.symbol)))
  await insert(query, 'lot_closure', closures)
  await insert(query, 'trade_note', trades.map(noteRow))
  const tagged = trades.flatMap(({ id, account, tags }) =>
    tags.map((tag) => ({ trade_id: id, tag_id: tag, account_id: account.id })),
  )
  await insert(query, 'trade_tag', tagged)
}

const text = formatDecimal

function tradeRow(one: SeededTrade, instrumentId: string): Record<string, unknown> {
  const ids = { id: one.id, account_id: one.account.id, instrument_id: instrumentId, position_ref: '', side: one.side }
  const fills = { status: 'closed', open_execution_id: one.id, close_execution_id: one.id, quantity_entered: '10' }
  const prices = { quantity_max: '10', quantity_open: '0', average_entry: '100', average_exit: '101' }
  const [gross, fees, net] = [text(one.gross), text(one.fees), text(one.net)]
  return {
    ...{ ...ids, ...fills, ...prices, gross, fees, net, gross_base: gross, fees_base: fees, net_base: net },
    ...{ cost_base: text(one.cost), execution_count: 2, opened_at: one.openedAt, closed_at: one.closedAt },
    ...{ closed_day: one.closedDay, entry_weekday: one.weekday, entry_minute: one.minute },
  }
}

function closureRows(one: SeededTrade, instrumentId: string): Record<string, unknown>[] {
  return one.parts.map(({ day, gross, fees }) => {
    const net = text(minus(gross, fees))
    const money = { gross: text(gross), open_fee: '0', close_fee: text(fees), net, gross_base: text(gross) }
    return {
      ...{ open_execution_id: one.id, close_execution_id: newId(), account_id: one.account.id },
      ...{ instrument_id: instrumentId, position_ref: '', trade_id: one.id, side: one.side, quantity: '5' },
      ...{ entry_price: '100', exit_price: '101', ...money, fees_base: text(fees), net_base: net },
      ...{ closed_at: one.closedAt, closed_day: day },
    }
  })
}

function noteRow({ id, account, risk, mae, mfe, playbookId }: SeededTrade): Record<string, unknown> {
  return {
    ...{ trade_id: id, account_id: account.id, initial_risk: risk && text(risk), playbook_id: playbookId },
    ...{ review_state: 'unreviewed', reported_mae: mae && text(negate(mae)), reported_mfe: mfe && text(mfe) },
    ...{ text: '', version: 1, updated_at: now() },
  }
}

const ROWS_AT_ONCE = 4000

async function insert(query: Query, table: string, rows: readonly Record<string, unknown>[]): Promise<void> {
  const columns = Object.keys(rows[0] ?? {}).join(', ')
  for (let at = 0; at < rows.length; at += ROWS_AT_ONCE)
    await query(
      `INSERT INTO trading.${table} (${columns}) SELECT ${columns} FROM json_populate_recordset(NULL::trading.${table}, $1)`,
      [JSON.stringify(rows.slice(at, at + ROWS_AT_ONCE))],
    )
}
