import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { enqueueLook } from './looks.ts'
import { listOwn, type OwnListAsked } from './own-rows.ts'
import { oversightProblem } from './problems.ts'
import type { OversightTables, RiskProfileRow } from './tables.ts'

export interface OwnProfile {
  readonly ownerId: Id<'user'>
  readonly id: Id<'risk-profile'>
}

/** The columns that a person chooses. */
export type ProfileFields = Omit<
  RiskProfileRow,
  'id' | 'owner_id' | 'account_id' | 'status' | 'version' | 'created_at' | 'updated_at'
>

const PROFILES_MAX = 50

/** Throws trading/risk-profile-not-found. */
export async function findProfile(source: Db | Tx, own: OwnProfile): Promise<RiskProfileRow> {
  return found(await ownProfile(source, own).executeTakeFirst())
}

/** The account is the trader's. Throws trading/oversight-full. */
export async function createProfile(
  tx: Tx,
  account: { readonly id: Id<'trading-account'>; readonly owner_id: Id<'user'> },
  fields: ProfileFields,
): Promise<RiskProfileRow> {
  const [known] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM trading.risk_profile WHERE owner_id = $1', [
    account.owner_id,
  ])
  if ((known?.count ?? 0n) >= PROFILES_MAX) throw oversightProblem('oversight-full', { params: { max: PROFILES_MAX } })
  const row = await tx
    .query<OversightTables>()
    .insertInto('trading.risk_profile')
    .values({
      ...{ id: newId<'risk-profile'>(), owner_id: account.owner_id, account_id: account.id, ...fields },
      ...{ status: 'ok', version: 1, created_at: now(), updated_at: now() },
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await enqueueLook(tx, account.id)
  await audit(tx, 'created', row)
  return row
}

/** Throws trading/risk-profile-not-found, trading/oversight-stale. */
export async function saveProfile(
  tx: Tx,
  own: OwnProfile,
  { version, ...fields }: ProfileFields & { readonly version: number },
): Promise<RiskProfileRow> {
  const before = found(await ownProfile(tx, own).forUpdate().executeTakeFirst())
  if (before.version !== version) throw oversightProblem('oversight-stale')
  const row = await tx
    .query<OversightTables>()
    .updateTable('trading.risk_profile')
    .set({ ...fields, version: version + 1, updated_at: now() })
    .where('id', '=', own.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await enqueueLook(tx, row.account_id)
  await audit(tx, 'changed', row)
  return row
}

/** With its breaches and the alerts about it. Throws trading/risk-profile-not-found. */
export async function removeProfile(tx: Tx, own: OwnProfile): Promise<void> {
  const row = found(await ownProfile(tx, own).forUpdate().executeTakeFirst())
  await tx.query<OversightTables>().deleteFrom('trading.risk_profile').where('id', '=', own.id).execute()
  await audit(tx, 'removed', row)
}

/** The newest first. */
export async function listProfiles(db: Db, ownerId: Id<'user'>, query: OwnListAsked) {
  return await listOwn(db, 'trading.risk_profile', { ...query, ownerId })
}

function ownProfile(source: Db | Tx, { ownerId, id }: OwnProfile) {
  return source
    .query<OversightTables>()
    .selectFrom('trading.risk_profile')
    .selectAll()
    .where('id', '=', id)
    .where('owner_id', '=', ownerId)
}

function found(row: RiskProfileRow | undefined): RiskProfileRow {
  if (row === undefined) throw oversightProblem('risk-profile-not-found')
  return row
}

async function audit(tx: Tx, what: string, { id, account_id: accountId }: RiskProfileRow): Promise<void> {
  await tx.audit({
    action: `trading.risk-profile.${what}`,
    subject: { kind: 'risk-profile', id },
    details: { accountId },
  })
}
