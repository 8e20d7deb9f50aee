import type { Logger as PinoLogger } from 'pino'

/** Structured log: fields first, a constant message after. `log.info({ trackId }, 'track published')`. */
export type Logger = Pick<PinoLogger, 'debug' | 'info' | 'warn' | 'error' | 'fatal'> & {
  child(fields: Record<string, unknown>): Logger
}
