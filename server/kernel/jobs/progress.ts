import { monotonicMs } from '../clock.ts'
import type { Db } from '../db/database.ts'
import type { Logger } from '../telemetry/log.ts'
import { WRITE_PROGRESS } from './pgboss-sql.ts'

const WRITE_EVERY_MS = 500
const NOTE_LENGTH_MAX = 200

interface Told {
  readonly percent: number
  readonly note: string | null
}

/** One try's progress: the newest word is written, at most twice a second. */
export interface Progress {
  tell(percent: number, note?: string): void
  /** Forgets what is not written yet: the try has ended. */
  end(): void
}

/** `attempt` fences: a try that lost its job overwrites nothing. A write that fails is logged and made up by the next. */
export function createProgress(
  db: Db,
  log: Logger,
  attempt: { readonly queue: string; readonly id: string; readonly retryCount: number },
): Progress {
  let newest: Told | null = null
  let writtenMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | null = null
  let ended = false

  async function write(): Promise<void> {
    timer = null
    const told = newest
    if (told === null) return
    newest = null
    writtenMs = monotonicMs()
    try {
      await db.raw(WRITE_PROGRESS, [attempt.queue, attempt.id, attempt.retryCount, told.percent, told.note])
    } catch (error) {
      log.warn({ err: error }, 'progress could not be written')
    }
  }

  return {
    tell(percent, note) {
      if (ended) return
      const known = Number.isFinite(percent) ? Math.min(Math.max(percent, 0), 100) : 0
      newest = { percent: known, note: note === undefined ? null : note.slice(0, NOTE_LENGTH_MAX) }
      timer ??= setTimeout(write, Math.max(0, writtenMs + WRITE_EVERY_MS - monotonicMs()))
    },
    end() {
      ended = true
      if (timer !== null) clearTimeout(timer)
    },
  }
}
