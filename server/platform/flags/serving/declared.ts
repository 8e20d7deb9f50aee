import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import { now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { newId } from '../../../kernel/id.ts'
import { listEnvironments } from '../admin/environments.ts'
import { lockWrites, touch } from '../admin/record.ts'
import type { FlagsDeps } from '../parts.ts'
import type { FlagTables } from '../tables.ts'

/** A flag that code asks for: made at the first start with `fallback` for everybody, in every environment; people change it from there. */
export interface DeclaredFlag<Value extends Json = Json> {
  readonly key: string
  readonly title: string
  readonly description: string
  readonly type: FlagType
  /** Absent: `on` and `off`, of a boolean. One of them has the value of `fallback`. */
  readonly variants?: readonly Variant[]
  /** Served by a new installation, and whenever there is no answer. */
  readonly fallback: Value
  /** Whether browsers and apps get it. */
  readonly isPublic?: boolean
}

/** Writes the declared flags that are not known yet. What people made of the others stays. */
export async function writeDeclared(
  { db, bus }: Pick<FlagsDeps, 'db' | 'bus'>,
  declared: readonly DeclaredFlag[],
): Promise<void> {
  if ((await unknownOf(db, declared)).length === 0) return
  await db.transaction(systemOrigin('flags', 'start'), async (tx) => {
    // Another process may be starting, too.
    await lockWrites(tx)
    for (const flag of await unknownOf(tx, declared)) await writeOne({ bus }, tx, flag)
  })
}

async function unknownOf(reader: Db | Tx, declared: readonly DeclaredFlag[]): Promise<DeclaredFlag[]> {
  const keys = declared.map(({ key }) => key)
  if (keys.length === 0) return []
  const known = await reader
    .query<FlagTables>()
    .selectFrom('flags.flag')
    .select('key')
    .where('key', 'in', keys)
    .execute()
  const knownKeys = new Set(known.map(({ key }) => key))
  return declared.filter(({ key }) => !knownKeys.has(key))
}

/** NOTE: without an event: no queue is there before the start, and nobody subscribes to what every installation begins with. */
async function writeOne({ bus }: Pick<FlagsDeps, 'bus'>, tx: Tx, flag: DeclaredFlag): Promise<void> {
  const { key, title, description, type, variants = ON_AND_OFF, fallback, isPublic = false } = flag
  const usual = variants.find(({ value }) => JSON.stringify(value) === JSON.stringify(fallback))
  if (usual === undefined) throw new TypeError(`no variant of the declared flag ${key} has the value of its fallback`)
  const id = newId<'flag'>()
  await tx
    .query<FlagTables>()
    .insertInto('flags.flag')
    .values({
      ...{ id, key, title, description, type, variants: JSON.stringify(variants), is_public: isPublic },
      ...{ is_permanent: true, stale_after_days: null, owner_id: null, created_at: now(), version: 1 },
    })
    .execute()
  const off = type === 'boolean' ? variants.find(({ value }) => value === false) : undefined
  await tx.raw(TARGETING, [id, off?.key ?? null, JSON.stringify({ variant: usual.key }), now()])
  const after = JSON.stringify({ variants, isPublic, archived: false })
  await tx.raw(REVISION, [newId(), key, after, 'The program asks for it', now()])
  await tx.audit({ action: 'flags.flag.made', subject: { kind: 'flag', id: key }, details: { version: 1 } })
  const environments = (await listEnvironments(tx)).map((environment) => environment.key)
  await touch({ bus }, tx, environments, { kind: 'flag', key })
}

const ON_AND_OFF: readonly Variant[] = [
  { key: 'on', value: true },
  { key: 'off', value: false },
]
const TARGETING = `
  INSERT INTO flags.targeting
    (flag_id, environment, enabled, off_variant, prerequisites, rules, fallthrough, version, changed_at)
  SELECT $1, key, true, $2, '[]', '[]', $3, 1, $4 FROM flags.environment`
const REVISION = `
  INSERT INTO flags.revision (id, kind, target, version, action, after, reason, at)
  VALUES ($1, 'flag', $2, 1, 'made', $3, $4, $5)`
