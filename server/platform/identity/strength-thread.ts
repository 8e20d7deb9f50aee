import { Worker } from 'node:worker_threads'
import type { StrengthAnswer, StrengthQuestion } from './strength-worker.ts'

const MEMORY_MAX_MIB = 192

export interface StrengthThreadOptions {
  /** How long the thread may take to read its dictionaries. */
  readonly loadMs: number
  /** An estimate that takes longer ends the thread. */
  readonly hangMs: number
  readonly onReady: () => void
  readonly onAnswer: (answer: StrengthAnswer) => void
  /** The thread ended by itself or for taking too long; not after `end`. */
  readonly onFailure: (reason: string) => void
}

export interface StrengthThread {
  isReady(): boolean
  /** Puts the one question; only when ready. */
  ask(question: StrengthQuestion): void
  /** Lets the process end, and the thread after `milliseconds` without a question. */
  rest(milliseconds: number, then: () => void): void
  end(): Promise<void>
}

/** Starts the thread. It keeps the process while it loads or estimates, not while it rests. */
export function startStrengthThread(options: StrengthThreadOptions): StrengthThread {
  const worker = new Worker(new URL('./strength-worker.ts', import.meta.url), {
    execArgv: [],
    resourceLimits: { maxOldGenerationSizeMb: MEMORY_MAX_MIB },
  })
  let isReady = false
  let isOver = false
  const end = async (): Promise<void> => {
    isOver = true
    clearTimeout(deadline)
    await worker.terminate()
  }
  const fail = (reason: string): void => {
    if (isOver) return
    void end()
    options.onFailure(reason)
  }
  let deadline = setTimeout(() => fail('its dictionaries took too long to load'), options.loadMs)

  worker.on('message', (message: 'ready' | StrengthAnswer) => {
    if (isOver) return
    clearTimeout(deadline)
    if (message !== 'ready') return options.onAnswer(message)
    isReady = true
    options.onReady()
  })
  worker.on('error', ({ message }) => fail(message))

  return {
    isReady: () => isReady,
    ask(question) {
      clearTimeout(deadline)
      deadline = setTimeout(() => fail('an estimate took too long'), options.hangMs)
      worker.ref()
      worker.postMessage(question)
    },
    rest(milliseconds, then) {
      clearTimeout(deadline)
      worker.unref()
      deadline = setTimeout(() => {
        void end()
        then()
      }, milliseconds).unref()
    },
    end,
  }
}
