import { createHmac, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { type Id, isUuid, newId } from '../../kernel/id.ts'
import type { Reader } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import type { FactorsTables } from './tables.ts'

/** How long a browser stays trusted, used or not. */
export const DEVICE_SECONDS = 30 * 24 * 60 * 60
/** Tabs that sign in at once hold the same cookie: for so long it gets the same successor again, as a refresh token does. */
const GRACE_SECONDS = 10
const SECRET_BYTES = 32
const LABEL_MAX = 200

type Parts = Pick<FactorsParts, 'keys'>

function hashOf(parts: Parts, secret: string): Buffer {
  return createHmac('sha256', parts.keys.device).update(secret).digest()
}

/** Follows from the secret before it and the server's key, so that whoever asks twice gets the same one, and none is stored. */
function successorOf(parts: Parts, id: string, secret: string): string {
  return createHmac('sha256', parts.keys.device).update(`next\n${id}\n${secret}`).digest('base64url')
}

/** Trusts the browser that made the request of `tx`; returns the value of its cookie. The caller holds the person's factors. */
export async function trustDevice(parts: Parts, tx: Tx, userId: Id<'user'>): Promise<string> {
  const id = newId<'device'>()
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const at = now()
  await tx
    .query<FactorsTables>()
    .insertInto('factors.device')
    .values({
      id,
      user_id: userId,
      secret_hash: hashOf(parts, secret),
      label: (tx.origin.userAgent ?? 'unknown').slice(0, LABEL_MAX),
      created_at: at,
      last_used_at: at,
      expires_at: inSeconds(DEVICE_SECONDS),
    })
    .execute()
  await tx.audit({ action: 'factors.device.trusted', subject: { kind: 'user', id: userId }, details: { deviceId: id } })
  return `${id}.${secret}`
}

/**
 * Whether `deviceToken` is the one handed out last to a trusted browser of the person: returns the next one, which replaces it, else null.
 * Its direct predecessor gets the same next one for 10 s, so that tabs racing each other agree; any older token means that a copy is
 * about, and ends the trust.
 */
export async function useDevice(
  parts: Parts,
  tx: Tx,
  { userId, deviceToken }: { userId: Id<'user'>; deviceToken: string },
): Promise<string | null> {
  const [id = '', held = ''] = deviceToken.split('.')
  if (!isUuid(id)) return null
  const next = successorOf(parts, id, held)
  const advanced = await tx.raw(
    `UPDATE factors.device SET secret_hash = $4, last_used_at = $5
      WHERE id = $1 AND user_id = $2 AND secret_hash = $3 AND expires_at > $5 RETURNING id`,
    [id, userId, hashOf(parts, held), hashOf(parts, next), now()],
  )
  if (advanced.length === 1 || (await wasJustReplaced(tx, { id, userId, by: hashOf(parts, next) })))
    return `${id}.${next}`
  if (await forgetDevice(tx, userId, id as Id<'device'>)) {
    await tx.audit({
      action: 'factors.device.reused',
      subject: { kind: 'user', id: userId },
      details: { deviceId: id },
    })
  }
  return null
}

/** The trust's last use is when its secret was replaced. */
async function wasJustReplaced(
  tx: Tx,
  { id, userId, by }: { id: string; userId: Id<'user'>; by: Buffer },
): Promise<boolean> {
  const rows = await tx.raw(
    `SELECT FROM factors.device
      WHERE id = $1 AND user_id = $2 AND secret_hash = $3 AND expires_at > $4 AND last_used_at >= $5`,
    [id, userId, by, now(), inSeconds(-GRACE_SECONDS)],
  )
  return rows.length === 1
}

/** Trusted browsers that still count, newest first; `after` is the last id of the page before. */
export function listDevices(
  reader: Reader,
  userId: Id<'user'>,
  page: { readonly limit: number; readonly after: string | undefined },
) {
  return reader
    .query<FactorsTables>()
    .selectFrom('factors.device')
    .select(['id', 'label', 'created_at', 'last_used_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('expires_at', '>', now())
    .$if(page.after !== undefined, (query) => query.where('id', '<', (page.after ?? '') as Id<'device'>))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

/** Ends the trust in one browser; false when there was none with that id. */
export async function forgetDevice(tx: Tx, userId: Id<'user'>, id: Id<'device'>): Promise<boolean> {
  const deleted = await tx
    .query<FactorsTables>()
    .deleteFrom('factors.device')
    .where('id', '=', id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  return deleted.numDeletedRows > 0n
}

/** Ends the trust in every browser of the person. */
export async function forgetDevices(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.query<FactorsTables>().deleteFrom('factors.device').where('user_id', '=', userId).execute()
}
