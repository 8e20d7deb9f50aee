import pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import { queryInTurn } from './in-turn.ts'

export const NOTICES = 'plinth'
/** What connections that listen are called in pg_stat_activity. */
export const LISTENER = 'plinth-bus'
const REOPEN_MS_MIN = 100
const REOPEN_MS_MAX = 5000
const HEARTBEAT_MS = 2000

export interface Listening {
  /** Null while notices may be missed. */
  client(): pg.Client | null
  close(): Promise<void>
}

interface Ears {
  onNotice(text: string, client: pg.Client): void
  /** Called before `client` is there again. */
  onOpen(): void
}

export interface Station {
  readonly url: string
  readonly channel: string
  /** In pg_stat_activity. */
  readonly name: string
  /** In the log: `the bus` lost its connection. */
  readonly title: string
  /** Whether a database that is away at the start is waited for, as one that is lost later. */
  readonly isPatient?: boolean
}

/** Listens on a connection of its own; a lost one is noticed at once, a silent one within 4 s, and opened again with backoff. */
export async function listen(station: Station, log: Logger, ears: Ears): Promise<Listening> {
  let client: pg.Client | null = null
  let closed = false
  let heartbeat: NodeJS.Timeout | null = null

  async function open(): Promise<void> {
    const next = listeningClient(station)
    next.on('notification', ({ payload = '' }) => ears.onNotice(payload, next))
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    try {
      await next.connect()
      await next.query(`LISTEN ${station.channel}`)
    } catch (error) {
      await next.end()
      throw error
    }
    ears.onOpen()
    client = next
    heartbeat = setInterval(() => queryInTurn(next, 'SELECT 1').catch(() => lost(next)), HEARTBEAT_MS)
    heartbeat.unref()
  }

  function lost(which: pg.Client): void {
    if (client !== which) return
    client = null
    if (heartbeat !== null) clearInterval(heartbeat)
    which.end().catch(() => {
      // The connection is lost already: that ending it fails too tells nothing.
    })
    if (closed) return
    log.warn({}, `${station.title} lost its connection`)
    void reopen(REOPEN_MS_MIN)
  }

  async function reopen(waitMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, waitMs).unref())
    if (closed) return
    try {
      await open()
      log.info({}, `${station.title} is connected again`)
    } catch {
      void reopen(Math.min(waitMs * 2, REOPEN_MS_MAX))
    }
  }

  await open().catch((error: unknown) => {
    if (station.isPatient !== true) throw error
    void reopen(REOPEN_MS_MIN)
  })
  return {
    client: () => client,
    close() {
      closed = true
      if (heartbeat !== null) clearInterval(heartbeat)
      const current = client
      client = null
      return current?.end() ?? Promise.resolve()
    },
  }
}

function listeningClient({ url, name }: Station): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: name,
    connectionTimeoutMillis: 2000,
    query_timeout: HEARTBEAT_MS,
    keepAlive: true,
  })
}
