import { LRUCache } from 'lru-cache'
import { now } from '../../kernel/clock.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Access, Standing } from '../access/index.ts'
import type { Factors } from '../factors/index.ts'
import { dueOfSession } from './assurance.ts'

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
  /** What a role of the person demands beyond this session's level; null when nothing. */
  readonly due: 'mfa-required' | 'mfa-enrolment-required' | null
  /** Sorted. */
  readonly roles: readonly string[]
  /** When a grant or denial of the person ends by itself: the state is good until then. Null: none does. */
  readonly changesAt: Date | null
  /** Who acts in the person's name; null: the person. */
  readonly impersonatorId: Id<'user'> | null
  /** What the person and the session are to be shown as. */
  readonly email: string
  readonly name: string
  readonly emailVerifiedAt: Date | null
  readonly userCreatedAt: Date
  readonly sessionCreatedAt: Date
  readonly refreshSalt: Buffer
}

export interface LiveSessions {
  /** What is remembered of a session, if anything is; for what never changes in it. */
  known(sessionId: Id<'session'>): Pick<SessionState, 'refreshSalt'> | undefined
  find(sessionId: Id<'session'>, userId: Id<'user'>): Promise<SessionState | null>
  /** Makes the change of `tx` hold at the next request: here when it commits, in other processes with the notice. */
  sessionChanged(tx: Tx, sessionId: Id<'session'>): Promise<void>
  userChanged(tx: Tx, userId: Id<'user'>): Promise<void>
  /** Called when a person changed here or in another process; null: anybody may have. */
  onUserChange(listener: (userId: Id<'user'> | null) => void): void
}

/** The permission to act in other people's names. */
export const IMPERSONATE = 'identity:impersonate'
const CHANNEL = 'identity.session'
const SESSIONS_MAX = 20_000
/** A net under the notices, not the way changes are learned. */
const TTL_MS = 60_000

const READ = `
  SELECT s.user_id, s.aal, s.authenticated_at, s.expires_at, s.created_at AS session_created_at, s.refresh_salt,
         u.epoch, u.email, u.name, u.email_verified_at, u.created_at AS user_created_at,
         s.impersonator_id, s.revoked_at IS NULL AND u.disabled_at IS NULL AND i.disabled_at IS NULL AS open
    FROM identity.session s JOIN identity."user" u ON u.id = s.user_id LEFT JOIN identity."user" i ON i.id = s.impersonator_id
   WHERE s.id = $1`

type Row = {
  user_id: Id<'user'>
  aal: 1 | 2
  authenticated_at: Date
  expires_at: Date
  session_created_at: Date
  refresh_salt: Buffer
  epoch: number
  email: string
  name: string
  email_verified_at: Date | null
  user_created_at: Date
  impersonator_id: Id<'user'> | null
  open: boolean
}

interface LiveDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Access
  readonly factors: Factors
}

