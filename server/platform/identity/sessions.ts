import { randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { HeldValue } from '../../kernel/db/batch.ts'
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
  | 'email-changed'
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
  /** As IS_NEW_DEVICE said in the same transaction; without it that is asked with the row. */
  readonly isNewDevice?: boolean | undefined
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
  readonly amr: readonly string[]
  readonly authenticatedAt: Date
  readonly createdAt: Date
}

const COLUMNS = [
  ...(['user_id', 'network', 'user_agent', 'id', 'ip', 'refresh_salt', 'aal', 'amr', 'transport'] as const),
  ...(['expires_at', 'idle_expires_at', 'impersonator_id', 'impersonation_reason'] as const),
  ...(['authenticated_at', 'rotated_at', 'created_at', 'last_seen_at'] as const),
]

/** Whether the person $1 had sessions before, but never one from network $2 with program $3. */
export const IS_NEW_DEVICE = `
  EXISTS (SELECT FROM identity.session WHERE user_id = $1)
    AND NOT EXISTS (SELECT FROM identity.session
                     WHERE user_id = $1 AND network IS NOT DISTINCT FROM $2::text AND user_agent IS NOT DISTINCT FROM $3::text)
  AS is_new_device`

/** The device as IS_NEW_DEVICE takes it, from $2 on. */
export function deviceOf({ ip, userAgent }: Pick<Origin, 'ip' | 'userAgent'>): [string | null, string | null] {
  return [ip === undefined ? null : networkOf(ip), userAgent ?? null]
}

/** How each column takes its place: names of factors are sent as one text, which goes along with another statement. */
const TAKEN: Readonly<Record<string, (place: string) => string>> = {
  network: (place) => `${place}::text`,
  user_agent: (place) => `${place}::text`,
  amr: (place) => `string_to_array(${place}, ' ')`,
}
const PLACES = COLUMNS.map((column, at) => TAKEN[column]?.(`$${at + 1}`) ?? `$${at + 1}`)
const INSERT = `INSERT INTO identity.session (${COLUMNS.join(', ')}) VALUES (${PLACES.join(', ')})`
/** What a statement inserts it does not see: the answer is about the sessions before. */
const INSERT_AND_TELL = `${INSERT} RETURNING ${IS_NEW_DEVICE}`

/**
 * Starts a session, always under a new id. Who has asked already whether the device is a new one saves the row from being waited for.
 */
export async function startSession(tx: Tx, config: SessionConfig, owner: SessionOwner): Promise<StartedSession> {
  const { impersonation } = owner
  // The person sees the list of sessions, and is not to see where the impersonator sits.
  const origin: Pick<Origin, 'ip' | 'userAgent'> = impersonation === undefined ? tx.origin : {}
  const [network, userAgent] = deviceOf(origin)
  const at = now()
  const session = {
    id: newId<'session'>(),
    user_id: owner.userId,
    network,
    user_agent: userAgent,
    ip: origin.ip ?? null,
    refresh_salt: randomBytes(SALT_BYTES),
    aal: owner.aal,
    amr: owner.amr.join(' '),
    transport: owner.transport,
    expires_at: inSeconds(impersonation?.lifetimeSeconds ?? config.sessionAbsoluteSeconds),
    idle_expires_at: inSeconds(impersonation?.lifetimeSeconds ?? config.sessionIdleSeconds),
    impersonator_id: impersonation?.by ?? null,
    impersonation_reason: impersonation?.reason ?? null,
    authenticated_at: owner.provenAt ?? at,
    ...{ rotated_at: at, created_at: at, last_seen_at: at },
  } satisfies Record<(typeof COLUMNS)[number], HeldValue>
  const values = COLUMNS.map((column) => session[column])
  const isNewDevice = owner.isNewDevice ?? (await insertAndTell(tx, values))
  if (owner.isNewDevice !== undefined) await tx.later(INSERT, values)
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
    amr: owner.amr,
    epoch: owner.epoch,
    transport: owner.transport,
    expiresAt: session.expires_at,
    authenticatedAt: session.authenticated_at,
    createdAt: session.created_at,
    isNewDevice,
    ...(impersonation === undefined ? {} : { impersonatorId: impersonation.by }),
  }
}

async function insertAndTell(tx: Tx, values: readonly HeldValue[]): Promise<boolean> {
  const [inserted] = await tx.raw<{ is_new_device: boolean }>(INSERT_AND_TELL, values)
  return inserted?.is_new_device === true
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
