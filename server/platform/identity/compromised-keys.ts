import { monotonicMs, now } from '../../kernel/clock.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { KeyRing } from './key-ring.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

/** What every process knows of keys that somebody else may hold. */
export interface CompromisedKeys {
  /** To be awaited before a token is trusted or made; null, at no cost, while all is known. */
  current(): Promise<void> | null
  /** Makes every process refuse the key: this one when `tx` commits, the others with the notice. Throws identity/key-not-found. */
  mark(tx: Tx, kid: string, reason: string): Promise<void>
}

const CHANNEL = 'identity.key'
/** A net under the notices, not the way changes are learned. */
const TTL_MS = 60_000

interface Deps {
  readonly db: Db
  readonly bus: Bus
}

/** Marks only ever add: a key is never trusted again. While notices may be missed, every question goes to the database. */
export function createCompromisedKeys({ db, bus }: Deps, ring: KeyRing): CompromisedKeys {
  let readAtMs = Number.NEGATIVE_INFINITY
  let reading: Promise<void> | null = null
  /** Grows when notices may have been missed: what was read before may be older than a mark, and does not count as current. */
  let gaps = 0

  async function read(): Promise<void> {
    const [startedMs, before] = [monotonicMs(), gaps]
    const rows = await db.query<IdentityTables>().selectFrom('identity.compromised_key').select('thumbprint').execute()
    for (const { thumbprint } of rows) ring.distrust(thumbprint)
    if (before === gaps && bus.healthy()) readAtMs = startedMs
  }

  bus.listen(CHANNEL, (thumbprint) => ring.distrust(thumbprint))
  bus.onGap(() => {
    gaps += 1
    readAtMs = Number.NEGATIVE_INFINITY
  })

  return {
    current() {
      if (bus.healthy() && monotonicMs() - readAtMs < TTL_MS) return null
      // A read under way may have begun before the mark that the caller must see, so nobody joins it while notices are lost.
      if (!bus.healthy()) return read()
      reading ??= read().finally(() => {
        reading = null
      })
      return reading
    },
    async mark(tx, kid, reason) {
      const key = ring.keys.find((one) => one.kid === kid)
      if (key === undefined) throw identityProblem('key-not-found')
      const { actor } = tx.origin
      const marked = await tx
        .query<IdentityTables>()
        .insertInto('identity.compromised_key')
        .values({
          thumbprint: key.thumbprint,
          kid,
          reason,
          compromised_by: actor.kind === 'user' ? actor.userId : null,
          compromised_at: now(),
        })
        .onConflict((conflict) => conflict.doNothing())
        .executeTakeFirst()
      if (marked.numInsertedOrUpdatedRows !== 1n) return
      await tx.audit({
        action: 'identity.key.compromised',
        subject: { kind: 'key', id: kid },
        details: { thumbprint: key.thumbprint, reason },
      })
      await bus.announce(tx, CHANNEL, key.thumbprint)
      tx.afterCommit(() => ring.distrust(key.thumbprint))
    },
  }
}
