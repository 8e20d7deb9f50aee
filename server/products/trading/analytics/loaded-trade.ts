import { type Decimal, ZERO } from '../../../kernel/decimal.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { AssetClass, Side } from '../ledger/tables.ts'
import { DAY_MS, dayText } from './days.ts'
import type { ClosedTrade } from './metrics/closed-trade.ts'
import { type DecimalColumn, scanDecimals, scanIntegers } from './scan.ts'

/** A closed trade with what reports group by. */
export interface LoadedTrade extends ClosedTrade {
  readonly accountId: Id<'trading-account'>
  readonly side: Side
  /** Who says `mae` and `mfe`. */
  readonly excursionBy: ExcursionSource | null
  readonly playbookId: Id<'playbook'> | null
  readonly instrument: LoadedInstrument
  /** The trading day of the close, in days from 1970-01-01. */
  readonly closedDayNumber: number
}

/** The broker, whose word is taken where there is one, or price bars. */
export const excursionSources = ['broker', 'bars'] as const
export type ExcursionSource = (typeof excursionSources)[number]

export interface LoadedInstrument {
  readonly id: Id<'instrument'>
  readonly symbol: string
  readonly assetClass: AssetClass
}

/** Trades as the database tells them: a text for each column, parted by commas, those of one instrument together. */
export interface TradeTexts {
  readonly n: number
  /** Of 36 characters each, with nothing between them. */
  readonly ids: string
  readonly packed: string
  readonly opened: string
  readonly closed: string
  readonly gross: string
  readonly net: string
  readonly cost: string
  readonly risk: string
  readonly mae: string
  readonly mfe: string
  /** Empty where nobody asks for them. */
  readonly ticks: string
  readonly playbooks: string
  readonly held: readonly (readonly [id: string, symbol: string, assetClass: AssetClass, trades: number])[] | null
}

/** Small numbers of a trade share one: minute of the week, the trading day from that of the close in UTC, side, who says MAE and MFE, account. */
export const packing = {
  week: 16_384,
  daysAside: 8,
  dayShift: 3,
  sides: 2,
  /** Nobody, and whoever says MAE and MFE. */
  sources: excursionSources.length + 1,
}

const ID_LENGTH = 36
const DAY_MINUTES = 1440

interface Columns {
  readonly ids: string
  readonly opened: Float64Array
  readonly closed: Float64Array
  readonly gross: DecimalColumn
  readonly net: DecimalColumn
  readonly cost: DecimalColumn
  readonly risk: DecimalColumn
  readonly mae: DecimalColumn
  readonly mfe: DecimalColumn
  readonly ticks: DecimalColumn | null
  readonly playbooks: readonly string[]
  readonly instruments: readonly LoadedInstrument[]
  readonly accounts: readonly Id<'trading-account'>[]
  readonly minutes: Uint16Array
  readonly days: Int32Array
  readonly sides: Int8Array
  readonly sources: Uint8Array
  readonly accountsAt: Uint16Array
}

/** One line of the columns, which are read when a report asks for them: an object for each trade, with a number for each figure, made a report of 40,000 trades a tenth slower. */
class Line implements LoadedTrade {
  readonly #of: Columns
  readonly #at: number

  constructor(of: Columns, at: number) {
    this.#of = of
    this.#at = at
  }

