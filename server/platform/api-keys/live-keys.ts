import { LRUCache } from 'lru-cache'
import { now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { ApiKeysDeps } from './deps.ts'
import type { ApiKeyTables } from './tables.ts'

/** Everything a request needs to know of a key beyond its text. */
export interface KeyState {
  readonly ownerId: Id<'user'>
  readonly hash: Buffer
  /** False when the key was revoked, or its owner may not use it. */
  readonly open: boolean
  readonly createdAt: Date
  readonly expiresAt: Date
  /** What key and owner both may do. */
  readonly permissions: ReadonlySet<string>
  /** A role of the owner demands a second factor, and the key was made without. */
  readonly factorDue: boolean
  /** When the owner's permissions change by themselves: the state is good until then. */
  readonly changesAt: Date | null
}

export interface LiveKeys {
  find(id: Id<'api-key'>): Promise<KeyState | null>
  /** Makes the change of `tx` hold at the next request: here when it commits, in other processes with the notice. */
  ownerChanged(tx: Tx, ownerId: Id<'user'>): Promise<void>
}

const CHANNEL = 'api_keys.owner'
const KEYS_MAX = 20_000
/** A net under the notices, not the way changes are learned. */
const TTL_MS = 60_000

/** Key states in memory, dropped by notices over the bus; while notices may be missed every question goes to the database. */
export function createLiveKeys(
  deps: Pick<ApiKeysDeps, 'db' | 'bus' | 'access' | 'identity' | 'organisations'>,
): LiveKeys {
  const { bus, access, identity } = deps
  const byOwner = new Map<Id<'user'>, Set<Id<'api-key'>>>()
  const states = new LRUCache<Id<'api-key'>, KeyState>({
    max: KEYS_MAX,
    ttl: TTL_MS,
    dispose({ ownerId }, id) {
      const held = byOwner.get(ownerId)
      held?.delete(id)
      if (held?.size === 0) byOwner.delete(ownerId)
    },
  })
  /** Grows with each drop: an answer read before a drop may be older than the change, and is not kept. */
  let drops = 0
  const drop = (ownerId: Id<'user'> | null): void => {
    drops += 1
    if (ownerId === null) states.clear()
    else for (const id of [...(byOwner.get(ownerId) ?? [])]) states.delete(id)
  }

  bus.listen(CHANNEL, (payload) => drop(asId<'user'>(payload)))
  bus.onGap(() => drop(null))
  access.onChange(drop)
  identity.onPersonChange(drop)

  return {
    async find(id) {
      const known = bus.healthy() ? states.get(id) : undefined
      if (known !== undefined && !(known.changesAt !== null && known.changesAt <= now())) return known
      const before = drops
      const state = await read(deps, id)
      if (state === null || before !== drops || !bus.healthy()) return state
      states.set(id, state)
      byOwner.set(state.ownerId, (byOwner.get(state.ownerId) ?? new Set()).add(id))
      return state
    },
    async ownerChanged(tx, ownerId) {
      await bus.announce(tx, CHANNEL, ownerId)
      tx.afterCommit(() => drop(ownerId))
    },
  }
}

async function read(
  { db, access, identity, organisations }: Pick<ApiKeysDeps, 'db' | 'access' | 'identity' | 'organisations'>,
  id: Id<'api-key'>,
): Promise<KeyState | null> {
  const row = await db
    .query<ApiKeyTables>()
    .selectFrom('api_keys.key')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) return null
  const [owner, standing, member] = await Promise.all([
    identity.activeAccount(row.owner_id),
    access.standingOf(db, row.owner_id),
    row.organisation_id === null || organisations.membershipOf(db, row.owner_id, row.organisation_id),
  ])
  return {
    ownerId: row.owner_id,
    hash: row.secret_hash,
    open: row.revoked_at === null && owner !== null && member !== null,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    permissions: new Set(row.scopes.filter((scope) => standing.permissions.has(scope))),
    factorDue: standing.mfaRequired && row.made_aal < 2,
    changesAt: standing.changesAt,
  }
}
