import { now } from '../../../kernel/clock.ts'
import type { ExperimentsDeps, Served } from '../parts.ts'
import { countLost, type Exposure, insertExposures } from './exposures.ts'

const FLUSH_MS = 1000
const BATCH_MAX = 2000
/** About 20 MB. */
const WAITING_MAX = 50_000
/** Exposures that are known to be written or to wait. */
const KNOWN_MAX = 100_000

export interface Recorder {
  /** Takes note of what was served; never waits, never throws. */
  record(served: Served): void
  /** Writes what waits. */
  flush(): Promise<void>
  /** An experiment began: what was known to be written or of no use may come again. */
  forget(): void
  stop(): Promise<void>
}

/** Exposures on their way from evaluations to the database: deduplicated and bounded in memory, written in batches. */
export function createRecorder(
  { db, log, pseudonyms, lost }: Pick<ExperimentsDeps, 'db' | 'log' | 'pseudonyms' | 'lost'>,
  waitingMax: number = WAITING_MAX,
): Recorder {
  const known = createKnown()
  const lostByExperiment = new Map<string, number>()
  let waiting: Exposure[] = []
  let timer: NodeJS.Timeout | null = null
  let running: Promise<void> = Promise.resolve()

  function lose(exposures: readonly Exposure[]): void {
    for (const { experiment } of exposures)
      lostByExperiment.set(experiment, (lostByExperiment.get(experiment) ?? 0) + 1)
    lost.inc(exposures.length)
    // What was lost may come again.
    known.forget()
  }

  function later(): void {
    timer ??= setTimeout(() => void flush(), FLUSH_MS).unref()
  }

  async function write(): Promise<void> {
    while (waiting.length > 0 || lostByExperiment.size > 0) {
      const batch = waiting.splice(0, BATCH_MAX)
      const told = new Map(lostByExperiment)
      lostByExperiment.clear()
      try {
        await insertExposures(db, batch)
        await countLost(db, told)
      } catch (error) {
        log.warn({ error, exposures: batch.length }, 'exposures could not be written')
        for (const [key, count] of told) lostByExperiment.set(key, (lostByExperiment.get(key) ?? 0) + count)
        waiting = [...batch, ...waiting]
        lose(waiting.splice(waitingMax))
        later()
        return
      }
    }
  }

  function flush(): Promise<void> {
    if (timer !== null) clearTimeout(timer)
    timer = null
    running = running.then(write)
    return running
  }

  return {
    record({ experiment, flag, environment, variant, context: { targetingKey } }) {
      if (experiment === undefined || variant === null || targetingKey === undefined || targetingKey === '') return
      if (!known.isNew(JSON.stringify([experiment, environment, flag, variant, targetingKey]))) return
      const unit = pseudonyms.unit(targetingKey)
      const exposure = { experiment, flag, environment, variant, unit, at: now() }
      if (waiting.length >= waitingMax) lose([exposure])
      else waiting.push(exposure)
      later()
    },
    flush,
    forget: known.forget,
    async stop() {
      await flush()
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** Marks that came before, those that have not come for longest forgotten first. */
function createKnown() {
  const marks = new Set<string>()
  return {
    isNew(mark: string): boolean {
      const isNew = !marks.delete(mark)
      marks.add(mark)
      if (marks.size > KNOWN_MAX) marks.delete(marks.values().next().value ?? '')
      return isNew
    },
    forget: () => marks.clear(),
  }
}
