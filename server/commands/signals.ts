import type { Logger } from '../kernel/telemetry/log.ts'

export interface Shutdown {
  /** Adds a step; steps run in reverse order of adding, each even when another failed. */
  add(step: () => Promise<void>): void
  start(reason: string, exitCode: number): void
}

const HARD_EXIT_MS = 25_000

/** Stops the process in order at SIGTERM, SIGINT or a fault nobody caught; a second signal or 25 s end it at once with 1. */
export function onShutdown(log: Logger, flush: () => Promise<void>): Shutdown {
  const steps: (() => Promise<void>)[] = []
  let started = false

  async function run(reason: string, exitCode: number): Promise<void> {
    log.info({ reason }, 'shutting down')
    let code = exitCode
    for (const step of steps.reverse()) {
      try {
        await step()
      } catch (error) {
        log.error({ error }, 'a step of the shutdown failed')
        code = 1
      }
    }
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
    setTimeout(() => {
      log.error({ afterMs: HARD_EXIT_MS }, 'the shutdown took too long')
      void flush().then(() => process.exit(1))
    }, HARD_EXIT_MS).unref()
    void run(reason, exitCode)
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
  return { add: (step) => void steps.push(step), start }
}
