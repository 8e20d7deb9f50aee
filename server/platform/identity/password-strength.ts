import type { Logger } from '../../kernel/telemetry/log.ts'
import { type StrengthThread, startStrengthThread } from './strength-thread.ts'
import type { StrengthAnswer, StrengthQuestion } from './strength-worker.ts'

/** An estimate of how many guesses a password withstands, made off the event loop. */
export interface StrengthMeter {
  /** Null when there was no answer in time, or too many asked at once: the other rules decide then. */
  estimate(question: StrengthQuestion): Promise<StrengthAnswer | null>
  /** True while the estimating thread, and what it holds in memory, exists. */
  isLoaded(): boolean
  stop(): Promise<void>
}

export interface StrengthLimits {
  /** How long an estimate is waited for once its turn has come. */
  readonly timeoutMs: number
  /** An estimate that takes longer costs its thread. */
  readonly hangMs: number
  /** How long the thread may take to read its dictionaries. */
  readonly loadMs: number
  /** How long a question may wait for its turn, also while the thread loads. */
  readonly waitMs: number
  readonly waitingMax: number
  /** After so long without a question the thread ends and its memory is free. */
  readonly idleMs: number
}

const LIMITS: StrengthLimits = {
  timeoutMs: 150,
  hangMs: 1_000,
  loadMs: 60_000,
  waitMs: 5_000,
  waitingMax: 32,
  idleMs: 60_000,
}

interface Asked {
  readonly question: StrengthQuestion
  /** Answers the caller, once. */
  settle(answer: StrengthAnswer | null): void
  /** Answers null, and does `then`, unless there is an answer within the time. */
  giveUpAfter(milliseconds: number, then: () => void): void
}

/**
 * One worker thread with zxcvbn, started at the first question and ended when idle. Estimating takes time that grows with what is
 * typed: questions are put one at a time, and one that takes too long costs its thread, never the event loop.
 */
export function createStrengthMeter(log: Pick<Logger, 'warn'>, changes: Partial<StrengthLimits> = {}): StrengthMeter {
  const limits = { ...LIMITS, ...changes }
  const waiting: Asked[] = []
  let thread: StrengthThread | null = null
  let current: Asked | null = null

  const dismiss = (): void => {
    current?.settle(null)
    current = null
  }
  const forget = (): void => {
    thread = null
  }
  const start = (): StrengthThread =>
    startStrengthThread({
      ...limits,
      onReady: () => next(),
      onAnswer(answer) {
        current?.settle(answer)
        current = null
        next()
      },
      onFailure(reason) {
        log.warn({ reason }, 'the password strength thread was ended')
        // One that does not load would not the next time either: nobody is kept waiting for it.
        if (thread?.isReady() === false) for (const entry of waiting.splice(0)) entry.settle(null)
        thread = null
        dismiss()
        next()
      },
    })
  const next = (): void => {
    if (current !== null) return
    if (waiting.length === 0) {
      const idle = thread
      if (idle?.isReady() === true) idle.rest(limits.idleMs, forget)
      return
    }
    thread ??= start()
    if (!thread.isReady()) return
    current = waiting.shift() ?? null
    if (current === null) return
    current.giveUpAfter(limits.timeoutMs, () => undefined)
    thread.ask(current.question)
  }

  return {
    estimate(question) {
      if (waiting.length >= limits.waitingMax) return Promise.resolve(null)
      return new Promise((resolve) => {
        const entry = ask(question, resolve)
        waiting.push(entry)
        entry.giveUpAfter(limits.waitMs, () => void waiting.splice(waiting.indexOf(entry), 1))
        next()
      })
    },
    isLoaded: () => thread !== null,
    async stop() {
      for (const entry of waiting.splice(0)) entry.settle(null)
      dismiss()
      const ended = thread
      thread = null
      await ended?.end()
    },
  }
}

function ask(question: StrengthQuestion, resolve: (answer: StrengthAnswer | null) => void): Asked {
  let timer: NodeJS.Timeout | undefined
  let isSettled = false
  const settle: Asked['settle'] = (answer) => {
    isSettled = true
    clearTimeout(timer)
    resolve(answer)
  }
  return {
    question,
    settle,
    giveUpAfter(milliseconds, then) {
      clearTimeout(timer)
      const giveUp = () => {
        if (isSettled) return
        settle(null)
        then()
      }
      // What has arrived while this thread was busy is taken before the time is looked at.
      timer = setTimeout(() => setImmediate(giveUp), milliseconds)
    },
  }
}
