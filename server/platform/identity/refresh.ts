import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { networkOf } from '../../kernel/http/client-ip.ts'
import type { Id } from '../../kernel/id.ts'
import { sendNotice } from './letters.ts'
import { refreshReuseMail } from './mails.ts'
import type { Parts } from './parts.ts'
import { findPerson } from './people.ts'
import { identityProblem } from './problems.ts'
import { isGenuine, parseRefreshToken, type RefreshToken } from './refresh-token.ts'
import type { Transact } from './registration.ts'
import { endSession, type SessionCore } from './sessions.ts'
import type { Transport } from './tables.ts'

/** Where and for whom a request is served. */
export interface RefreshCall {
  readonly transaction: Transact
  readonly origin: Origin
}

const GRACE_MS = 10_000

type Row = {
  id: Id<'session'>
  user_id: Id<'user'>
  refresh_salt: Buffer
  generation: number
  rotated_at: Date
  aal: 1 | 2
  transport: Transport
  expires_at: Date
  idle_expires_at: Date
  revoked: boolean
  epoch: number
  disabled: boolean
}

const COLUMNS = `
  s.id, s.user_id, s.refresh_salt, s.generation, s.rotated_at, s.aal, s.transport, s.expires_at, s.idle_expires_at,
  s.revoked_at IS NOT NULL AS revoked, u.epoch, u.disabled_at IS NOT NULL AS disabled`

const READ = `SELECT ${COLUMNS} FROM identity.session s JOIN identity."user" u ON u.id = s.user_id WHERE s.id = $1`

/** Of any number at once one statement wins; the others find the generation grown. */
const ROTATE = `
  UPDATE identity.session s
     SET generation = generation + 1, rotated_at = $3, last_seen_at = $3, idle_expires_at = $4, ip = $5, network = $6, user_agent = $7
    FROM identity."user" u
   WHERE s.id = $1 AND s.generation = $2 AND s.revoked_at IS NULL AND s.expires_at > $3 AND s.idle_expires_at > $3
     AND u.id = s.user_id AND u.disabled_at IS NULL
   RETURNING ${COLUMNS}`

/**
 * Trades a refresh token for its successor. Within 10 s the direct parent gets the same successor again, so that tabs racing each
 * other agree; any older one means that a copy is about: the session ends, the trail and the person are told (RFC 9700, 4.14.2).
 * `assertMayUse` may refuse by throwing, before anything is written. Throws identity/session-expired.
 */
export async function refresh(
  parts: Parts,
  { transaction, origin }: RefreshCall,
  text: string,
  assertMayUse: (sessionId: Id<'session'>) => void,
): Promise<SessionCore> {
  const token = parseRefreshToken(text)
  const salt = token === null ? undefined : await saltOf(parts, token.sessionId)
  if (token === null || salt === undefined || !isGenuine(token, salt, parts.keys.refresh))
    throw identityProblem('session-expired', { refused: 'refresh-token' })
  assertMayUse(token.sessionId)
  const rotated = await advance(parts, token, origin)
  if (rotated !== undefined) return coreOf(rotated)
  const outcome = await transaction((tx) => judgeOlder(parts, tx, token))
  if (outcome === 'reused') parts.metrics.authRefreshReuse.inc()
  if (outcome === 'reused' || outcome === 'ended')
    throw identityProblem('session-expired', { refused: 'refresh-token' })
  return outcome
}

/** A genuine token that is not the newest: one of two tabs that raced, or a copy. */
async function judgeOlder(parts: Parts, tx: Tx, token: RefreshToken): Promise<SessionCore | 'ended' | 'reused'> {
  const current = await readSession(tx, token.sessionId)
  if (current === undefined || isOver(current)) return 'ended'
  const isParent = token.generation === current.generation - 1
  if (isParent && nowMs() - current.rotated_at.getTime() <= GRACE_MS) return coreOf(current)
  return endForReuse(parts, tx, current)
}

async function readSession(reader: Db | Tx, id: Id<'session'>): Promise<Row | undefined> {
  return (await reader.raw<Row>(READ, [id]))[0]
}

function isOver(row: Row): boolean {
  const at = now()
  return row.revoked || row.disabled || row.expires_at <= at || row.idle_expires_at <= at
}

async function advance(parts: Parts, token: RefreshToken, { ip, userAgent }: Origin): Promise<Row | undefined> {
  const network = ip === undefined ? null : networkOf(ip)
  const idleEnd = inSeconds(parts.config.sessionIdleSeconds)
  const values = [token.sessionId, token.generation, now(), idleEnd, ip ?? null, network, userAgent ?? null]
  return (await parts.db.raw<Row>(ROTATE, values))[0]
}

/** A session keeps its salt for life, so one that is remembered will do. */
async function saltOf(parts: Parts, id: Id<'session'>): Promise<Buffer | undefined> {
  return parts.live.known(id)?.refreshSalt ?? (await readSession(parts.db, id))?.refresh_salt
}

async function endForReuse(parts: Parts, tx: Tx, row: Row): Promise<'reused' | 'ended'> {
  if (!(await endSession(tx, parts.live, { id: row.id, userId: row.user_id }, 'refresh-reuse'))) return 'ended'
  await tx.audit({
    action: 'identity.session.refresh-reuse',
    subject: { kind: 'user', id: row.user_id },
    details: { sessionId: row.id },
  })
  const person = await findPerson(tx, row.user_id)
  if (person !== undefined) await sendNotice(parts, tx, person, refreshReuseMail)
  return 'reused'
}

function coreOf(row: Row): SessionCore {
  return {
    id: row.id,
    userId: row.user_id,
    generation: row.generation,
    salt: row.refresh_salt,
    aal: row.aal,
    epoch: row.epoch,
    transport: row.transport,
    expiresAt: row.expires_at,
  }
}

/** The session of a genuine refresh token, whatever its age, for signing out; null for anything else. */
export async function sessionOfRefreshToken(parts: Parts, text: string) {
  const token = parseRefreshToken(text)
  if (token === null) return null
  const row = await readSession(parts.db, token.sessionId)
  if (row === undefined || !isGenuine(token, row.refresh_salt, parts.keys.refresh)) return null
  return { id: row.id, userId: row.user_id }
}
