import pg from 'pg'
import type { Logger } from '../telemetry/log.ts'
import type { Tx } from './database.ts'

/** Notices between processes over LISTEN/NOTIFY: small, sent at commit, lost while the listener is away (see onGap). */
export interface Bus {
  /** Sends `payload` (at most 7,900 bytes) when the transaction commits. */
  notify(tx: Tx, channel: string, payload: string): Promise<void>
  listen(channel: string, handler: (payload: string) => void): void
  /** False while notices may be missed: callers then read the database instead of their caches. */
  healthy(): boolean
  /** Called when the listener is back after a loss: drop whatever notices would have invalidated. */
  onGap(handler: () => void): void
  close(): Promise<void>
}

const CHANNEL = 'plinth'
const RECONNECT_MS_MAX = 5000
const HEARTBEAT_MS = 2000

/** Listens on a connection of its own; a lost one is noticed at once, a silent one within 4 s, and opened again with backoff. */
export async function createBus(url: string, log: Logger): Promise<Bus> {
  const handlers: Handlers = new Map()
  const gapHandlers: (() => void)[] = []
  let client: pg.Client | null = null
  let closed = false
  let heartbeat: NodeJS.Timeout | null = null

  async function open(): Promise<void> {
    const next = listeningClient(url)
    next.on('notification', (message) => deliver(handlers, message.payload ?? ''))
    next.on('error', () => lost(next))
    next.on('end', () => lost(next))
    try {
      await next.connect()
      await next.query(`LISTEN ${CHANNEL}`)
    } catch (error) {
      await next.end()
      throw error
    }
    // Caches are dropped before anybody is told that they can be trusted again.
    for (const handler of gapHandlers) handler()
    client = next
    heartbeat = setInterval(() => next.query('SELECT 1').catch(() => lost(next)), HEARTBEAT_MS)
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
    log.warn({}, 'the bus lost its connection')
    void reopen(100)
  }

  async function reopen(waitMs: number): Promise<void> {
    await new Promise((resolve) => setTimeout(resolve, waitMs).unref())
    if (closed) return
    try {
      await open()
      log.info({}, 'the bus is connected again')
    } catch {
      void reopen(Math.min(waitMs * 2, RECONNECT_MS_MAX))
    }
  }

  await open()
  return {
    async notify(tx, channel, payload) {
      await tx.raw('SELECT pg_notify($1, $2)', [CHANNEL, `${channel}\n${payload}`])
    },
    listen(channel, handler) {
      handlers.set(channel, [...(handlers.get(channel) ?? []), handler])
    },
    healthy: () => client !== null,
    onGap: (handler) => void gapHandlers.push(handler),
    close() {
      closed = true
      if (heartbeat !== null) clearInterval(heartbeat)
      const current = client
      client = null
      return current?.end() ?? Promise.resolve()
    },
  }
}

type Handlers = Map<string, ((payload: string) => void)[]>

/** A notice is its channel, a line break, its payload. */
function deliver(handlers: Handlers, text: string): void {
  const separator = text.indexOf('\n')
  for (const handler of handlers.get(text.slice(0, separator)) ?? []) handler(text.slice(separator + 1))
}

function listeningClient(url: string): pg.Client {
  return new pg.Client({
    connectionString: url,
    application_name: 'plinth-bus',
    connectionTimeoutMillis: 2000,
    query_timeout: HEARTBEAT_MS,
    keepAlive: true,
  })
}

/** A bus of a program that never opens its database: nothing is sent or heard. */
export function offlineBus(): Bus {
  return {
    notify: async () => undefined,
    listen: () => undefined,
    healthy: () => false,
    onGap: () => undefined,
    close: async () => undefined,
  }
}
