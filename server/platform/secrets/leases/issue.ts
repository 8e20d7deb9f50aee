import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { Origin } from '../../../kernel/db/actor.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import { newId } from '../../../kernel/id.ts'
import { makeValue } from '../generate.ts'
import { sightOf } from '../may.ts'
import { secretsProblem } from '../problems.ts'
import type { LeaseRow, LeaseTemplate, SecretTables } from '../tables.ts'
import { addressOf, reasonOf } from '../targets/address.ts'
import { AT_WORK_SECONDS, endLease, tellLease } from './end.ts'
import type { LeaseParts } from './parts.ts'
import { accountOf, sealRevocation } from './revocation.ts'
import { targetOf } from './target.ts'
import { templateAt } from './templates.ts'

const LIVE_MAX = 1000
const PASSWORD = { length: 40, alphabet: 'alphanumeric' } as const

export interface Asked {
  readonly template: string
  readonly ttlSeconds?: number | undefined
  /** The Idempotency-Key, and the hash of what it stands for. */
  readonly key: string
  readonly hash: string
}

export interface Issued {
  readonly lease: LeaseRow
  /** Null when the request was answered before. */
  readonly password: Secret | null
  readonly address: ReturnType<typeof addressOf> | null
}

/**
 * An account of its own: the intent is written, the account made, then the lease is active. A repeat of what was broken off makes the
 * same account with another password; of what was answered, it shows the lease alone. Throws secrets/lease-template-not-found, http/denied,
 * http/invalid, http/idempotency-key-reused, http/idempotency-in-flight, secrets/lease-ended, secrets/too-many, secrets/target-failed.
 */
export async function issueLease(
  parts: LeaseParts,
  origin: Origin,
  actor: Principal['actor'],
  asked: Asked,
): Promise<Issued> {
  const { lease, template } = await parts.db.transaction(origin, (tx) => begin(parts, tx, actor, asked))
  if (lease.state === 'active') return { lease, password: null, address: null }
  const password = makeValue(PASSWORD)
  const { id, kind, expires_at: expiresAt } = lease
  let address: ReturnType<typeof addressOf>
  try {
    const connection = await parts.resolve(template.connection)
    address = addressOf(kind, connection)
    await targetOf(kind, connection).make({ name: accountOf(id), password, rules: template.rules, expiresAt })
  } catch (error) {
    await takeBack(parts, origin, lease, reasonOf(error))
    throw secretsProblem('target-failed')
  }
  const active = await parts.db.transaction(origin, (tx) => activate(tx, lease))
  if (active !== undefined) return { lease: active, password, address }
  await takeBack(parts, origin, lease, 'it was ended while it was made')
  throw secretsProblem('lease-ended')
}

async function begin(
  parts: LeaseParts,
  tx: Tx,
  actor: Principal['actor'],
  asked: Asked,
): Promise<{ lease: LeaseRow; template: LeaseTemplate }> {
  const template = await templateAt(tx, asked.template)
  const sight = await sightOf(parts, tx, actor, null)
  const at = { environment: parts.environment, path: asked.template }
  if (!sight.covers('lease', at)) {
    if (template !== undefined && sight.covers('manage', at))
      throw httpProblem('denied', { params: { permission: 'secrets:lease' } })
    throw secretsProblem('lease-template-not-found')
  }
  if (template === undefined) throw secretsProblem('lease-template-not-found')
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`lease ${actor.userId} ${asked.key}`])
  const known = await tx
    .query<SecretTables>()
    .selectFrom('secrets.lease')
    .selectAll()
    .where('holder_id', '=', actor.userId)
    .where('request_key', '=', asked.key)
    .forUpdate()
    .executeTakeFirst()
  if (known !== undefined) return { lease: await again(tx, known, asked), template }
  return { lease: await intend(parts, tx, actor, { asked, template }), template }
}

/** The lease of a request that came before. */
async function again(tx: Tx, known: LeaseRow, { hash }: Asked): Promise<LeaseRow> {
  if (known.request_hash !== hash) throw httpProblem('idempotency-key-reused')
  if (known.state === 'active') return known
  if (known.state !== 'making' || known.expires_at <= now()) throw secretsProblem('lease-ended')
  if (known.next_try_at > now()) throw httpProblem('idempotency-in-flight', { retryAfterSeconds: AT_WORK_SECONDS })
  await tx.raw('UPDATE secrets.lease SET next_try_at = $2 WHERE id = $1', [known.id, inSeconds(AT_WORK_SECONDS)])
  return known
}

async function intend(
  { vault }: LeaseParts,
  tx: Tx,
  { userId, apiKeyId }: Principal['actor'],
  { asked, template }: { readonly asked: Asked; readonly template: LeaseTemplate },
): Promise<LeaseRow> {
  const { ttlSeconds = template.ttl_seconds, key, hash } = asked
  if (ttlSeconds > template.max_ttl_seconds) {
    const detail = `is ${template.max_ttl_seconds} at most here`
    throw httpProblem('invalid', { errors: [{ pointer: '/ttlSeconds', code: 'maximum', detail }] })
  }
  const [counted] = await tx.raw<{ count: bigint }>(
    "SELECT count(*) FROM secrets.lease WHERE template_id = $1 AND state <> 'ended'",
    [template.id],
  )
  if (Number(counted?.count ?? 0) >= LIVE_MAX) throw secretsProblem('too-many')
  const id = newId<'lease'>()
  const revocation = await sealRevocation(vault, tx, id, { connection: template.connection, account: accountOf(id) })
  return await tx
    .query<SecretTables>()
    .insertInto('secrets.lease')
    .values({
      ...{ id, template_id: template.id, path: template.path, kind: template.kind, state: 'making', revocation },
      ...{ holder_id: userId, api_key_id: apiKeyId ?? null, request_key: key, request_hash: hash },
      ...{ issued_at: now(), expires_at: inSeconds(ttlSeconds), max_expires_at: inSeconds(template.max_ttl_seconds) },
      next_try_at: inSeconds(AT_WORK_SECONDS),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

async function activate(tx: Tx, { id }: LeaseRow): Promise<LeaseRow | undefined> {
  const row = await tx
    .query<SecretTables>()
    .updateTable('secrets.lease')
    .set({ state: 'active' })
    .where('id', '=', id)
    .where('state', '=', 'making')
    .returningAll()
    .executeTakeFirst()
  if (row !== undefined) await tellLease(tx, 'secrets.lease.issued', row)
  return row
}

/** Removes what may have been made, also of a lease that has been ended meanwhile. */
async function takeBack(parts: LeaseParts, origin: Origin, lease: LeaseRow, reason: string): Promise<void> {
  parts.log.warn({ leaseId: lease.id, path: lease.path, reason }, 'the account of a lease was not made')
  const [held] = await parts.db.raw<LeaseRow & Record<string, unknown>>(
    `UPDATE secrets.lease SET state = 'revoking', ended_at = NULL, revocation = $2, error = $3, next_try_at = $4
      WHERE id = $1 RETURNING *`,
    [lease.id, lease.revocation, reason, inSeconds(AT_WORK_SECONDS)],
  )
  await endLease(parts, origin, held ?? lease)
}
