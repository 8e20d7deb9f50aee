import type { Logger } from '../telemetry/log.ts'
import type { Tx } from './database.ts'
import { createHearing } from './hearing.ts'
import { LISTENER, listen, NOTICES } from './listening.ts'

/** Notices between processes over LISTEN/NOTIFY: small, sent at commit, lost while the listener is away (see onGap). */
export interface Bus {
  /** Sends `payload` (at most 7,900 bytes) when the transaction commits. */
  notify(tx: Tx, channel: string, payload: string): Promise<void>
  /**
   * As `notify`, for what must hold at the next request everywhere: the transaction has committed, but does not return before every
   * process has heard of it, half a second at most.
   */
  announce(tx: Tx, channel: string, payload: string): Promise<void>
  listen(channel: string, handler: (payload: string) => void): void
  /** False while notices may be missed: callers then read the database instead of their caches. */
  healthy(): boolean
  /** Called when the listener is back after a loss: drop whatever notices would have invalidated. */
  onGap(handler: () => void): void
  close(): Promise<void>
}

/**
 * Listens on a connection of its own; a lost one is noticed at once, a silent one within 4 s, and opened again with backoff. One that cannot
 * be opened at the start is as one that is lost.
 */
export async function createBus(url: string, log: Logger): Promise<Bus> {
  const handlers = new Map<string, ((payload: string) => void)[]>()
  const gapHandlers: (() => void)[] = []
  const hearing = createHearing(log)
  const announcing = new WeakSet<Tx>()

  const listening = await listen({ url, channel: NOTICES, name: LISTENER, title: 'the bus', isPatient: true }, log, {
    onNotice(text, client) {
      const separator = text.indexOf('\n')
      const [channel, payload] = [text.slice(0, separator), text.slice(separator + 1)]
      if (hearing.takes(client, channel, payload)) return
      for (const handler of handlers.get(channel) ?? []) handler(payload)
    },
    // Caches are dropped before anybody is told that they can be trusted again.
    onOpen() {
      for (const handler of gapHandlers) handler()
    },
  })

  return {
    notify,
    async announce(tx, channel, payload) {
      await notify(tx, channel, payload)
      if (announcing.has(tx)) return
      announcing.add(tx)
      tx.afterCommit(async () => {
        const client = listening.client()
        if (client !== null) await hearing.everybody(client)
      })
    },
    listen(channel, handler) {
      handlers.set(channel, [...(handlers.get(channel) ?? []), handler])
    },
    healthy: () => listening.client() !== null,
    onGap: (handler) => void gapHandlers.push(handler),
    close: listening.close,
  }
}

/** A notice is its channel, a line break, its payload. */
async function notify(tx: Tx, channel: string, payload: string): Promise<void> {
  await tx.raw('SELECT pg_notify($1, $2)', [NOTICES, `${channel}\n${payload}`])
}

/** A bus of a program that never opens its database: nothing is sent or heard. */
export function offlineBus(): Bus {
  return {
    notify: async () => undefined,
    announce: async () => undefined,
    listen: () => undefined,
    healthy: () => false,
    onGap: () => undefined,
    close: async () => undefined,
  }
}
