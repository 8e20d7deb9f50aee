import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { createFlag, type WantedFlag } from '../admin/flags.ts'
import { lockWrites } from '../admin/record.ts'
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

async function writeOne(deps: Pick<FlagsDeps, 'bus'>, tx: Tx, flag: DeclaredFlag): Promise<void> {
  const { key, title, description, type, variants, fallback, isPublic = false } = flag
  const wanted: WantedFlag = {
    key,
    title,
    description,
    type,
    isPublic,
    isPermanent: true,
    reason: 'Asked for by the program',
  }
  const { id, variants: made } = await createFlag(deps, tx, variants === undefined ? wanted : { ...wanted, variants })
  const usual = made.find(({ value }) => JSON.stringify(value) === JSON.stringify(fallback))
  if (usual === undefined) throw new TypeError(`no variant of the declared flag ${key} has the value of its fallback`)
  await tx
    .query<FlagTables>()
    .updateTable('flags.targeting')
    .set({ enabled: true, fallthrough: JSON.stringify({ variant: usual.key }) })
    .where('flag_id', '=', id)
    .execute()
}
