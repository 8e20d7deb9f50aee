import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Origin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Id } from '../../../kernel/id.ts'
import { assertPattern } from '../grants.ts'
import { isWithin, type Sight, sightOf } from '../may.ts'
import { secretsProblem } from '../problems.ts'
import type { LeaseRow, SecretTables } from '../tables.ts'
import { reasonOf } from '../targets/address.ts'
import { beginEnd, endLease, tellLease } from './end.ts'
import type { LeaseParts } from './parts.ts'
import { openRevocation } from './revocation.ts'
import { targetOf } from './target.ts'

type Caller = Principal['actor']

/** A lease is its holder's, and of those who may manage its template. */
function sees({ environment }: LeaseParts, { userId, apiKeyId }: Caller, sight: Sight, lease: LeaseRow): boolean {
  if (sight.covers('manage', { environment, path: lease.path })) return true
  return lease.holder_id === userId && (apiKeyId === undefined || lease.api_key_id === apiKeyId)
}

/** Throws secrets/lease-not-found, also where the caller may not see it. */
export async function findLease(parts: LeaseParts, reader: Db | Tx, actor: Caller, id: Id<'lease'>): Promise<LeaseRow> {
  const lease = await reader
    .query<SecretTables>()
    .selectFrom('secrets.lease')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (lease === undefined || !sees(parts, actor, await sightOf(parts, reader, actor, null), lease))
    throw secretsProblem('lease-not-found')
  return lease
}

/** Newest first: what the caller sees of those below a path. */
export async function listLeases(
  parts: LeaseParts,
  actor: Caller,
  { prefix, live, limit, before }: ListedLeases,
): Promise<LeaseRow[]> {
  const spans = (await sightOf(parts, parts.db, actor, null)).spans('manage')
  const here = spans?.filter(({ environment }) => environment === null || environment === parts.environment)
  return await parts.db.raw<LeaseRow & Record<string, unknown>>(
    `SELECT * FROM secrets.lease
      WHERE ($1::text IS NULL OR starts_with(path, $1)) AND (NOT $2 OR state <> 'ended') AND ($3::uuid IS NULL OR id < $3)
        AND ($4 OR (holder_id = $5 AND ($6::uuid IS NULL OR api_key_id = $6))
             OR EXISTS (SELECT FROM unnest($7::text[]) AS pattern
                 WHERE pattern IN ('*', path) OR right(pattern, 2) = '/*' AND starts_with(path, left(pattern, -1))))
      ORDER BY id DESC LIMIT $8`,
    [
      ...[prefix ?? null, live, before, spans === null, actor.userId, actor.apiKeyId ?? null],
      ...[here?.map(({ pattern }) => pattern) ?? [], limit],
    ],
  )
}

export interface ListedLeases {
  readonly prefix?: string | undefined
  /** Without those that have ended. */
  readonly live: boolean
  readonly limit: number
  readonly before: string | null
}

/**
 * Good for `ttlSeconds` from now, or as long as its template says, and until its maximum at most. Throws secrets/lease-not-found,
 * secrets/lease-template-not-found, secrets/lease-ended, secrets/target-failed.
 */
export async function renewLease(
  parts: LeaseParts,
  { origin, actor }: { readonly origin: Origin; readonly actor: Caller },
  id: Id<'lease'>,
  ttlSeconds: number | undefined,
): Promise<LeaseRow> {
  const lease = await findLease(parts, parts.db, actor, id)
  const sight = await sightOf(parts, parts.db, actor, null)
  if (!sight.covers('lease', { environment: parts.environment, path: lease.path }))
    throw httpProblem('denied', { params: { permission: 'secrets:lease' } })
  const { revocation, max_expires_at: latest } = lease
  if (lease.state !== 'active' || revocation === null || lease.expires_at <= now()) throw secretsProblem('lease-ended')
  const wanted = inSeconds(ttlSeconds ?? (await ttlOf(parts.db, lease)))
  const until = wanted < latest ? wanted : latest
  try {
    const { connection, account } = await openRevocation(parts.vault, parts.db, { id, revocation })
    await targetOf(lease.kind, await parts.resolve(connection)).extend(account, until)
  } catch (error) {
    parts.log.warn({ leaseId: id, path: lease.path, reason: reasonOf(error) }, 'a lease was not renewed')
    throw secretsProblem('target-failed')
  }
  return await parts.db.transaction(origin, async (tx) => {
    const row = await tx
      .query<SecretTables>()
      .updateTable('secrets.lease')
      .set({ expires_at: until })
      .where('id', '=', id)
      .where('state', '=', 'active')
      .where('expires_at', '>', now())
      .returningAll()
      .executeTakeFirst()
    if (row === undefined) throw secretsProblem('lease-ended')
    await tellLease(tx, 'secrets.lease.renewed', row)
    return row
  })
}

async function ttlOf(db: Db, { template_id: id }: LeaseRow): Promise<number> {
  const [row] = await db.raw<{ seconds: number }>(
    'SELECT ttl_seconds AS seconds FROM secrets.lease_template WHERE id = $1',
    [id],
  )
  return row?.seconds ?? 0
}

/** Ends a lease now; `revoking` when its account could not be removed yet. Throws secrets/lease-not-found. */
export async function revokeLease(
  parts: LeaseParts,
  { origin, actor }: { readonly origin: Origin; readonly actor: Caller },
  id: Id<'lease'>,
): Promise<LeaseRow> {
  const held = await parts.db.transaction(origin, async (tx) => {
    const lease = await findLease(parts, tx, actor, id)
    const ending = await beginEnd(tx, id)
    if (lease.state === 'making' || lease.state === 'active') await tellLease(tx, 'secrets.lease.revoked', lease)
    return ending
  })
  if (held !== undefined) await endLease(parts, origin, held)
  return await findLease(parts, parts.db, actor, id)
}

/** Has the sweeper end every live lease of the templates of a pattern, as far as the caller may manage them; answers how many. Throws secrets/bad-pattern, http/denied. */
export async function revokeWithin(parts: LeaseParts, tx: Tx, actor: Caller, pattern: string): Promise<number> {
  assertPattern(pattern)
  const sight = await sightOf(parts, tx, actor, null)
  if (sight.spans('manage')?.length === 0) throw httpProblem('denied', { params: { permission: 'secrets:manage' } })
  const live = await tx
    .query<SecretTables>()
    .selectFrom('secrets.lease')
    .selectAll()
    .where('state', 'in', ['making', 'active'])
    .orderBy('id')
    .forUpdate()
    .execute()
  const { environment } = parts
  const meant = live.filter(({ path }) => isWithin(pattern, path) && sight.covers('manage', { environment, path }))
  await tx.raw("UPDATE secrets.lease SET state = 'revoking', next_try_at = $2 WHERE id = ANY ($1::uuid[])", [
    ...[meant.map(({ id }) => id), now()],
  ])
  for (const lease of meant) await tellLease(tx, 'secrets.lease.revoked', lease)
  return meant.length
}
