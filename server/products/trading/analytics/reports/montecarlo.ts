import { type Static, Type } from 'typebox'
import { nullable, object } from '../../../../kernel/http/schema.ts'
import { DRAWS_MAX, type MonteCarlo } from '../metrics/monte-carlo.ts'
import type { Report, StaticOf } from '../report.ts'
import type { Selection } from '../selections.ts'
import { count, maybeNumber } from '../shapes.ts'
import { simulateAside } from '../simulation-thread.ts'

const RUNS_MAX = 10_000
const TRADES_MAX = DRAWS_MAX / RUNS_MAX

const spread = { p5: Type.Number(), p50: Type.Number(), p95: Type.Number() }

const montecarloQuery = {
  runs: Type.Optional(Type.Integer({ minimum: 100, maximum: RUNS_MAX, description: '10,000 when absent' })),
  trades: Type.Optional(Type.Integer({ minimum: 1, maximum: TRADES_MAX, description: 'Of one run; 100 when absent' })),
  riskShare: Type.Optional(
    Type.Number({ minimum: 0.0001, maximum: 1, description: 'Of the equity, in each trade; 0.01 when absent' }),
  ),
  ruinAt: Type.Optional(
    Type.Number({ minimum: 0, maximum: 0.99, description: 'Share of the start at which a run ends; 0.5 when absent' }),
  ),
  compounding: Type.Optional(Type.Boolean()),
  seed: Type.Optional(Type.Integer({ minimum: 0, maximum: 2 ** 31 - 1 })),
}

const montecarloProperties = {
  simulation: nullable(
    object({
      n: { ...count, description: 'Trades whose R is known, which were drawn from: under 30 they say little' },
      runs: count,
      trades: count,
      seed: count,
      endEquity: { ...object(spread), description: 'Of a start of 1' },
      maxDrawdown: object(spread),
      riskOfRuin: maybeNumber,
      riskOfLoss: maybeNumber,
      fan: Type.Array(object({ trade: count, ...spread })),
    }),
  ),
}

/** Futures drawn from the R of the past, the same for the same seed; null when no trade has one. */
export const montecarloReport: Report<typeof montecarloQuery, typeof montecarloProperties> = {
  name: 'montecarlo',
  query: montecarloQuery,
  definitions: {
    ...{ n: 'montecarlo.n', runs: 'montecarlo.runs', trades: 'montecarlo.trades', seed: 'montecarlo.seed' },
    ...{ endEquity: 'montecarlo.endEquity', maxDrawdown: 'montecarlo.maxDrawdown', fan: 'montecarlo.fan' },
    ...{ riskOfRuin: 'montecarlo.riskOfRuin', riskOfLoss: 'montecarlo.riskOfLoss' },
  },
  properties: montecarloProperties,
  async compute(selection, extra) {
    const told = await simulateAside(simulationOf(selection, extra))
    type Told = Static<(typeof montecarloProperties)['simulation']>
    return { simulation: told === null ? null : ({ ...told, fan: [...told.fan] } satisfies Told) }
  },
}

/** What is simulated, with what is taken where nothing was said. */
export function simulationOf(
  { results: { rs } }: Pick<Selection, 'results'>,
  {
    runs = RUNS_MAX,
    trades = 100,
    riskShare = 0.01,
    ruinAt = 0.5,
    compounding = true,
    seed = 1,
  }: StaticOf<typeof montecarloQuery>,
): MonteCarlo {
  const results = rs.filter((r) => !Number.isNaN(r))
  return { results, seed, runs, trades, start: 1, riskShare, compounding, ruinAt }
}
