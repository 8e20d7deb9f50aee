import { randomBytes } from 'node:crypto'
import { type Selectable, sql } from 'kysely'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { networkOf } from '../../kernel/http/client-ip.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { IdentityConfig } from './config.ts'
import type { LiveSessions } from './live-sessions.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables, Transport } from './tables.ts'

const SALT_BYTES = 16

/** What tokens are made from. */
export interface SessionCore {
  readonly id: Id<'session'>
  readonly userId: Id<'user'>
  readonly generation: number
  readonly salt: Buffer
  readonly aal: 1 | 2
  readonly epoch: number
  readonly transport: Transport
  readonly expiresAt: Date
  /** Who acts in the person's name; such a session is not refreshed. */
  readonly impersonatorId?: Id<'user'>
}

export type EndReason =
  | 'signed-out'
  | 'signed-out-everywhere'
  | 'revoked'
  | 'replaced'
  | 'password-changed'
  | 'refresh-reuse'
  | 'email-reverted'
  | 'disabled'
  | 'handed-over'
  | 'impersonation-stopped'
  | 'erased'

type SessionConfig = Pick<IdentityConfig, 'sessionAbsoluteSeconds' | 'sessionIdleSeconds'>

export interface SessionOwner {
  readonly userId: Id<'user'>
  readonly epoch: number
  readonly transport: Transport
  readonly aal: 1 | 2
  /** How the person was proven: names of RFC 8176. */
  readonly amr: readonly string[]
  /** When that was, if not now: a password given anew does not make an older second factor fresh. */
  readonly provenAt?: Date | undefined
  readonly impersonation?: Impersonation
}

/** Somebody acts in the person's name. */
export interface Impersonation {
  readonly by: Id<'user'>
  readonly reason: string
  readonly lifetimeSeconds: number
}

export interface StartedSession extends SessionCore {
  /** The person had sessions before, but never one from this network with this program. */
  readonly isNewDevice: boolean
}

/** Starts a session, always under a new id. */
export async function startSession(tx: Tx, config: SessionConfig, owner: SessionOwner): Promise<StartedSession> {
  const { impersonation } = owner
  // The person sees the list of sessions, and is not to see where the impersonator sits.
  const { ip, userAgent } = impersonation === undefined ? tx.origin : {}
  const at = now()
  const session = {
    id: newId<'session'>(),
    user_id: owner.userId,
    refresh_salt: randomBytes(SALT_BYTES),
    aal: owner.aal,
    amr: [...owner.amr],
    transport: owner.transport,
    expires_at: inSeconds(impersonation?.lifetimeSeconds ?? config.sessionAbsoluteSeconds),
    idle_expires_at: inSeconds(impersonation?.lifetimeSeconds ?? config.sessionIdleSeconds),
    impersonator_id: impersonation?.by ?? null,
    impersonation_reason: impersonation?.reason ?? null,
    ip: ip ?? null,
    network: ip === undefined ? null : networkOf(ip),
    user_agent: userAgent ?? null,
    authenticated_at: owner.provenAt ?? at,
    ...{ rotated_at: at, created_at: at, last_seen_at: at },
  }
  const inserted = await tx
    .query<IdentityTables>()
    .insertInto('identity.session')
    .values(session)
    .returning(isNewDevice(session).as('is_new_device'))
    .executeTakeFirstOrThrow()
  await tx.audit({
    action: 'identity.session.started',
    subject: { kind: 'user', id: owner.userId },
    details: { sessionId: session.id, transport: owner.transport, amr: [...owner.amr] },
  })
  return {
    id: session.id,
    userId: owner.userId,
    generation: 0,
    salt: session.refresh_salt,
    aal: session.aal,
    epoch: owner.epoch,
    transport: owner.transport,
    expiresAt: session.expires_at,
    isNewDevice: inserted.is_new_device,
    ...(impersonation === undefined ? {} : { impersonatorId: impersonation.by }),
  }
}

/** Ends one open session of the user; false when there is none with that id. */
export async function endSession(
  tx: Tx,
  live: LiveSessions,
  session: { readonly id: Id<'session'>; readonly userId: Id<'user'> },
  reason: EndReason,
): Promise<boolean> {
  const ended = await tx
    .query<IdentityTables>()
    .updateTable('identity.session')
    .set({ revoked_at: now(), revoked_reason: reason })
    .where('id', '=', session.id)
    .where('user_id', '=', session.userId)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  if (ended.numUpdatedRows === 0n) return false
  await tx.audit({
    action: 'identity.session.ended',
    subject: { kind: 'user', id: session.userId },
    details: { sessionId: session.id, reason },
  })
  await live.sessionChanged(tx, session.id)
  return true
}

/**
 * Ends every session of the user, those in other people's names too, and every access token ever made for one: the epoch grows. Returns
 * the new epoch.
 */
export async function endAllSessions(
  tx: Tx,
  live: LiveSessions,
  userId: Id<'user'>,
  reason: EndReason,
): Promise<number> {
  const query = tx.query<IdentityTables>()
  const user = await query
    .updateTable('identity.user')
    .set((set) => ({ epoch: set('epoch', '+', 1) }))
    .where('id', '=', userId)
    .returning('epoch')
    .executeTakeFirst()
  if (user === undefined) throw identityProblem('user-not-found')
  const ended = await query
    .updateTable('identity.session')
    .set({ revoked_at: now(), revoked_reason: reason })
    .where((where) => where.or([where('user_id', '=', userId), where('impersonator_id', '=', userId)]))
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  await tx.audit({
    action: 'identity.sessions.ended',
    subject: { kind: 'user', id: userId },
    details: { count: Number(ended.numUpdatedRows), reason },
  })
  await live.userChanged(tx, userId)
  return user.epoch
}

type Device = Pick<Selectable<IdentityTables['identity.session']>, 'user_id' | 'network' | 'user_agent'>

/** As `StartedSession` has it. The statement that inserts the session does not see it here. */
function isNewDevice({ user_id, network, user_agent }: Device) {
  return sql<boolean>`
    EXISTS (SELECT FROM identity.session WHERE user_id = ${user_id})
    AND NOT EXISTS (SELECT FROM identity.session
                     WHERE user_id = ${user_id} AND network IS NOT DISTINCT FROM ${network}::text
                       AND user_agent IS NOT DISTINCT FROM ${user_agent}::text)`
}

/** The user's open sessions, newest first; `after` is the last id of the page before. */
export function listSessions(db: Db, userId: Id<'user'>, page: { limit: number; after: string | undefined }) {
  return db
    .query<IdentityTables>()
    .selectFrom('identity.session')
    .select(['id', 'created_at', 'last_seen_at', 'idle_expires_at', 'expires_at', 'ip', 'user_agent', 'aal'])
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', now())
    .where('idle_expires_at', '>', now())
    .$if(page.after !== undefined, (query) => query.where('id', '<', (page.after ?? '') as Id<'session'>))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}
