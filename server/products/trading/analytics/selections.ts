import { setImmediate as breath } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../../kernel/db/database.ts'
import { signOf, toNumber } from '../../../kernel/decimal.ts'
import type { Scope } from './asked.ts'
import { type Loaded, loadTrades } from './load.ts'
import type { Measure } from './metrics/closed-trade.ts'
import { type Results, resultsOf } from './metrics/results.ts'

/** A selection with its results in the measure that was asked for. */
export interface Selection extends Loaded {
  readonly scope: Scope
  readonly results: Results
  /** R of each of the results, by the basis of the measure; NaN where nobody said the risk. */
  readonly rs: Float64Array
}

export type Selections = (scope: Scope) => Promise<Selection>

/** Trades stay in memory for the next report of the same page: about 100,000 of them. */
const BYTES_MAX = 100_000_000

/**
 * Selections by what they are of. The key holds the accounts' generations: what changed is another selection, and the former one goes when
 * it is the least recently used. Of several who ask at once, one loads.
 */
export function createSelections(db: Db): Selections {
  const kept = new LRUCache<string, Loaded, Scope>({
    maxSize: BYTES_MAX,
    sizeCalculation: ({ bytes }) => bytes,
    // Who waits for one that others push out meanwhile is given it all the same.
    ignoreFetchAbort: true,
    async fetchMethod(_key, _former, { context: { filter, zone } }) {
      const loaded = await loadTrades(db, filter, zone)
      // Reading 40,000 trades takes its while, and so does what comes next: other requests go in between.
      await breath()
      return loaded
    },
  })
  const measured = new WeakMap<Loaded, Map<string, Pick<Selection, 'results' | 'rs'>>>()
  return async (scope) => {
    const loaded = await kept.forceFetch(scope.selectionKey, { context: scope })
    const known = measured.get(loaded) ?? new Map<string, Pick<Selection, 'results' | 'rs'>>()
    measured.set(loaded, known)
    let told = known.get(scope.key)
    if (told === undefined) {
      told = measure(loaded, scope.measure)
      known.set(scope.key, told)
      await breath()
    }
    return { ...loaded, ...told, scope }
  }
}

function measure({ trades }: Loaded, by: Measure): Pick<Selection, 'results' | 'rs'> {
  const results = resultsOf(trades, by)
  return { results, rs: rsOf(results, by) }
}

/** R of each result by the basis, NaN where nobody said the risk. */
export function rsOf({ trades }: Pick<Results, 'trades'>, { basis }: Pick<Measure, 'basis'>): Float64Array {
  return Float64Array.from(trades, ({ risk, [basis]: result }) =>
    risk === null || signOf(risk) <= 0 ? Number.NaN : toNumber(result) / toNumber(risk),
  )
}
