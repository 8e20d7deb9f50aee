import pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import { CHANNEL } from './pgboss-sql.ts'

const REOPEN_MS = 1000
const ANSWER_MS_MAX = 3000

/**
 * Calls `onJob` when a transaction that enqueued has committed, on a connection of its own. A lost one is opened again every second;
 * meanwhile the pulse finds what is due. Returns what ends it.
 */
export function listenForJobs(url: string, log: Logger, onJob: () => void): () => Promise<void> {
  let client: pg.Client | null = null
  let timer: NodeJS.Timeout | null = null
  let ended = false

  async function open(): Promise<void> {
    const next = new pg.Client({
      connectionString: url,
      application_name: 'plinth-jobs-listener',
      connectionTimeoutMillis: ANSWER_MS_MAX,
      keepAlive: true,
    })
    client = next
    next.on('notification', onJob)
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    try {
      await next.connect()
      await next.query(`LISTEN ${CHANNEL}`)
      onJob()
    } catch (error) {
      if (!ended) log.warn({ err: error }, 'jobs are not told of commits; they are looked for every second')
      lost(next)
    }
  }

  function lost(which: pg.Client): void {
    if (client !== which) return
    client = null
    which.end().catch(() => {
      // It is lost already: that ending it fails too tells nothing.
    })
    if (!ended) timer = setTimeout(open, REOPEN_MS).unref()
  }

  void open()
  return async () => {
    ended = true
    if (timer !== null) clearTimeout(timer)
    const current = client
    client = null
    await current?.end()
  }
}
