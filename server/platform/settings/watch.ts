import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Logger } from '../../kernel/telemetry/log.ts'
import { CHANNEL } from './change.ts'
import type { Known } from './known.ts'
import type { Members } from './layers.ts'
import { standings } from './values.ts'

/** How often the revision is read, for notices that were lost. */
const LOOK_EVERY_MS = 1_000

export type Listener = (value: Members) => void

export interface Watch {
  on(key: string, listener: Listener): () => void
  start(): Promise<void>
  stop(): void
}

interface WatchDeps {
  readonly db: Db
  readonly bus: Bus
  readonly log: Logger
  readonly settings: readonly Known[]
}

/** Tells listeners of changes on any node: by the notice of the bus, and by reading the installation's revision each second. */
export function createWatch({ db, bus, log, settings }: WatchDeps): Watch {
  const listeners = new Map<string, Set<Listener>>()
  let seen: { revision: string; versions: ReadonlyMap<string, number> } | null = null
  let isLooking = false
  let isAsked = false
  let timer: NodeJS.Timeout | undefined

  async function look(): Promise<void> {
    const [row] = await db.raw<{ revision: string }>('SELECT revision::text FROM settings.installation')
    if (row === undefined || row.revision === seen?.revision) return
    const all = await standings(db, settings)
    const former = seen
    seen = { revision: row.revision, versions: new Map([...all].map(([key, { version }]) => [key, version])) }
    for (const [key, { version, value }] of all)
      if (version !== former?.versions.get(key))
        for (const listener of listeners.get(key) ?? []) call(key, listener, value)
  }

  function call(key: string, listener: Listener, value: Members): void {
    try {
      listener(value)
    } catch (error) {
      log.error({ error, setting: key }, 'a listener to a setting failed')
    }
  }

  /** One look at a time; a notice that comes meanwhile is followed by another. */
  async function lookAsAsked(): Promise<void> {
    if (isLooking) return
    isLooking = true
    try {
      while (isAsked) {
        isAsked = false
        await look()
      }
    } catch (error) {
      log.debug({ error }, 'the revision of settings could not be read')
    } finally {
      isLooking = false
    }
  }

  function ask(): void {
    if (seen === null || listeners.size === 0) return
    isAsked = true
    void lookAsAsked()
  }

  return {
    on(key, listener) {
      const found = listeners.get(key) ?? new Set()
      listeners.set(key, found.add(listener))
      return () => {
        found.delete(listener)
        if (found.size === 0) listeners.delete(key)
      }
    },
    async start() {
      bus.listen(CHANNEL, ask)
      bus.onGap(ask)
      await look()
      timer = setInterval(ask, LOOK_EVERY_MS).unref()
    },
    stop: () => clearInterval(timer),
  }
}
