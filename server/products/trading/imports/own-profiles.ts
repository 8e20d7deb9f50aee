import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { violatedConstraint } from '../../../kernel/db/sqlstate.ts'
import { asId, type Id, isUuid, newId } from '../../../kernel/id.ts'
import { importProblem } from './problems.ts'
import { profileFaults } from './reading/faults.ts'
import type { Profile } from './reading/profile.ts'
import { shippedProfiles } from './reading/shipped.ts'
import type { ImportTables, ProfileRow } from './tables.ts'

const PROFILES_MAX = 100

export interface OwnProfile {
  readonly ownerId: Id<'user'>
  readonly id: Id<'import-profile'>
}

/** Those of the trader, by name. */
export async function listOwnProfiles(source: Db | Tx, ownerId: Id<'user'>): Promise<ProfileRow[]> {
  return await profiles(source, ownerId).orderBy('name').orderBy('id').execute()
}

/** One of the trader's, or one that comes with the product. Throws trading/import-profile-not-found. */
export async function findProfile(source: Db | Tx, ownerId: Id<'user'>, id: string): Promise<Profile> {
  const shipped = shippedProfiles.find((profile) => profile.id === id)
  if (shipped !== undefined) return shipped
  if (!isUuid(id)) throw importProblem('import-profile-not-found')
  return definitionOf(await ownProfile(source, { ownerId, id: asId<'import-profile'>(id) }))
}

/** All that files of the trader may be known by. */
export async function profilesFor(source: Db | Tx, ownerId: Id<'user'>): Promise<Profile[]> {
  return [...(await listOwnProfiles(source, ownerId)).map(definitionOf), ...shippedProfiles]
}

export async function ownProfile(source: Db | Tx, { ownerId, id }: OwnProfile): Promise<ProfileRow> {
  const row = await profiles(source, ownerId).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw importProblem('import-profile-not-found')
  return row
}

function profiles(source: Db | Tx, ownerId: Id<'user'>) {
  return source.query<ImportTables>().selectFrom('trading.import_profile').selectAll().where('owner_id', '=', ownerId)
}

/** A definition under the name it has here. */
export function definitionOf({ id, definition, version }: ProfileRow): Profile {
  return { ...(definition as Profile), id, version }
}

/** Throws trading/import-profile-invalid with every fault, below `pointer` of the body. */
export function assertSound(profile: Profile, pointer: string): void {
  const faults = profileFaults(profile)
  if (faults.length === 0) return
  throw importProblem('import-profile-invalid', {
    errors: faults.slice(0, 50).map((fault) => ({
      ...{ pointer: `${pointer}${fault.pointer}`, code: 'profile', detail: fault.detail },
    })),
  })
}

/** Throws trading/import-profile-invalid, trading/import-profile-name-taken, trading/too-many-import-profiles. */
export async function createProfile(tx: Tx, ownerId: Id<'user'>, definition: Profile): Promise<ProfileRow> {
  assertSound(definition, '/definition')
  const at = now()
  const row = { ...{ id: newId<'import-profile'>(), owner_id: ownerId, version: 1 }, created_at: at, updated_at: at }
  const [{ count } = { count: 0n }] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) AS count FROM trading.import_profile WHERE owner_id = $1',
    [ownerId],
  )
  if (count >= PROFILES_MAX) throw importProblem('too-many-import-profiles')
  const made = await unlessTaken(
    tx
      .query<ImportTables>()
      .insertInto('trading.import_profile')
      .values({ ...row, name: definition.name, definition: JSON.stringify(definition) })
      .returningAll()
      .executeTakeFirstOrThrow(),
  )
  await audit(tx, 'created', made)
  return made
}

/** Writes a profile whose `version` was read; imports that chose it before keep what it was. Throws trading/import-profile-stale too. */
export async function changeProfile(
  tx: Tx,
  own: OwnProfile,
  { version, definition }: { readonly version: number; readonly definition: Profile },
): Promise<ProfileRow> {
  assertSound(definition, '/definition')
  const before = await ownProfile(tx, own)
  const changed = await unlessTaken(
    tx
      .query<ImportTables>()
      .updateTable('trading.import_profile')
      .set({ name: definition.name, definition: JSON.stringify(definition), version: version + 1, updated_at: now() })
      .where('id', '=', before.id)
      .where('version', '=', version)
      .returningAll()
      .executeTakeFirst(),
  )
  if (changed === undefined) throw importProblem('import-profile-stale')
  await audit(tx, 'changed', changed)
  return changed
}

/** Imports that chose it keep what it was. */
export async function deleteProfile(tx: Tx, own: OwnProfile): Promise<void> {
  const row = await ownProfile(tx, own)
  await tx.query<ImportTables>().deleteFrom('trading.import_profile').where('id', '=', row.id).execute()
  await audit(tx, 'deleted', row)
}

async function unlessTaken<Row>(written: Promise<Row>): Promise<Row> {
  try {
    return await written
  } catch (error) {
    if (violatedConstraint(error) === 'import_profile_by_name') throw importProblem('import-profile-name-taken')
    throw error
  }
}

async function audit(tx: Tx, what: string, { id, version }: ProfileRow): Promise<void> {
  await tx.audit({
    action: `trading.import-profile.${what}`,
    subject: { kind: 'import-profile', id },
    details: { version },
  })
}
