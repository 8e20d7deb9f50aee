import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagRow, FlagTables } from '../tables.ts'
import { actorOf, lockWrites, record } from './record.ts'

const FLAGS_MAX = 5000
/** Addresses below `/api/flags/` that are no flags. */
const RESERVED = new Set(['import', 'export', 'snapshot'])

export interface WantedFlag {
  readonly key: string
  readonly title: string
  readonly description?: string
  readonly type: FlagType
  /** Absent: `on` and `off`, of a boolean. */
  readonly variants?: readonly Variant[]
  readonly isPublic?: boolean
  readonly isPermanent?: boolean
  readonly staleAfterDays?: number | null
  readonly ownerId?: Id<'user'> | null
  readonly reason?: string
}

/** Makes a flag, switched off in every environment. Throws flags/key-taken, flags/invalid, flags/too-many. */
export async function createFlag(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, wanted: WantedFlag): Promise<FlagRow> {
  const variants = wanted.variants ?? (wanted.type === 'boolean' ? ON_AND_OFF : [])
  assertSound([...keyFaults(wanted.key), ...variantFaults(wanted.type, variants)])
  await lockWrites(tx)
  const [counted] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM flags.flag')
  if (Number(counted?.count ?? 0) >= FLAGS_MAX) throw flagsProblem('too-many')
  const made = await tx
    .query<FlagTables>()
    .insertInto('flags.flag')
    .values({
      ...{ id: newId(), key: wanted.key, title: wanted.title, description: wanted.description ?? '' },
      ...{ type: wanted.type, variants: JSON.stringify(variants), is_public: wanted.isPublic ?? false },
      ...{ is_permanent: wanted.isPermanent ?? false, stale_after_days: wanted.staleAfterDays ?? null },
      ...{ owner_id: wanted.ownerId ?? null, created_at: now(), version: 1 },
    })
    .onConflict((conflict) => conflict.column('key').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (made === undefined) throw flagsProblem('key-taken')
  const touches = await beginTargeting(tx, made)
  const { key, reason = '' } = wanted
  await record(deps, tx, {
    ...{ subject: { kind: 'flag', target: key, environment: null }, version: 1, action: 'made' },
    ...{ before: null, after: definitionOf(made), reason, touches },
  })
  return made
}

/** What of a flag decides how it is evaluated everywhere. */
interface Definition {
  readonly variants: readonly Variant[]
  readonly isPublic: boolean
  readonly archived: boolean
}

function definitionOf(row: Pick<FlagRow, 'variants' | 'is_public' | 'archived_at'>): Definition {
  return { variants: row.variants, isPublic: row.is_public, archived: row.archived_at !== null }
}

/** Throws flags/flag-not-found. */
export async function findFlag(reader: Reader, key: string): Promise<FlagRow> {
  const found = await reader
    .query<FlagTables>()
    .selectFrom('flags.flag')
    .selectAll()
    .where('key', '=', key)
    .executeTakeFirst()
  if (found === undefined) throw flagsProblem('flag-not-found')
  return found
}

const ON_AND_OFF: readonly Variant[] = [
  { key: 'on', value: true },
  { key: 'off', value: false },
]

/** Off, with a boolean's false or the caller's default; switched on without more, everybody is served the first variant. */
async function beginTargeting(tx: Tx, { id, type, variants }: FlagRow): Promise<string[]> {
  const off = type === 'boolean' ? (variants.find(({ value }) => value === false)?.key ?? null) : null
  const begun = await tx.raw<{ environment: string }>(
    `INSERT INTO flags.targeting
       (flag_id, environment, enabled, off_variant, prerequisites, rules, fallthrough, version, changed_at, changed_by)
     SELECT $1, key, false, $2, '[]', '[]', $3, 1, $4, $5 FROM flags.environment RETURNING environment`,
    [id, off, JSON.stringify({ variant: variants[0]?.key }), now(), actorOf(tx)],
  )
  return begun.map(({ environment }) => environment)
}

function keyFaults(key: string): FieldFault[] {
  return RESERVED.has(key) ? [{ pointer: '/key', code: 'reserved', detail: 'is an address of its own' }] : []
}

/** What is wrong with variants of a flag of this type. */
function variantFaults(type: FlagType, variants: readonly Variant[]): FieldFault[] {
  const fault = (at: string, code: string, detail: string) => ({ pointer: `/variants${at}`, code, detail })
  if (variants.length === 0) return [fault('', 'too-few', 'has at least one')]
  const keys = variants.map(({ key }) => key)
  return variants.flatMap(({ key, value }, at) => [
    ...(keys.indexOf(key) === at ? [] : [fault(`/${at}/key`, 'taken', 'stands twice')]),
    ...(isOf(type, value) ? [] : [fault(`/${at}/value`, 'type', `is no ${type}`)]),
  ])
}

function isOf(type: FlagType, value: Json): boolean {
  if (type === 'json') return true
  return typeof value === type
}

/** Throws flags/invalid with the faults when there are any. */
function assertSound(errors: readonly FieldFault[]): void {
  if (errors.length > 0) throw flagsProblem('invalid', { errors: errors.slice(0, FAULTS_TOLD) })
}

const FAULTS_TOLD = 50