  get id(): Id<'trade'> {
    return asId<'trade'>(idAt(this.#of, this.#at))
  }
  get accountId(): Id<'trading-account'> {
    return found(this.#of.accounts[this.#of.accountsAt[this.#at] ?? 0])
  }
  get instrument(): LoadedInstrument {
    return found(this.#of.instruments[this.#at])
  }
  get instrumentId(): Id<'instrument'> {
    return this.instrument.id
  }
  get side(): Side {
    return this.#of.sides[this.#at] === 1 ? 1 : -1
  }
  get gross(): Decimal {
    return this.#of.gross.at(this.#at) ?? ZERO
  }
  get net(): Decimal {
    return this.#of.net.at(this.#at) ?? ZERO
  }
  get cost(): Decimal {
    return this.#of.cost.at(this.#at) ?? ZERO
  }
  get risk(): Decimal | null {
    return this.#of.risk.at(this.#at)
  }
  get mae(): Decimal | null {
    return this.#of.mae.at(this.#at)
  }
  get mfe(): Decimal | null {
    return this.#of.mfe.at(this.#at)
  }
  get tick(): Decimal | null {
    return this.#of.ticks?.at(this.#at) ?? null
  }
  get excursionBy(): ExcursionSource | null {
    return excursionSources[(this.#of.sources[this.#at] ?? 0) - 1] ?? null
  }
  get playbookId(): Id<'playbook'> | null {
    const playbook = this.#of.playbooks[this.#at] ?? ''
    return playbook === '' ? null : asId<'playbook'>(playbook)
  }
  get openedAtMs(): number {
    return this.#of.opened[this.#at] ?? 0
  }
  get closedAtMs(): number {
    return this.#of.closed[this.#at] ?? 0
  }
  get closedDay(): string {
    return dayText(this.closedDayNumber)
  }
  get closedDayNumber(): number {
    return this.#of.days[this.#at] ?? 0
  }
  get entryWeekday(): number {
    return Math.floor((this.#of.minutes[this.#at] ?? 0) / DAY_MINUTES)
  }
  get entryMinute(): number {
    return (this.#of.minutes[this.#at] ?? 0) % DAY_MINUTES
  }
}

/** The trades that the texts tell of, in order of closing; `accounts` are those that they were selected by, in their order. */
export function readTrades(texts: TradeTexts, accounts: readonly Id<'trading-account'>[]): LoadedTrade[] {
  const columns = columnsOf(texts, accounts)
  const { closed } = columns
  const order = Uint32Array.from(closed, (_, at) => at)
  order.sort(
    (left, right) =>
      (closed[left] ?? 0) - (closed[right] ?? 0) || (idAt(columns, left) < idAt(columns, right) ? -1 : 1),
  )
  return Array.from(order, (at) => new Line(columns, at))
}

function columnsOf(texts: TradeTexts, accounts: readonly Id<'trading-account'>[]): Columns {
  const { n, ids } = texts
  const decimals = (text: string) => scanDecimals(text, n)
  return {
    ids,
    opened: scanIntegers(texts.opened, n),
    ...{ gross: decimals(texts.gross), net: decimals(texts.net), cost: decimals(texts.cost) },
    ...{ risk: decimals(texts.risk), mae: decimals(texts.mae), mfe: decimals(texts.mfe) },
    ticks: texts.ticks === '' ? null : decimals(texts.ticks),
    playbooks: texts.playbooks.length < n ? [] : texts.playbooks.split(','),
    instruments: (texts.held ?? []).flatMap(([id, symbol, assetClass, count]) =>
      new Array<LoadedInstrument>(count).fill({ id: asId<'instrument'>(id), symbol, assetClass }),
    ),
    accounts,
    ...unpacked(scanIntegers(texts.packed, n), scanIntegers(texts.closed, n)),
  }
}

function unpacked(packed: Float64Array, closed: Float64Array) {
  const { week, daysAside, dayShift, sides, sources } = packing
  const n = packed.length
  const into = {
    ...{ closed, minutes: new Uint16Array(n), days: new Int32Array(n), sides: new Int8Array(n) },
    ...{ sources: new Uint8Array(n), accountsAt: new Uint16Array(n) },
  }
  for (let at = 0; at < n; at += 1) {
    const one = packed[at] ?? 0
    const days = Math.floor(one / week)
    const sided = Math.floor(days / daysAside)
    const told = Math.floor(sided / sides)
    into.minutes[at] = one % week
    into.days[at] = Math.floor((closed[at] ?? 0) / DAY_MS) + (days % daysAside) - dayShift
    into.sides[at] = sided % sides === 1 ? 1 : -1
    into.sources[at] = told % sources
    into.accountsAt[at] = Math.floor(told / sources)
  }
  return into
}

function idAt({ ids }: Columns, at: number): string {
  return ids.slice(at * ID_LENGTH, (at + 1) * ID_LENGTH)
}

function found<One>(one: One | undefined): One {
  if (one === undefined) throw new TypeError('a trade is of an account and an instrument')
  return one
}