/** Session states in memory, dropped by notices over the bus; while notices may be missed every question goes to the database. */
export function createLiveSessions({ db, bus, access, factors }: LiveDeps): LiveSessions {
  const states = new LRUCache<Id<'session'>, SessionState>({
    max: SESSIONS_MAX,
    ttl: TTL_MS,
    dispose: (state, id) => forget(state, id),
  })
  const byUser = new Map<Id<'user'>, Set<Id<'session'>>>()
  /** Grows with each drop: an answer read before a drop may be older than the change, and is not kept. */
  let drops = 0
  const listeners: ((userId: Id<'user'> | null) => void)[] = []

  function forget(state: SessionState, sessionId: Id<'session'>): void {
    for (const userId of peopleOf(state)) {
      const held = byUser.get(userId)
      held?.delete(sessionId)
      if (held?.size === 0) byUser.delete(userId)
    }
  }
  function drop(key: string): void {
    drops += 1
    const [kind, id = ''] = key.split(':')
    if (kind !== 'session') for (const tell of listeners) tell(kind === 'user' ? asId<'user'>(id) : null)
    if (kind === 'session') states.delete(asId<'session'>(id))
    else if (kind === 'user')
      for (const sessionId of [...(byUser.get(asId<'user'>(id)) ?? [])]) states.delete(sessionId)
    else states.clear()
  }
  async function read(sessionId: Id<'session'>, userId: Id<'user'>): Promise<SessionState | null> {
    const [rows, standing] = await Promise.all([db.raw<Row>(READ, [sessionId]), access.standingOf(db, userId)])
    const row = rows[0]
    if (row === undefined || row.user_id !== userId) return null
    const isShort = standing.mfaRequired && row.aal < 2
    const enrolled = isShort && (await factors.methodsOf(db, userId)).length > 0
    const due = dueOfSession({ aal: row.aal, demanded: standing.mfaRequired, enrolled })
    const { permissions, roles, changesAt } = standing
    const state = stateOf(row, { permissions, roles, changesAt, due })
    if (row.impersonator_id === null) return state
    return inAnothersName(state, await access.standingOf(db, row.impersonator_id))
  }
  const changed = async (tx: Tx, key: string): Promise<void> => {
    await bus.notify(tx, CHANNEL, key)
    tx.afterCommit(() => drop(key))
  }

  bus.listen(CHANNEL, drop)
  bus.onGap(() => drop('all'))
  factors.onChange((userId) => drop(userId === null ? 'all' : `user:${userId}`))
  access.onChange((userId) => drop(userId === null ? 'all' : `user:${userId}`))

  return {
    known: (sessionId) => states.peek(sessionId),
    async find(sessionId, userId) {
      const known = bus.healthy() ? states.get(sessionId) : undefined
      if (known !== undefined && !isOver(known)) return known.userId === userId ? known : null
      const before = drops
      const state = await read(sessionId, userId)
      if (state === null || before !== drops || !bus.healthy()) return state
      states.set(sessionId, state)
      for (const one of peopleOf(state)) byUser.set(one, (byUser.get(one) ?? new Set()).add(sessionId))
      return state
    },
    sessionChanged: (tx, sessionId) => changed(tx, `session:${sessionId}`),
    userChanged: (tx, userId) => changed(tx, `user:${userId}`),
    onUserChange: (listener) => void listeners.push(listener),
  }
}

function isOver({ changesAt }: SessionState): boolean {
  return changesAt !== null && changesAt <= now()
}

function stateOf(row: Row, of: Pick<SessionState, 'permissions' | 'roles' | 'changesAt' | 'due'>): SessionState {
  return {
    userId: row.user_id,
    epoch: row.epoch,
    aal: row.aal,
    authenticatedAt: row.authenticated_at,
    expiresAt: row.expires_at,
    open: row.open,
    ...of,
    email: row.email,
    name: row.name,
    emailVerifiedAt: row.email_verified_at,
    userCreatedAt: row.user_created_at,
    sessionCreatedAt: row.session_created_at,
    refreshSalt: row.refresh_salt,
    impersonatorId: row.impersonator_id,
  }
}

/** Whoever changes, the session's state does. */
function peopleOf({ userId, impersonatorId }: SessionState): Id<'user'>[] {
  return impersonatorId === null ? [userId] : [userId, impersonatorId]
}

/** Whoever acts in another's name must go on being allowed to, and may do nothing that they may not do themselves. */
function inAnothersName(state: SessionState, own: Standing): SessionState {
  const ends = [state.changesAt, own.changesAt].flatMap((at) => (at === null ? [] : [at.getTime()]))
  return {
    ...state,
    open: state.open && own.permissions.has(IMPERSONATE),
    permissions: new Set([...state.permissions].filter((permission) => own.permissions.has(permission))),
    changesAt: ends.length === 0 ? null : new Date(Math.min(...ends)),
  }
}
