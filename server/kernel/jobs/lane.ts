import { monotonicMs } from '../clock.ts'
import type { Attempt, ClaimedJob } from './attempt.ts'
import type { CarrierOptions } from './carrier.ts'
import { createPace } from './pace.ts'
import { claimsAhead, type QueueSpec } from './queues.ts'
import { createSettle } from './settle.ts'

/** The running and waiting claimed jobs of one queue in this process: at most `concurrency` handlers at once. */
export interface Lane {
  /** Jobs that may be claimed at once, those that run included: `concurrency` or more. */
  width(): number
  /** Jobs that may be claimed now. */
  room(): number
  /** Runs a claimed job as soon as there is a place. */
  run(job: ClaimedJob): void
  /** Whether a job has ended here, so that `width` is judged by one. */
  paceIsKnown(): boolean
  /** Starts no further job; hands back those that wait, and those that come. */
  stop(): void
  /** Resolves when every job that came has ended or is handed back. */
  rest(): Promise<void>
}

type LaneOptions = Pick<CarrierOptions, 'db' | 'log' | 'attempts'>

/** A claimed job that has waited so long has slow ones before it. */
const WAIT_MS_MAX = 1000
/** Jobs are begun for so long before the program turns to what else there is. */
const TURN_MS_MAX = 10

interface Waiting {
  readonly attempt: Attempt
  readonly sinceMs: number
}

/**
 * A place is free when its handler has ended, which is recorded meanwhile, except where rows that run are counted. Queues of quick jobs are
 * claimed ahead of free places: one statement for many jobs, and no place waits for it. `freed` is called when a place is free.
 */
export function openLane(options: LaneOptions, spec: QueueSpec, freed: () => void): Lane {
  const settle = createSettle(spec, options)
  const counted = spec.tenantConcurrency !== null
  const pace = createPace(spec.concurrency, claimsAhead(spec))
  const waiting = createLine(() => {
    pace.slowDown()
    void handBackWaiting()
  })
  let running = 0
  /** Tries whose end is not recorded yet, those that are handed back included. */
  const open = createCount()
  let closed = false
  const mayGoOn = createTurn(() => startWaiting())

  async function run({ attempt }: Waiting): Promise<void> {
    const startedMs = monotonicMs()
    const result = await attempt.run()
    pace.ran(monotonicMs() - startedMs)
    const settled = settle(attempt.job, result)
    if (counted) await settled
    running -= 1
    startWaiting()
    freed()
    await settled
    open.done(1)
  }

  function startWaiting(): void {
    while (!closed && running < spec.concurrency && waiting.length() > 0 && mayGoOn()) {
      const next = waiting.take()
      if (next === undefined) return
      running += 1
      void run(next)
    }
  }

  async function handBackWaiting(): Promise<void> {
    const attempts = waiting.takeAll().map(({ attempt }) => attempt)
    await options.attempts.handBack(attempts)
    open.done(attempts.length)
  }

  return {
    width: pace.width,
    room() {
      const claimed = running + waiting.length()
      const most = pace.width()
      // Claims ahead are asked for by the half, so that they are few.
      return closed || claimed >= (spec.concurrency + most) / 2 ? 0 : most - claimed
    },
    run(job) {
      open.add()
      waiting.push({ attempt: options.attempts.begin(spec, job), sinceMs: monotonicMs() })
      if (closed) void handBackWaiting()
      else startWaiting()
    },
    paceIsKnown: pace.isKnown,
    stop() {
      closed = true
      void handBackWaiting()
    },
    rest: open.none,
  }
}

/** How many are under way; `none` resolves when nothing is. */
function createCount() {
  let open = 0
  let onNone = (): void => {}
  return {
    add(): void {
      open += 1
    },
    done(some: number): void {
      open -= some
      if (open === 0) onNone()
    },
    async none(): Promise<void> {
      if (open === 0) return
      await new Promise<void>((resolve) => {
        onNone = resolve
      })
    },
  }
}

/**
 * Handlers that wait for nothing would run one after the other without the program ever turning to anything else: whether there is time for
 * another in this turn of the event loop. `next` is called in the next one.
 */
function createTurn(next: () => void): () => boolean {
  let begunMs: number | null = null
  return () => {
    if (begunMs === null) {
      begunMs = monotonicMs()
      setImmediate(() => {
        begunMs = null
        next()
      })
    }
    return monotonicMs() - begunMs < TURN_MS_MAX
  }
}

interface Line {
  push(one: Waiting): void
  take(): Waiting | undefined
  takeAll(): readonly Waiting[]
  length(): number
}

/** In the order of their coming; `overdue` is called when the first has waited too long. */
function createLine(overdue: () => void): Line {
  let line: Waiting[] = []
  let timer: NodeJS.Timeout | undefined

  function watch(): void {
    if (timer !== undefined) return
    timer = setTimeout(() => {
      timer = undefined
      const [first] = line
      if (first === undefined) return
      if (monotonicMs() - first.sinceMs >= WAIT_MS_MAX) overdue()
      else watch()
    }, WAIT_MS_MAX).unref()
  }

  return {
    push(one) {
      line.push(one)
      watch()
    },
    take: () => line.shift(),
    takeAll() {
      const all = line
      line = []
      return all
    },
    length: () => line.length,
  }
}
