import { now } from '../../server/kernel/clock.ts'
import { type Decimal, decimal, formatDecimal, minus, negate, times } from '../../server/kernel/decimal.ts'
import { type Id, newId } from '../../server/kernel/id.ts'
import { localTime, weekdayOf } from '../../server/kernel/zoned.ts'
import type { Person } from './people.ts'
import { startTrading, type TradingServer } from './trading.ts'

type Side = 1 | -1
type AssetClass = 'stock' | 'future' | 'option'

/** A closed round trip of one fill each, or an open one of its first fill. */
export interface RoundTrip {
  readonly side: Side
  readonly quantity: string
  readonly entry: string
  readonly exit: string | null
  /** Of each fill. */
  readonly fees: string
  readonly fx: string
  readonly openedAt: Date
  readonly closedAt: Date | null
  readonly orderId?: string
}

export interface Account {
  readonly id: Id<'trading-account'>
  readonly zone: string
  readonly currency: string
}

export interface Instrument {
  readonly id: Id<'instrument'>
  readonly symbol: string
  readonly assetClass: AssetClass
  readonly multiplier: string
}

export interface Trader extends Person {
  account(fields?: { zone?: string; currency?: string }): Promise<Account>
  instrument(
    symbol: string,
    fields?: { assetClass?: AssetClass; multiplier?: string; root?: string },
  ): Promise<Instrument>
  /** Writes fills and what is derived of them as the ledger would: the trade and the net in the account's currency. */
  trade(account: Account, instrument: Instrument, trip: RoundTrip): Promise<{ id: Id<'trade'>; net: Decimal }>
}

export interface TradesServer extends TradingServer {
  trader(): Promise<Trader>
}

/** The whole program, with accounts and trades that are written straight into the tables. */
export async function startTrades(): Promise<TradesServer> {
  const server = await startTrading()
  const insert = async (table: string, rows: readonly Record<string, unknown>[]) => {
    for (const row of rows) {
      const places = Object.keys(row).map((_, at) => `$${at + 1}`)
      await server.query(
        `INSERT INTO trading.${table} (${Object.keys(row).join(', ')}) VALUES (${places.join(', ')})`,
        Object.values(row),
      )
    }
  }
  return {
    ...server,
    async trader() {
      const person = await server.people.signedIn('trader')
      return { ...person, ...recordsOf(person.id, insert) }
    },
  }
}

type Insert = (table: string, rows: readonly Record<string, unknown>[]) => Promise<void>

function recordsOf(ownerId: Id<'user'>, insert: Insert): Pick<Trader, 'account' | 'instrument' | 'trade'> {
  const stamps = { created_at: now(), updated_at: now() }
  return {
    async account({ zone = 'UTC', currency = 'USD' } = {}) {
      const id = newId<'trading-account'>()
      const clock = { time_zone: zone, cutoff_minute: 0, cutoff_zone: zone }
      const kind = { name: 'Main', broker: 'IBKR', kind: 'live', matching_method: 'FIFO', position_mode: 'netting' }
      const rest = { opening_balance: '1000', opened_on: '2026-01-01', generation: 1, version: 1, ...stamps }
      await insert('account', [{ id, owner_id: ownerId, currency, ...clock, ...kind, ...rest }])
      return { id, zone, currency }
    },
    async instrument(symbol, { assetClass = 'stock', multiplier = '1', root } = {}) {
      const id = newId<'instrument'>()
      const option = { strike: '100', option_right: 'call', root: root ?? symbol, expires_on: '2026-06-19' }
      const rest = { multiplier, multiplier_source: 'owner', aliases: [], version: 1, ...stamps }
      const kind = { asset_class: assetClass, currency: 'USD', ...(assetClass === 'option' ? option : {}) }
      await insert('instrument', [{ id, owner_id: ownerId, symbol, ...kind, ...rest }])
      return { id, symbol, assetClass, multiplier }
    },
    async trade(account, instrument, trip) {
      const rows = rowsOf(account, instrument, trip)
      await insert('execution', rows.executions)
      await insert('trade', [rows.trade])
      if (rows.closure !== null) await insert('lot_closure', [rows.closure])
      if (rows.lot !== null) await insert('lot', [rows.lot])
      return { id: rows.id, net: rows.net }
    },
  }
}

function rowsOf(account: Account, instrument: Instrument, trip: RoundTrip) {
  const { quantity, entry, exit, fx, fees, side, openedAt, closedAt } = trip
  const [open, close] = [newId<'execution'>(), newId<'execution'>()]
  const chain = { account_id: account.id, instrument_id: instrument.id, position_ref: '' }
  const fill = (id: string, is: Side, price: string, at: Date) => ({
    ...{ id, ...chain, lineage_id: id, kind: 'fill', side: is, quantity, price, executed_at: at, fees, fx_rate: fx },
    ...{ source_zone: 'UTC', sequence: 0, source: 'manual', created_at: at, order_id: trip.orderId ?? null },
  })
  const size = times(decimal(quantity), decimal(instrument.multiplier))
  const gained = exit === null ? decimal('0') : times(minus(decimal(exit), decimal(entry)), size)
  const gross = side === 1 ? gained : negate(gained)
  const paid = exit === null ? decimal('0') : times(decimal(fees), decimal('2'))
  const net = minus(gross, paid)
  const text = formatDecimal
  const inBase = (value: Decimal) => text(times(value, decimal(fx)))
  const money = { gross: text(gross), net: text(net) }
  const base = { gross_base: inBase(gross), fees_base: inBase(paid), net_base: inBase(net) }
  const wall = localTime(openedAt, account.zone)
  const times_ = { opened_at: openedAt, closed_at: closedAt, closed_day: closedAt && dayIn(closedAt, account.zone) }
  const entered = { entry_weekday: weekdayOf(wall.slice(0, 10)), entry_minute: minuteOf(wall) }
  const isOpen = exit === null || closedAt === null
  const cost = times(decimal(entry), size)
  const trade = {
    ...{ id: open, ...chain, side, status: isOpen ? 'open' : 'closed', open_execution_id: open },
    ...{ close_execution_id: isOpen ? null : close, quantity_entered: quantity, quantity_max: quantity },
    ...{ quantity_open: isOpen ? quantity : '0', average_entry: entry, average_exit: exit, ...money, ...base },
    ...{ fees: text(paid), cost_base: inBase(cost), execution_count: isOpen ? 1 : 2 },
    ...{ ...times_, ...entered },
  }
  const pair = { open_execution_id: open, ...chain, trade_id: open, side, quantity }
  const closure = isOpen
    ? null
    : {
        ...{ ...pair, close_execution_id: close, entry_price: entry, exit_price: exit, ...money, ...base },
        ...{ open_fee: fees, close_fee: fees, closed_at: closedAt, closed_day: dayIn(closedAt, account.zone) },
      }
  const held = { cost: text(cost), cost_base: inBase(cost), fees, fees_base: inBase(decimal(fees)) }
  const lot = { ...pair, price: entry, ...held, opened_at: openedAt }
  const executions = [fill(open, side, entry, openedAt)]
  if (!isOpen) executions.push(fill(close, side === 1 ? -1 : 1, exit, closedAt))
  const id = open as string as Id<'trade'>
  return { id, executions, trade, closure, lot: isOpen ? lot : null, net: times(net, decimal(fx)) }
}

/** The day of clocks in the zone, at whose midnight the account is cut off. */
function dayIn(at: Date, zone: string): string {
  return localTime(at, zone).slice(0, 10)
}

function minuteOf(wall: string): number {
  return Number(wall.slice(11, 13)) * 60 + Number(wall.slice(14, 16))
}
