import type { Decimal } from '../../../../kernel/decimal.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { ExecutionKind, MatchingMethod, Side } from '../tables.ts'

/** What fills are matched by: of one account, one instrument and one position of it. */
export interface Chain {
  readonly method: MatchingMethod
  /** What one unit of price is worth for one of quantity. */
  readonly multiplier: Decimal
}

/** One execution as matching sees it. An expiry, assignment or exercise is a fill of the option at 0 like any other. */
export interface Fill {
  readonly kind: ExecutionKind
  readonly executionId: Id<'execution'>
  /** Names the trade that this fill opens. */
  readonly lineageId: Id<'execution'>
  readonly side: Side
  /** Positive. */
  readonly quantity: Decimal
  readonly price: Decimal
  /** A cost is positive, a rebate negative; in the instrument's currency. */
  readonly fees: Decimal
  /** One of the instrument's currency in the account's. */
  readonly fxRate: Decimal
  readonly atMs: number
}

/** Each share held becomes `numerator / denominator` shares: a reverse split has the smaller numerator. */
export interface Split {
  readonly kind: 'split'
  readonly atMs: number
  readonly numerator: Decimal
  readonly denominator: Decimal
}

/** Shares of another instrument come with those held, and a part of the cost goes to them. Replaying tells what left as an `Arrival`. */
export interface Spinoff {
  readonly kind: 'spinoff'
  readonly atMs: number
  readonly actionId: Id<'corporate-action'>
  /** `numerator / denominator` new shares for each one held. */
  readonly numerator: Decimal
  readonly denominator: Decimal
  /** Of the cost, 0 to 1. */
  readonly costShare: Decimal
}

/** Lots that a spin-off of another instrument brings: entries at the cost that came along, as old as the lots they come of. */
export interface Arrival {
  readonly kind: 'arrival'
  readonly atMs: number
  readonly actionId: Id<'corporate-action'>
  readonly side: Side
  /** Names the trade that they open, if they open one: of the trade they come of and the spin-off. */
  readonly tradeId: Id<'trade'>
  readonly lots: readonly OpenLot[]
}

/** A change of symbol is none: fills under the old one are of the new one's chain. */
export type ChainEvent = Fill | Split | Spinoff | Arrival

/** What is left of an entry; by average cost all entries of the position together. */
export interface OpenLot {
  /** By average cost the execution that opened the position. */
  readonly openExecutionId: Id<'execution'>
  /** Positive; the side is the trade's. */
  readonly quantity: Decimal
  /** After splits; by average cost the weighted one. To 18 digits where it does not come out even: `cost` is what counts. */
  readonly price: Decimal
  /** Price times quantity times multiplier, conserved to the last digit. */
  readonly cost: Decimal
  /** The same in the account's currency, at the rate of the entry. */
  readonly costBase: Decimal
  /** Of the entry, what no closure took. */
  readonly fees: Decimal
  readonly feesBase: Decimal
  readonly openedAtMs: number
}

/** The running sums of a trade that is not flat. Gross and fees are of what is closed. */
export interface OpenTrade {
  /** The lineage of the execution that opened it. */
  readonly tradeId: Id<'trade'>
  readonly openExecutionId: Id<'execution'>
  /** The last fill that closed any of it. */
  readonly closeExecutionId: Id<'execution'> | null
  readonly side: Side
  /** All that was entered, the most held at once, and what is held still: counted in shares after the splits. */
  readonly quantityEntered: Decimal
  readonly quantityMax: Decimal
  readonly quantityOpen: Decimal
  /** Price times quantity times multiplier of all entries, less what a spin-off took along. */
  readonly entryValue: Decimal
  /** `entryValue` in the account's currency, at the rates of the entries. */
  readonly costBase: Decimal
  /** Price times quantity times multiplier of all exits. */
  readonly exitValue: Decimal
  readonly gross: Decimal
  readonly fees: Decimal
  readonly grossBase: Decimal
  readonly feesBase: Decimal
  readonly executionCount: number
  readonly openedAtMs: number
  readonly closedAtMs: number | null
}

/** A trade from flat to flat, or the one that is not flat yet. */
export interface Trade extends OpenTrade {
  readonly status: 'open' | 'closed'
  readonly averageEntry: Decimal
  /** Null: nothing of it is closed. */
  readonly averageExit: Decimal | null
  readonly net: Decimal
  readonly netBase: Decimal
}

/** What one exit took of one lot. */
export interface Closure {
  readonly tradeId: Id<'trade'>
  readonly openExecutionId: Id<'execution'>
  readonly closeExecutionId: Id<'execution'>
  /** Of the lot. */
  readonly side: Side
  readonly quantity: Decimal
  readonly entryPrice: Decimal
  readonly exitPrice: Decimal
  readonly gross: Decimal
  readonly openFee: Decimal
  readonly closeFee: Decimal
  readonly net: Decimal
  readonly grossBase: Decimal
  readonly feesBase: Decimal
  readonly netBase: Decimal
  readonly closedAtMs: number
}

/** Lots, oldest first, and the trade they belong to: both or neither. */
export interface Position {
  readonly lots: readonly OpenLot[]
  readonly trade: OpenTrade | null
}

/** No position: where every chain begins. */
export const FLAT: Position = { lots: [], trade: null }

/** Behind the point, of averages and shares that do not come out even. */
export const DIGITS = 18

/** With fields that may be set, for the one who made the object. */
export type Writable<Row> = { -readonly [Field in keyof Row]: Row[Field] }
