import type { Metrics } from '../telemetry/metrics.ts'

/** What a region did, in plain numbers: a labelled counter costs more than the hit it counts. */
export interface RegionCounts {
  memoryHits: number
  memoryMisses: number
  memoryRefused: number
  sharedHits: number
  sharedMisses: number
  sharedRefused: number
  loads: number
  loadsFailed: number
  staleServed: number
}

/** All at nought. */
export function createCounts(): RegionCounts {
  return {
    memoryHits: 0,
    memoryMisses: 0,
    memoryRefused: 0,
    sharedHits: 0,
    sharedMisses: 0,
    sharedRefused: 0,
    loads: 0,
    loadsFailed: 0,
    staleServed: 0,
  }
}

/** Adds what was counted since the last time to the metrics. */
export function publishCounts(metrics: Metrics, cache: string, counts: RegionCounts): void {
  const taken = { ...counts }
  Object.assign(counts, createCounts())
  const lookups = (tier: 'memory' | 'redis', outcome: 'hit' | 'miss', count: number): void =>
    metrics.cacheLookups.inc({ cache, tier, outcome }, count)
  lookups('memory', 'hit', taken.memoryHits)
  lookups('memory', 'miss', taken.memoryMisses)
  lookups('redis', 'hit', taken.sharedHits)
  lookups('redis', 'miss', taken.sharedMisses)
  metrics.cacheLoads.inc({ cache, outcome: 'loaded' }, taken.loads)
  metrics.cacheLoads.inc({ cache, outcome: 'failed' }, taken.loadsFailed)
  metrics.cacheRefusedFills.inc({ cache, tier: 'memory' }, taken.memoryRefused)
  metrics.cacheRefusedFills.inc({ cache, tier: 'redis' }, taken.sharedRefused)
  metrics.cacheStaleServed.inc({ cache }, taken.staleServed)
}
