import { LRUCache } from 'lru-cache'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Access } from '../access/index.ts'

/** Everything a request needs to know of a session beyond its token. */
export interface SessionState {
  readonly userId: Id<'user'>
  readonly epoch: number
  readonly aal: 1 | 2
  readonly authenticatedAt: Date
  readonly expiresAt: Date
  /** False when the session was ended or the account disabled. */
  readonly open: boolean
  readonly permissions: ReadonlySet<string>
  /** Sorted. */
  readonly roles: readonly string[]
  /** What the person and the session are to be shown as. */
  readonly email: string
  readonly name: string
  readonly emailVerifiedAt: Date | null
  readonly userCreatedAt: Date
  readonly sessionCreatedAt: Date
}

export interface LiveSessions {
  find(sessionId: Id<'session'>, userId: Id<'user'>): Promise<SessionState | null>
  /** Makes the change of `tx` hold at the next request: here when it commits, in other processes with the notice. */
  sessionChanged(tx: Tx, sessionId: Id<'session'>): Promise<void>
  userChanged(tx: Tx, userId: Id<'user'>): Promise<void>
}

const CHANNEL = 'identity.session'
const SESSIONS_MAX = 20_000
/** A net under the notices, not the way changes are learned. */
const TTL_MS = 60_000

const READ = `
  SELECT s.user_id, s.aal, s.authenticated_at, s.expires_at, s.created_at AS session_created_at,
         u.epoch, u.email, u.name, u.email_verified_at, u.created_at AS user_created_at,
         s.revoked_at IS NULL AND u.disabled_at IS NULL AS open
    FROM identity.session s JOIN identity."user" u ON u.id = s.user_id
   WHERE s.id = $1`

type Row = {
  user_id: Id<'user'>
  aal: 1 | 2
  authenticated_at: Date
  expires_at: Date
  session_created_at: Date
  epoch: number
  email: string
  name: string
  email_verified_at: Date | null
  user_created_at: Date
  open: boolean
}

/** Session states in memory, dropped by notices over the bus; while notices may be missed every question goes to the database. */
export function createLiveSessions({ db, bus, access }: { db: Db; bus: Bus; access: Access }): LiveSessions {
  const states = new LRUCache<Id<'session'>, SessionState>({
    max: SESSIONS_MAX,
    ttl: TTL_MS,
    dispose: (state, id) => forget(state.userId, id),
  })
  const byUser = new Map<Id<'user'>, Set<Id<'session'>>>()
  /** Grows with each drop: an answer read before a drop may be older than the change, and is not kept. */
  let drops = 0

  function forget(userId: Id<'user'>, sessionId: Id<'session'>): void {
    const held = byUser.get(userId)
    held?.delete(sessionId)
    if (held?.size === 0) byUser.delete(userId)
  }
  function drop(key: string): void {
    drops += 1
    const [kind, id = ''] = key.split(':')
    if (kind === 'session') states.delete(asId<'session'>(id))
    else if (kind === 'user')
      for (const sessionId of [...(byUser.get(asId<'user'>(id)) ?? [])]) states.delete(sessionId)
    else states.clear()
  }
  async function read(sessionId: Id<'session'>, userId: Id<'user'>): Promise<SessionState | null> {
    const [rows, permissions, roles] = await Promise.all([
      db.raw<Row>(READ, [sessionId]),
      access.permissionsOf(userId),
      access.rolesOfMany([userId]),
    ])
    const row = rows[0]
    if (row === undefined || row.user_id !== userId) return null
    return stateOf(row, permissions, roles.get(userId) ?? [])
  }
  const changed = async (tx: Tx, key: string): Promise<void> => {
    await bus.notify(tx, CHANNEL, key)
    tx.afterCommit(() => drop(key))
  }

  bus.listen(CHANNEL, drop)
  bus.onGap(() => drop('all'))
  access.onChange((userId) => drop(userId === null ? 'all' : `user:${userId}`))

  return {
    async find(sessionId, userId) {
      const known = bus.healthy() ? states.get(sessionId) : undefined
      if (known !== undefined) return known.userId === userId ? known : null
      const before = drops
      const state = await read(sessionId, userId)
      if (state === null || before !== drops || !bus.healthy()) return state
      states.set(sessionId, state)
      const held = byUser.get(userId) ?? new Set()
      byUser.set(userId, held.add(sessionId))
      return state
    },
    sessionChanged: (tx, sessionId) => changed(tx, `session:${sessionId}`),
    userChanged: (tx, userId) => changed(tx, `user:${userId}`),
  }
}

function stateOf(row: Row, permissions: ReadonlySet<string>, roles: readonly string[]): SessionState {
  return {
    userId: row.user_id,
    epoch: row.epoch,
    aal: row.aal,
    authenticatedAt: row.authenticated_at,
    expiresAt: row.expires_at,
    open: row.open,
    permissions,
    roles,
    email: row.email,
    name: row.name,
    emailVerifiedAt: row.email_verified_at,
    userCreatedAt: row.user_created_at,
    sessionCreatedAt: row.session_created_at,
  }
}
