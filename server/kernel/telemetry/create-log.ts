import pino from 'pino'
import type { Logger } from './log.ts'

export interface LogOptions {
  readonly level: string
  readonly format: 'json' | 'text'
  readonly version: string
  /** Standard error for a command, whose standard output is its result. */
  readonly to?: 'stdout' | 'stderr'
}

const BUFFER_MAX_BYTES = 16 * 1024 * 1024
/** Lines are written together: a hand-over to the writing thread costs as much as forty lines; none waits longer than this. */
const WRITE_BYTES_MIN = 12 * 1024
const WRITE_AFTER_MS = 100
const LEVELS: Readonly<Record<number, string>> = { 20: 'debug', 30: 'info', 40: 'warn', 50: 'error', 60: 'fatal' }

/** What is told of an error: never the whole object, whose properties may hold anything. */
function describeError(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { message: typeof error }
  const code = (error as { code?: unknown }).code
  const cause = error.cause instanceof Error ? { cause: describeError(error.cause) } : {}
  return {
    name: error.name,
    message: error.message,
    ...(typeof code === 'string' ? { code } : {}),
    stack: error.stack,
    ...cause,
  }
}

/**
 * A structured log: JSON lines (pino escapes control characters), or short text for a person. Writing never
 * blocks: past 16 MiB of unread output lines are dropped and `dropped` counts them.
 */
export function createLog(options: LogOptions, dropped: () => void): { log: Logger; flush(): Promise<void> } {
  const destination = pino.destination({
    fd: options.to === 'stderr' ? 2 : 1,
    sync: false,
    minLength: WRITE_BYTES_MIN,
    periodicFlush: WRITE_AFTER_MS,
    maxLength: BUFFER_MAX_BYTES,
  })
  destination.on('drop', dropped)
  const stream =
    options.format === 'json' ? destination : { write: (line: string) => destination.write(textLine(line)) }
  const log = pino(
    {
      level: options.level,
      base: { version: options.version },
      messageKey: 'message',
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { error: describeError },
    },
    stream,
  )
  return { log: log as unknown as Logger, flush: () => flushed(destination) }
}

/** `12:30:01 info  listening {"port":3000}`: for eyes, not for machines. */
function textLine(line: string): string {
  const { time, level, message, version: _version, error, ...fields } = JSON.parse(line) as Record<string, unknown>
  const name = typeof level === 'number' ? (LEVELS[level] ?? String(level)) : String(level)
  const rest = Object.keys(fields).length === 0 ? '' : ` ${JSON.stringify(fields)}`
  const stack =
    typeof error === 'object' && error !== null
      ? `\n${String((error as { stack?: unknown }).stack ?? JSON.stringify(error))}`
      : ''
  return `${String(time).slice(11, 19)} ${name.padEnd(5)} ${String(message ?? '')}${rest}${stack}\n`
}

const FLUSH_MS_MAX = 500

/** All lines written, in their order; a reader that does not read is not waited for. */
function flushed(destination: ReturnType<typeof pino.destination>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, FLUSH_MS_MAX)
    destination.flush(() => {
      clearTimeout(timer)
      resolve()
    })
  })
}
