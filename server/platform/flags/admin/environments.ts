import type { Selectable } from 'kysely'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { sendNotice } from '../notices.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagTables } from '../tables.ts'
import { auditedChanges, changesBetween } from './diff.ts'
import { actorOf, lockWrites } from './record.ts'

export type Environment = Selectable<FlagTables['flags.environment']>

/** In the order in which they are shown. */
export function listEnvironments(reader: Reader): Promise<Environment[]> {
  return reader
    .query<FlagTables>()
    .selectFrom('flags.environment')
    .selectAll()
    .orderBy('position')
    .orderBy('key')
    .execute()
}

/** Throws flags/environment-not-found. */
export async function findEnvironment(reader: Reader, key: string): Promise<Environment> {
  const found = await reader
    .query<FlagTables>()
    .selectFrom('flags.environment')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst()
  if (found === undefined) throw flagsProblem('environment-not-found')
  return found
}

const ENVIRONMENTS_MAX = 40

interface WantedEnvironment {
  readonly key: string
  readonly title: string
  /** The environment that it begins as a copy of, down to salts. */
  readonly copiedFrom: string
  readonly needsApproval: boolean
}

/** Throws flags/environment-not-found, flags/key-taken, flags/too-many. */
export async function createEnvironment(tx: Tx, wanted: WantedEnvironment): Promise<void> {
  const { key, title, copiedFrom, needsApproval } = wanted
  await lockWrites(tx)
  await findEnvironment(tx, copiedFrom)
  const held = await listEnvironments(tx)
  if (held.length >= ENVIRONMENTS_MAX) throw flagsProblem('too-many')
  if (held.some((one) => one.key === key)) throw flagsProblem('key-taken')
  const position = Math.max(...held.map((one) => one.position)) + 1
  await tx
    .query<FlagTables>()
    .insertInto('flags.environment')
    .values({ key, title, position, needs_approval: needsApproval, copied_from: copiedFrom, created_at: now() })
    .execute()
  await tx.raw(
    `INSERT INTO flags.targeting
       (flag_id, environment, enabled, off_variant, prerequisites, rules, fallthrough, version, changed_at, changed_by)
     SELECT flag_id, $1, enabled, off_variant, prerequisites, rules, fallthrough, 1, $3, $4
       FROM flags.targeting WHERE environment = $2`,
    [key, copiedFrom, now(), actorOf(tx)],
  )
  await tell(tx, 'made', key, { copiedFrom, needsApproval })
}

interface EnvironmentChange {
  readonly title?: string
  readonly needsApproval?: boolean
}

/** Throws flags/environment-not-found. */
export async function changeEnvironment(tx: Tx, key: string, change: EnvironmentChange): Promise<void> {
  await lockWrites(tx)
  const { title, needs_approval: needsApproval } = await findEnvironment(tx, key)
  const after = { title, needsApproval, ...change }
  await tx
    .query<FlagTables>()
    .updateTable('flags.environment')
    .set({ title: after.title, needs_approval: after.needsApproval })
    .where('key', '=', key)
    .execute()
  await tell(tx, 'changed', key, auditedChanges(changesBetween({ title, needsApproval }, after)))
}

/** With all that was said and counted there. Throws flags/environment-not-found, flags/built-in, flags/needs-approval. */
export async function removeEnvironment({ bus }: Pick<FlagsDeps, 'bus'>, tx: Tx, key: string): Promise<void> {
  await lockWrites(tx)
  const environment = await findEnvironment(tx, key)
  if (environment.is_built_in) throw flagsProblem('built-in')
  if (environment.needs_approval) throw flagsProblem('needs-approval', { detail: 'Say first that it needs none.' })
  await tx.query<FlagTables>().deleteFrom('flags.environment').where('key', '=', key).execute()
  await sendNotice(bus, tx, { environment: key, change: null })
  await tell(tx, 'removed', key)
}

function tell(tx: Tx, what: string, key: string, details: Readonly<Record<string, unknown>> = {}) {
  return tx.audit({ action: `flags.environment.${what}`, subject: { kind: 'flag-environment', id: key }, details })
}
