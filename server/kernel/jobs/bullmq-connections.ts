import { Redis } from 'ioredis'
import type { Secret } from '../config/secret.ts'

/** The connections of the Redis carrier. */
export interface Connections {
  /** Refuses at once while Redis is away. */
  readonly pushing: Redis
  /** Waits until Redis is there; BullMQ copies it for each queue. */
  readonly working: Redis
  /** Ends these and every copy; what still waits for an answer is told that there will be none. */
  letGo(): void
}

const ANSWER_MS_MAX = 5000
const CONNECT_MS_MAX = 3000
/** A connection that owes an answer and brings nothing for so long is given up: a host that is lost says nothing, not even that. */
const SILENCE_MS_MAX = 3000
/** The same of one that waits for jobs, which Redis lets wait for ten seconds at most. */
const BLOCKED_MS_MAX = 15_000
const RECONNECT_MS_MAX = 2000

/** Opens both; a Redis that is away is tried again for ever. */
export function connect(url: Secret): Connections {
  let ended = false
  const retryStrategy = (times: number): number | null => (ended ? null : Math.min(times * 100, RECONNECT_MS_MAX))
  const common = {
    ...{ maxRetriesPerRequest: null, connectTimeout: CONNECT_MS_MAX, retryStrategy },
    socketTimeout: SILENCE_MS_MAX,
  }
  const pushing = new Redis(url.reveal(), { ...common, enableOfflineQueue: false, commandTimeout: ANSWER_MS_MAX })
  const working = new Redis(url.reveal(), common)
  const all: Redis[] = []
  const keep = (client: Redis): void => {
    all.push(client)
    // What a lost connection means is told by whoever needs it; the event must have a listener all the same.
    client.on('error', () => undefined)
    client.on('ready', () => void (ended && client.disconnect()))
  }
  for (const client of [pushing, working]) keep(client)
  const duplicate = working.duplicate.bind(working)
  working.duplicate = (override) => {
    const copy = duplicate({ ...override, ...common, socketTimeout: BLOCKED_MS_MAX })
    keep(copy)
    return copy
  }
  return {
    pushing,
    working,
    letGo() {
      ended = true
      for (const client of all) end(client)
    },
  }
}

/** Between two tries disconnect() would only stop the next one and leave every command waiting: one that fails ends them. */
function end(client: Redis): void {
  if (client.status !== 'reconnecting') client.disconnect()
  else
    client.connect().catch(() => {
      // That it fails is what ends it.
    })
}
