import type { Selectable } from 'kysely'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, isUuid, newId } from '../../kernel/id.ts'
import { secretsProblem } from './problems.ts'
import type { Ability, Environment, SecretTables } from './tables.ts'

const GRANTS_MAX = 1000
const PATTERN = /^(?:\*|[a-z0-9][a-z0-9._-]*(?:\/[a-z0-9][a-z0-9._-]*)*(?:\/\*)?)$/

export type GrantRow = Selectable<SecretTables['secrets.access_grant']>

export interface NewGrant {
  readonly organisationId: Id<'organisation'> | null
  readonly environment: Environment | null
  readonly pattern: string
  readonly holderKind: GrantRow['holder_kind']
  readonly holder: string
  readonly may: readonly Ability[]
  readonly expiresAt: Date | null
}

/** Throws secrets/bad-pattern, secrets/bad-holder, secrets/too-many. */
export async function createGrant(tx: Tx, by: Id<'user'>, wanted: NewGrant): Promise<GrantRow> {
  const { organisationId, environment, pattern, holderKind, holder, may, expiresAt } = wanted
  assertPattern(pattern)
  if ((holderKind !== 'role' && !isUuid(holder)) || (holderKind === 'role' && organisationId !== null))
    throw secretsProblem('bad-holder')
  const [counted] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) FROM secrets.access_grant WHERE organisation_id IS NOT DISTINCT FROM $1',
    [organisationId],
  )
  if (Number(counted?.count ?? 0) >= GRANTS_MAX) throw secretsProblem('too-many')
  const row = await tx
    .query<SecretTables>()
    .insertInto('secrets.access_grant')
    .values({
      ...{ id: newId<'secret-grant'>(), organisation_id: organisationId, environment, pattern },
      ...{ holder_kind: holderKind, holder, may: [...may], created_by: by, created_at: now() },
      expires_at: expiresAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tellGrant(tx, 'secrets.grant.created', row)
  return row
}

/** Throws secrets/bad-pattern. */
export function assertPattern(pattern: string): void {
  if (!PATTERN.test(pattern)) throw secretsProblem('bad-pattern')
}

export async function deleteGrant(tx: Tx, grant: GrantRow): Promise<void> {
  await tx.query<SecretTables>().deleteFrom('secrets.access_grant').where('id', '=', grant.id).execute()
  await tellGrant(tx, 'secrets.grant.deleted', grant)
}

/** Throws secrets/grant-not-found. */
export async function findGrant(reader: Db | Tx, id: Id<'secret-grant'>): Promise<GrantRow> {
  const row = await reader
    .query<SecretTables>()
    .selectFrom('secrets.access_grant')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('grant-not-found')
  return row
}

export function listGrants(db: Db, organisationId: Id<'organisation'> | null): Promise<GrantRow[]> {
  return db
    .query<SecretTables>()
    .selectFrom('secrets.access_grant')
    .selectAll()
    .where('organisation_id', organisationId === null ? 'is' : '=', organisationId)
    .orderBy('id', 'desc')
    .limit(GRANTS_MAX)
    .execute()
}

function tellGrant(tx: Tx, action: string, grant: GrantRow): Promise<void> {
  const { id, organisation_id: organisationId, environment, pattern, holder_kind: holderKind, holder, may } = grant
  const expiresAt = grant.expires_at?.toISOString() ?? null
  return tx.audit({
    action,
    subject: { kind: 'secret-grant', id },
    details: { organisationId, environment, pattern, holderKind, holder, may, expiresAt },
  })
}
