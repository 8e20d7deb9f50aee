import { LRUCache } from 'lru-cache'
import type { Bus } from '../../../kernel/db/bus.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { ProvidedSecret, VersionWanted } from '../provider.ts'
import type { SecretAddress } from './read.ts'

/** Opened values in this process's memory, never anywhere else. */
export interface OpenedValues {
  get(
    address: SecretAddress,
    wanted: VersionWanted,
    read: () => Promise<ProvidedSecret | null>,
  ): Promise<ProvidedSecret | null>
  /** Makes the change of `tx` hold at the next read: here when it commits, in other processes with the notice. */
  changed(tx: Tx, address: SecretAddress): Promise<void>
}

const CHANNEL = 'secrets.changed'
const ADDRESSES_MAX = 2000
/** A net under the notices, not the way changes are learned. */
const TTL_MS = 60_000

/** Values by address, dropped by notices over the bus; while notices may be missed every question goes to the database. */
export function createOpenedValues(bus: Bus): OpenedValues {
  const byAddress = new LRUCache<string, Map<string, ProvidedSecret>>({ max: ADDRESSES_MAX, ttl: TTL_MS })
  /** Grows with each drop: what was read before a drop may be older than the change, and is not kept. */
  let drops = 0
  const drop = (key: string | null): void => {
    drops += 1
    if (key === null) byAddress.clear()
    else byAddress.delete(key)
  }
  bus.listen(CHANNEL, drop)
  bus.onGap(() => drop(null))

  return {
    async get(address, { version, stage }, read) {
      const [key, at] = [keyOf(address), version ?? `@${stage ?? 'current'}`]
      const known = bus.healthy() ? byAddress.get(key)?.get(at) : undefined
      if (known !== undefined) return known
      const before = drops
      const found = await read()
      if (found === null || before !== drops || !bus.healthy()) return found
      const held = byAddress.get(key)
      if (held === undefined) byAddress.set(key, new Map([[at, found]]))
      else held.set(at, found)
      return found
    },
    async changed(tx, address) {
      const key = keyOf(address)
      await bus.announce(tx, CHANNEL, key)
      tx.afterCommit(() => drop(key))
    },
  }
}

function keyOf({ scope, environment, path }: SecretAddress): string {
  return `${scope} ${environment} ${path}`
}
