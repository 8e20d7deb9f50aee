import { setImmediate as breath } from 'node:timers/promises'
import { LRUCache } from 'lru-cache'
import type { Db } from '../../../kernel/db/database.ts'
import type { Scope } from './asked.ts'
import { type Loaded, loadTrades } from './load.ts'
import { type Results, resultsOf } from './metrics/results.ts'

/** A selection with its results in the measure that was asked for. */
export interface Selection extends Loaded {
  readonly scope: Scope
  readonly results: Results
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
  const measured = new WeakMap<Loaded, Map<string, Results>>()
  return async (scope) => {
    const loaded = await kept.forceFetch(scope.selectionKey, { context: scope })
    const known = measured.get(loaded) ?? new Map<string, Results>()
    measured.set(loaded, known)
    let results = known.get(scope.key)
    if (results === undefined) {
      results = resultsOf(loaded.trades, scope.measure)
      known.set(scope.key, results)
      await breath()
    }
    return { ...loaded, results, scope }
  }
}
