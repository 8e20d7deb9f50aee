import type { Logger } from '../kernel/telemetry/log.ts'

export interface Shutdown {
  /** Adds a step; steps run in reverse order of adding, each even when another failed. */
  add(step: () => Promise<void>): void
  start(reason: string, exitCode: number): void
  /** Does `work`, which starts the program. Where it fails the log says why, and the steps that were added are run before it throws. */
  around(work: () => Promise<void>): Promise<void>
}

const HARD_EXIT_MS = 25_000

/** Stops the process in order at SIGTERM, SIGINT or a fault nobody caught; a second signal or 25 s end it at once with 1. */
export function onShutdown(log: Logger, flush: () => Promise<void>): Shutdown {
  const steps: (() => Promise<void>)[] = []
  let started = false

  /** Answers whether all went well. */
  async function release(): Promise<boolean> {
    let isWell = true
    for (const step of steps.reverse()) {
      try {
        await step()
      } catch (error) {
        log.error({ error }, 'a step of the shutdown failed')
        isWell = false
      }
    }
    return isWell
  }

  async function run(reason: string, exitCode: number): Promise<void> {
    log.info({ reason }, 'shutting down')
    const code = (await release()) ? exitCode : 1
    log.info({ exitCode: code }, 'stopped')
    await flush()
    process.exit(code)
  }

  function start(reason: string, exitCode: number): void {
    if (started) {
      log.warn({ reason }, 'ended at once')
      void flush().then(() => process.exit(1))
      return
    }
    started = true
    endAtLast(log, flush)
    void run(reason, exitCode)
  }

  async function around(work: () => Promise<void>): Promise<void> {
    try {
      await work()
    } catch (error) {
      log.fatal({ err: error }, 'the start failed')
      // A shutdown that has begun ends the process itself.
      if (started) return
      started = true
      endAtLast(log, flush)
      await release()
      await flush()
      throw error
    }
  }

  process.on('SIGTERM', () => start('SIGTERM', 0))
  process.on('SIGINT', () => start('SIGINT', 0))
  process.on('unhandledRejection', (error) => {
    log.fatal({ error }, 'a rejection nobody handled')
    start('unhandled rejection', 1)
  })
  process.on('uncaughtException', (error) => {
    log.fatal({ error }, 'an exception nobody caught')
    start('uncaught exception', 1)
  })
  return { add: (step) => void steps.push(step), start, around }
}

function endAtLast(log: Logger, flush: () => Promise<void>): void {
  setTimeout(() => {
    log.error({ afterMs: HARD_EXIT_MS }, 'the shutdown took too long')
    void flush().then(() => process.exit(1))
  }, HARD_EXIT_MS).unref()
}
