import { type Static, Type } from 'typebox'
import { type Decimal, formatDecimal, toNumber } from '../../../kernel/decimal.ts'
import { namedObject, object, oneOf } from '../../../kernel/http/schema.ts'
import type { DefinitionId } from './definitions.ts'
import type { ClosedTrade, Measure } from './metrics/closed-trade.ts'
import { cashDrawdown } from './metrics/drawdown.ts'
import { resultsOf } from './metrics/results.ts'
import {
  atFixedRisk,
  cumulativeResults,
  exitedAtShareOfBest,
  inRandomOrder,
  stoppedAt,
  type WhatIf,
  without,
} from './metrics/what-if.ts'
import { count, exact, maybeExact } from './shapes.ts'
import { tallyDefinitions, tallyOf, tallyShape, writtenTally } from './tally.ts'
import { thinned } from './thin.ts'

export const changes = ['without', 'only', 'fixedRisk', 'stop', 'exit', 'shuffle'] as const

const curve = namedObject('WhatIfCurve', {
  ...tallyShape,
  deepestFall: { ...maybeExact, description: 'Of results added up, in money' },
  pointsOf: count,
  points: Type.Array(object({ trade: count, result: exact })),
})

export const whatIfProperties = {
  change: oneOf(changes),
  changed: { ...count, description: 'Trades that are other than they were, or gone' },
  unknown: { ...count, description: 'Trades of which nobody can say, for want of their risk or excursion' },
  unknownAre: oneOf(['left-out', 'as-they-were']),
  real: curve,
  whatIf: curve,
}

export const whatIfDefinitions: Readonly<Record<string, DefinitionId>> = {
  ...tallyDefinitions,
  ...{ changed: 'whatif.changed', unknown: 'whatif.unknown', deepestFall: 'whatif.deepestFall' },
  ...{ pointsOf: 'whatif.points', 'points.result': 'equity.result' },
}

export interface Change {
  readonly kind: (typeof changes)[number]
  readonly amount: Decimal
  readonly seed: number
  /** Trades that a filter names. */
  readonly named: ReadonlySet<string>
}

/** Trades as they might have been. */
export function changedTrades(trades: readonly ClosedTrade[], { kind, amount, seed, named }: Change): WhatIf {
  if (kind === 'without') return without(trades, ({ id }) => named.has(id))
  if (kind === 'only') return without(trades, ({ id }) => !named.has(id))
  if (kind === 'fixedRisk') return atFixedRisk(trades, amount)
  if (kind === 'stop') return stoppedAt(trades, amount)
  return kind === 'exit' ? exitedAtShareOfBest(trades, amount) : inRandomOrder(trades, seed)
}

/** What trades add up to in their order. */
export function curveOfTrades(trades: readonly ClosedTrade[], measure: Measure, points: number): Static<typeof curve> {
  const results = resultsOf(trades, measure)
  const sums = cumulativeResults(trades, measure.basis)
  const places = [
    { day: '1970-01-01', value: { units: 0n, scale: 0 } },
    ...sums.map((value) => ({ day: '1970-01-01', value })),
  ]
  const fall = cashDrawdown(places)
  const kept = shownPlaces(sums, points)
  return {
    ...writtenTally(tallyOf({ results }), results.scale),
    deepestFall: fall === null ? null : formatDecimal(fall.amount),
    pointsOf: sums.length,
    points: kept.flatMap((at) => {
      const sum = sums[at]
      return sum === undefined ? [] : [{ trade: at + 1, result: formatDecimal(sum) }]
    }),
  }
}

/** Places of the points that are answered when at most so many are asked for. */
export function shownPlaces(sums: readonly Decimal[], points: number): number[] {
  return thinned(Float64Array.from(sums, toNumber), points)
}
