import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { monotonicMs } from '../kernel/clock.ts'
import { databaseProblems, toDatabaseProblem } from '../kernel/db/sqlstate.ts'
import { Problem } from '../kernel/problem.ts'
import type { Logger } from '../kernel/telemetry/log.ts'

/** A database that answers takes far less. */
const PATIENCE_MS = 500
const CONNECT_MS_MAX = 2_000
const AGAIN_MS = { least: 250, most: 5_000 }
const SAID_EVERY_MS = 60_000

interface Awaited {
  readonly url: string
  /** After so long it is given up. */
  readonly waitSeconds: number
  readonly log: Logger
  /** Called once, when the database does not answer at once. */
  readonly whileAway: () => Promise<void>
}

/**
 * Returns when the database answers. One that cannot be reached is tried again with backoff; a refusal that waiting does not mend, such as
 * a wrong password, is thrown at once.
 */
export async function awaitDatabase({ url, waitSeconds, log, whileAway }: Awaited): Promise<void> {
  const startedMs = monotonicMs()
  let away: Promise<void> | null = null
  let saidAtMs = Number.NEGATIVE_INFINITY
  const goAway = (): Promise<void> => {
    away ??= whileAway()
    return away
  }
  const timer = setTimeout(() => {
    goAway().catch(() => {
      // Met below, by whoever waits for it.
    })
  }, PATIENCE_MS)
  for (let waitMs = AGAIN_MS.least; ; waitMs = Math.min(waitMs * 2, AGAIN_MS.most)) {
    const failure = await failureOf(url).finally(() => clearTimeout(timer))
    const waitedSeconds = Math.round((monotonicMs() - startedMs) / 1000)
    if (failure === null) {
      await away
      if (away !== null) log.info({ waitedSeconds }, 'the database is reached; the server starts')
      return
    }
    if (monotonicMs() - startedMs + waitMs > waitSeconds * 1000)
      throw new Error(`The database could not be reached within ${waitSeconds} s (DATABASE_WAIT_SECONDS).`, {
        cause: failure,
      })
    await goAway()
    if (monotonicMs() - saidAtMs >= SAID_EVERY_MS) {
      saidAtMs = monotonicMs()
      const { message } = failure
      log.warn({ waitedSeconds, waitSeconds, reason: message }, 'the database cannot be reached; it is tried again')
    }
    await sleep(waitMs)
  }
}

/** Null when it answers; throws what waiting does not mend. */
async function failureOf(url: string): Promise<Error | null> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: CONNECT_MS_MAX,
    query_timeout: CONNECT_MS_MAX,
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT 1')
    return null
  } catch (error) {
    if (error instanceof Error && isAway(error)) return error
    throw error
  } finally {
    await client.end().catch(() => {
      // It could not be opened, or is lost: that ending it fails too tells nothing.
    })
  }
}

function isAway(error: Error): boolean {
  if (/timeout expired|read timeout/i.test(error.message)) return true
  const problem = toDatabaseProblem(error)
  return problem instanceof Problem && problem.code === databaseProblems('unavailable').code
}
