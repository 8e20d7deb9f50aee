import { LRUCache } from 'lru-cache'
import { now } from '../../kernel/clock.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Access, Standing } from '../access/index.ts'
import type { Factors } from '../factors/index.ts'
import { dueOfSession } from './assurance.ts'
import { type BegunSession, createSessionRows, type SessionRow, type SessionRows } from './session-rows.ts'

/** Everything a request needs to know of a session beyond its token. */
export interface SessionState {
  readonly userId: Id<'user'>
  readonly epoch: number
  readonly aal: 1 | 2
  /** How the person was proven: names of RFC 8176. */
  readonly amr: readonly string[]
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
  readonly locale: string | null
  readonly emailVerifiedAt: Date | null
  readonly userCreatedAt: Date
  readonly sessionCreatedAt: Date
  readonly refreshSalt: Buffer
}

export interface LiveSessions {
  /** Saves the first question about a session that begins from being asked of the database, unless something changes before. */
  begun(session: BegunSession): void
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
  const rows = createSessionRows(db)
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
    if (kind === 'session') {
      states.delete(asId<'session'>(id))
      rows.forget(asId<'session'>(id))
      return
    }
    const userId = kind === 'user' ? asId<'user'>(id) : null
    for (const tell of listeners) tell(userId)
    if (userId === null) states.clear()
    else for (const sessionId of [...(byUser.get(userId) ?? [])]) states.delete(sessionId)
    rows.forgetAll()
  }
  const changed = async (tx: Tx, key: string): Promise<void> => {
    await bus.announce(tx, CHANNEL, key)
    tx.afterCommit(() => drop(key))
  }

  bus.listen(CHANNEL, drop)
  bus.onGap(() => drop('all'))
  factors.onChange((userId) => drop(userId === null ? 'all' : `user:${userId}`))
  access.onChange((userId) => drop(userId === null ? 'all' : `user:${userId}`))

  return {
    begun: (session) => void (bus.healthy() && rows.begun(session)),
    known: (sessionId) => states.peek(sessionId),
    async find(sessionId, userId) {
      const known = bus.healthy() ? states.get(sessionId) : undefined
      if (known !== undefined && !isOver(known)) return known.userId === userId ? known : null
      const before = drops
      if (!bus.healthy()) rows.forget(sessionId)
      const state = await readState({ db, access, factors, rows }, sessionId, userId)
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

type ReadDeps = Pick<LiveDeps, 'db' | 'access' | 'factors'> & { readonly rows: SessionRows }

async function readState(
  { db, access, factors, rows }: ReadDeps,
  sessionId: Id<'session'>,
  userId: Id<'user'>,
): Promise<SessionState | null> {
  const [row, standing] = await Promise.all([rows.read(sessionId), access.standingOf(db, userId)])
  if (row === undefined || row.user_id !== userId) return null
  const isShort = standing.mfaRequired && row.aal < 2
  const enrolled = isShort && (await factors.methodsOf(db, userId)).length > 0
  const due = dueOfSession({ aal: row.aal, demanded: standing.mfaRequired, enrolled })
  const { permissions, roles, changesAt } = standing
  const state = stateOf(row, { permissions, roles, changesAt, due })
  if (row.impersonator_id === null) return state
  return inAnothersName(state, await access.standingOf(db, row.impersonator_id))
}

function isOver({ changesAt }: SessionState): boolean {
  return changesAt !== null && changesAt <= now()
}

function stateOf(row: SessionRow, of: Pick<SessionState, 'permissions' | 'roles' | 'changesAt' | 'due'>): SessionState {
  return {
    userId: row.user_id,
    epoch: row.epoch,
    aal: row.aal,
    amr: row.amr,
    authenticatedAt: row.authenticated_at,
    expiresAt: row.expires_at,
    open: row.open,
    ...of,
    email: row.email,
    name: row.name,
    locale: row.locale,
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
