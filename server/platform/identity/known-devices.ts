import { createHash, createHmac, type KeyObject, randomBytes, timingSafeEqual } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import type { SessionCore } from './sessions.ts'
import type { IdentityTables } from './tables.ts'

const NONCE_BYTES = 16
const COOKIE_SECONDS = 400 * 24 * 60 * 60

/**
 * The browser a request comes from, as its rows name it; null without a cookie of ours. The cookie is `nonce.HMAC(nonce)`: it says
 * which browser this is, and the rows of `identity.device` say with whose accounts it has been used.
 */
export function browserOf(parts: Pick<Parts, 'cookies' | 'keys'>, request: FastifyRequest): Buffer | null {
  const [nonce = '', mac = ''] = (parts.cookies.read(request, 'known') ?? '').split('.')
  const expected = macOf(parts.keys.devices, nonce)
  const given = Buffer.from(mac, 'base64url')
  if (nonce === '' || given.length !== expected.length || !timingSafeEqual(given, expected)) return null
  return hashOf(nonce)
}

function macOf(key: KeyObject, nonce: string): Buffer {
  return createHmac('sha256', key).update(nonce).digest()
}

function hashOf(nonce: string): Buffer {
  return createHash('sha256').update(nonce).digest()
}

/**
 * Remembers that the person signed in with this browser, until whatever ends all sessions. One statement beside the sign-in's
 * transaction: the session's epoch keeps a row from outliving a change of password that came between.
 */
export async function rememberDevice(
  parts: Parts,
  reply: FastifyReply,
  session: Pick<SessionCore, 'userId' | 'epoch'>,
  ip: string | undefined,
): Promise<void> {
  const browser = browserOf(parts, reply.request) ?? giveCookie(parts, reply)
  const userAgent = reply.request.headers['user-agent']?.slice(0, 400)
  await parts.db.raw(
    `INSERT INTO identity.device (id, user_id, browser, epoch, created_at, last_seen_at, ip, user_agent)
     VALUES ($1, $2, $3, $4, $5, $5, $6, $7)
     ON CONFLICT (user_id, browser) DO UPDATE
       SET epoch = excluded.epoch, last_seen_at = excluded.last_seen_at, ip = excluded.ip, user_agent = excluded.user_agent,
           created_at = CASE WHEN identity.device.epoch = excluded.epoch THEN identity.device.created_at ELSE excluded.created_at END`,
    [newId<'device'>(), session.userId, browser, session.epoch, now(), ip ?? null, userAgent ?? null],
  )
}

function giveCookie(parts: Parts, reply: FastifyReply): Buffer {
  const nonce = randomBytes(NONCE_BYTES).toString('base64url')
  parts.cookies.set(
    reply,
    'known',
    `${nonce}.${macOf(parts.keys.devices, nonce).toString('base64url')}`,
    COOKIE_SECONDS,
  )
  return hashOf(nonce)
}

/** Browsers known for the person, newest first; `after` is the last id of the page before. */
export function listDevices(db: Db, userId: Id<'user'>, page: { limit: number; after: string | undefined }) {
  return db
    .query<IdentityTables>()
    .selectFrom('identity.device as device')
    .innerJoin('identity.user as person', (join) =>
      join.onRef('person.id', '=', 'device.user_id').onRef('person.epoch', '=', 'device.epoch'),
    )
    .select([
      'device.id',
      'device.browser',
      'device.created_at',
      'device.last_seen_at',
      'device.ip',
      'device.user_agent',
    ])
    .where('device.user_id', '=', userId)
    .$if(page.after !== undefined, (query) => query.where('device.id', '<', (page.after ?? '') as Id<'device'>))
    .orderBy('device.id', 'desc')
    .limit(page.limit)
    .execute()
}

/** Makes a browser unknown again. Throws identity/device-not-found. */
export async function forgetDevice(tx: Tx, userId: Id<'user'>, id: Id<'device'>): Promise<void> {
  const gone = await tx
    .query<IdentityTables>()
    .deleteFrom('identity.device')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw identityProblem('device-not-found')
  await tx.audit({
    action: 'identity.device.forgotten',
    subject: { kind: 'user', id: userId },
    details: { deviceId: id },
  })
}
