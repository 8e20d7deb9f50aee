import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs } from '../clock.ts'
import type { Logger } from '../telemetry/log.ts'
import type { Doubts } from './doubts.ts'
import type { Lease, Shared, SharedEntry, Sought } from './shared.ts'

/** Redis as a region sees it, and what is not believed of it at the moment. */
export interface SharedTier {
  readonly shared: Shared
  readonly doubts: Doubts
  readonly log: Logger
}

export type Found =
  | { readonly state: 'hit'; readonly entry: SharedEntry }
  /** To be loaded here: with a lease for the others too, without one for this process alone. */
  | { readonly state: 'load'; readonly lease: Lease | null; readonly old: SharedEntry | null }
  /** Another process loads, and the caller did not want to wait. */
  | { readonly state: 'busy' }

/** As long as those in the process of the load wait for it. */
const WAIT_MS_MAX = 10_000
const PAUSE_MS_MAX = 50

/**
 * The value in Redis, or the lease to load it, which one process has at a time. The others ask again every 5 to 50 ms; after 10 s, or
 * when the load failed, each loads for itself. While Redis is away or in doubt nobody waits for it.
 */
export async function findShared(tier: SharedTier, sought: Sought, mayWait: boolean): Promise<Found> {
  const deadlineMs = monotonicMs() + WAIT_MS_MAX
  let old: SharedEntry | null = null
  await tier.doubts.answered(sought.topics)
  for (let pauseMs = 5; !tier.doubts.has(sought.topics); pauseMs = Math.min(pauseMs * 1.5, PAUSE_MS_MAX)) {
    const finding = await tier.shared.find(sought)
    if (finding === null) break
    if (finding.state === 'unusable') {
      await discard(tier, sought, finding.damaged)
      continue
    }
    if (finding.state === 'hit') return finding
    old = finding.old
    if (finding.state === 'lead') return { state: 'load', lease: finding.lease, old }
    if (!mayWait) return { state: 'busy' }
    if (finding.state === 'failed' || monotonicMs() > deadlineMs) break
    await sleep(pauseMs)
  }
  return { state: 'load', lease: null, old }
}

async function discard({ shared, log }: SharedTier, { topics: [topic = ''] }: Sought, damaged: boolean): Promise<void> {
  if (damaged) log.warn({ topic }, 'a value in Redis was damaged and is loaded anew')
  await shared.discard(topic)
}
