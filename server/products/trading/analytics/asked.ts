import { type Static, Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { decimal, formatDecimal, trimmed } from '../../../kernel/decimal.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { object, oneOf } from '../../../kernel/http/schema.ts'
import { isZone } from '../../../kernel/zoned.ts'
import {
  canonicalFilter,
  readTradeFilter,
  type TradeFilter,
  type TradeFilterQuery,
  tradeFilterQuery,
} from '../ledger/trade-filter.ts'
import type { Trader } from '../trader.ts'
import { bases, type Measure, modes } from './metrics/closed-trade.ts'

/** In what results are told, beside which trades: the query properties of every report. */
export const measureQuery = {
  currency: Type.Optional(
    Type.String({
      pattern: '^[A-Z]{3,5}$',
      description: 'Only accounts of this currency; of all, one group each, when absent',
    }),
  ),
  basis: Type.Optional(oneOf(bases)),
  mode: Type.Optional(oneOf(modes)),
  epsilon: tradeFilterQuery.epsilon,
  epsilonTicks: tradeFilterQuery.epsilonTicks,
  tz: Type.Optional(
    Type.String({
      ...{ minLength: 1, maxLength: 64 },
      description: 'Weekdays and hours of entries on clocks of this zone; of each account’s own when absent',
    }),
  ),
}

export const analyticsQuery = { ...tradeFilterQuery, ...measureQuery }

const shape = object(analyticsQuery)
type AnalyticsQuery = Static<typeof shape>

/** One currency of what is asked for: money of several is never added up. */
export interface Scope {
  readonly currency: string
  /** The accounts of this currency. */
  readonly filter: TradeFilter
  readonly measure: Measure
  /** Null: each account's own. */
  readonly zone: string | null
  /** Equal for equal selections of unchanged accounts, and for no others. */
  readonly selectionKey: string
  /** The same with the measure. */
  readonly key: string
}

export interface Asked {
  readonly scopes: readonly Scope[]
  readonly measure: Measure
  readonly zone: string | null
}

type MeasureQuery = Static<ReturnType<typeof object<typeof measureQuery>>>

/** What a caller asks for, of accounts of their own. Throws http/invalid, trading/account-not-found. */
export async function readAsked(db: Db, trader: Trader, query: AnalyticsQuery): Promise<Asked> {
  const told = readMeasure(query)
  const filter = await readTradeFilter(db, trader, onlyFilter(query))
  return { ...told, scopes: scopesOf(filter, { ...told, currency: query.currency }) }
}

/** In what results are told. Throws http/invalid. */
export function readMeasure({
  basis = 'net',
  mode = 'cash',
  epsilon = '0',
  epsilonTicks,
  tz,
}: Omit<MeasureQuery, 'currency'>): Pick<Scope, 'measure' | 'zone'> {
  if (tz !== undefined && !isZone(tz)) {
    const errors = [{ pointer: '?tz', code: 'zone', detail: 'is not the name of a time zone' }]
    throw httpProblem('invalid', { errors })
  }
  const ticks = epsilonTicks === undefined ? null : trimmed(decimal(epsilonTicks))
  return { measure: { basis, mode, epsilon: trimmed(decimal(epsilon)), ticks }, zone: tz ?? null }
}

/** The selection of a filter in each currency of its accounts, or in the one that is asked for. */
export function scopesOf(
  filter: TradeFilter,
  { currency, ...told }: Pick<Scope, 'measure' | 'zone'> & { readonly currency: string | undefined },
): Scope[] {
  const currencies = [...new Set(filter.accounts.map((account) => account.currency))].sort()
  return currencies.filter((one) => currency === undefined || one === currency).map((one) => scopeOf(one, filter, told))
}

function scopeOf(currency: string, filter: TradeFilter, { measure, zone }: Pick<Scope, 'measure' | 'zone'>): Scope {
  const accounts = filter.accounts.filter((account) => account.currency === currency)
  const asked = scratchesIn(filter.asked, measure)
  const narrowed: TradeFilter = { ...filter, accounts, asked }
  const { account: _, ...others } = asked
  const selectionKey = JSON.stringify([
    accounts.map(({ id, generation }) => [id, String(generation)]),
    canonicalFilter({ ...narrowed, asked: others }),
    zone,
    ...(filter.limited === null ? [] : [filter.limited.trader.shownAMonth, filter.limited.generations]),
  ])
  const { basis, mode, epsilon } = measure
  // Ticks are of the selection.
  const key = JSON.stringify([selectionKey, basis, mode, formatDecimal(epsilon)])
  return { currency, filter: narrowed, measure, zone, selectionKey, key }
}

/** What is a scratch is the same for the trades and for their figures; money says something of trades only where their outcome is asked for. */
function scratchesIn(asked: TradeFilterQuery, { epsilon, ticks = null }: Measure): TradeFilterQuery {
  const { epsilon: _, epsilonTicks: __, ...others } = asked
  if (ticks !== null) return { ...others, epsilonTicks: formatDecimal(ticks) }
  if (asked.outcome === undefined) return others
  return epsilon.units === 0n ? asked : { ...others, epsilon: formatDecimal(epsilon) }
}

/** What a report adds to its query is no part of the filter. */
function onlyFilter(query: Record<string, unknown>): TradeFilterQuery {
  return Object.fromEntries(Object.entries(query).filter(([name]) => name in tradeFilterQuery))
}
