import { type Decimal, decimal, formatDecimal, minus, plus, sum, times, ZERO } from '../../../../kernel/decimal.ts'
import { asId } from '../../../../kernel/id.ts'
import type { Side } from '../tables.ts'
import type { Chain, ChainEvent, Fill, Position } from './position.ts'

/** What a test says of a fill; the rest is plain: no fee, rate 1, one second after the one before. */
export interface FillText {
  readonly side: Side
  readonly quantity: string
  readonly price: string
  readonly fees?: string | undefined
  readonly fxRate?: string | undefined
}

/** The fill of place `at`, whose execution is named by its place. */
export function fill(at: number, { side, quantity, price, fees = '0', fxRate = '1' }: FillText): Fill {
  return {
    kind: 'fill',
    executionId: asId<'execution'>(`execution-${at}`),
    lineageId: asId<'execution'>(`lineage-${at}`),
    side,
    quantity: decimal(quantity),
    price: decimal(price),
    fees: decimal(fees),
    fxRate: decimal(fxRate),
    atMs: at * 1000,
  }
}

/** The same with every decimal as PostgreSQL would print it: how rows compare. */
export function asText(value: unknown): unknown {
  return JSON.parse(
    JSON.stringify(value, (_, inner: unknown) => (isDecimal(inner) ? formatDecimal(inner) : inner)),
  ) as unknown
}

function isDecimal(value: unknown): value is Decimal {
  return typeof value === 'object' && value !== null && 'units' in value && 'scale' in value
}

/** The cash that fills moved, in the instrument's currency and in the account's. */
export function cashOf({ multiplier }: Chain, events: readonly ChainEvent[]): { own: Decimal; base: Decimal } {
  let own = ZERO
  let base = ZERO
  for (const event of events) {
    if (event.kind === 'split' || event.kind === 'spinoff' || event.kind === 'arrival') continue
    const value = times(times(event.price, event.quantity), multiplier)
    const moved = minus(event.side === 1 ? minus(ZERO, value) : value, event.fees)
    own = plus(own, moved)
    base = plus(base, times(moved, event.fxRate))
  }
  return { own, base }
}

/** The cash that is bound in a position: what its lots cost with their fees, or a short one brought in less its fees. */
export function boundIn({ lots, trade }: Position): { own: Decimal; base: Decimal } {
  const side = { units: BigInt(trade?.side ?? 1), scale: 0 }
  return {
    own: sum(lots.map((lot) => plus(times(lot.cost, side), lot.fees))),
    base: sum(lots.map((lot) => plus(times(lot.costBase, side), lot.feesBase))),
  }
}
