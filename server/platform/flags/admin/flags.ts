import type { FlagType, Variant } from '@plinth/sdk/flags'
import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import type { FlagsDeps } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { FlagRow, FlagTables } from '../tables.ts'
import { actorOf, lockWrites, record } from './record.ts'
import { flagContentOf } from './standing.ts'
import { assertSound, variantFaults } from './variants.ts'

const FLAGS_MAX = 5000
/** Addresses below `/api/flags/`, and below `/flags/` of the console, that are no flags. */
const RESERVED = new Set([
  ...['import', 'export', 'snapshot'],
  ...['new', 'segments', 'changes', 'environments', 'transfer'],
])

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
    ...{ before: null, after: flagContentOf(made), reason, touches },
  })
  return made
}

const ON_AND_OFF: readonly Variant[] = [
  { key: 'on', value: true },
  { key: 'off', value: false },
]

/**
 * Off, with a boolean's false; where changes need approval, with the caller's default, as if the flag were not there. Switched on without
 * more, everybody is served the first variant.
 */
async function beginTargeting(tx: Tx, { id, type, variants }: FlagRow): Promise<string[]> {
  const off = type === 'boolean' ? (variants.find(({ value }) => value === false)?.key ?? null) : null
  const begun = await tx.raw<{ environment: string }>(
    `INSERT INTO flags.targeting
       (flag_id, environment, enabled, off_variant, prerequisites, rules, fallthrough, version, changed_at, changed_by)
     SELECT $1, key, false, CASE WHEN needs_approval THEN NULL ELSE $2 END, '[]', '[]', $3, 1, $4, $5
       FROM flags.environment RETURNING environment`,
    [id, off, JSON.stringify({ variant: variants[0]?.key }), now(), actorOf(tx)],
  )
  return begun.map(({ environment }) => environment)
}

function keyFaults(key: string): FieldFault[] {
  return RESERVED.has(key) ? [{ pointer: '/key', code: 'reserved', detail: 'is an address of its own' }] : []
}
