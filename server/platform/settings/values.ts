import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Known } from './known.ts'
import { type Layer, type Members, merge, NOTHING_SAID, type Source, sourceOf } from './layers.ts'
import type { SettingRow, SettingsTables } from './tables.ts'

/** A setting as it stands; `version` is 0 and the rest null where nobody has said anything. */
export interface Standing {
  readonly value: Members
  readonly members: readonly MemberStanding[]
  readonly version: number
  readonly changedAt: Date | null
  readonly changedBy: Id<'user'> | null
  /** Whether what was said is of an older schema, so that the layers beneath hold. */
  readonly isOutdated: boolean
  /** What the database says that counts. */
  readonly layer: Layer
}

/** One member with where it comes from; when it was said and by whom, where the database says it. */
export interface MemberStanding {
  readonly name: string
  readonly source: Source
  /** The variable that holds it. */
  readonly variable: string | null
  /** What holds without the database and without variables; null where nothing does. */
  readonly beneath: unknown
  readonly changedAt: Date | null
  readonly changedBy: Id<'user'> | null
}

export function tagOf(key: string): string {
  return `settings.${key}`
}

export async function standings(reader: Db | Tx, settings: readonly Known[]): Promise<Map<string, Standing>> {
  const rows = await reader
    .query<SettingsTables>()
    .selectFrom('settings.setting')
    .selectAll()
    .where('key', 'in', ['', ...settings.map(({ key }) => key)])
    .execute()
  const byKey = new Map(rows.map((row) => [row.key, row]))
  return new Map(settings.map((setting) => [setting.key, standingOf(setting, byKey.get(setting.key))]))
}

export async function standing(reader: Db | Tx, setting: Known): Promise<Standing> {
  const row = await reader
    .query<SettingsTables>()
    .selectFrom('settings.setting')
    .selectAll()
    .where('key', '=', setting.key)
    .executeTakeFirst()
  return standingOf(setting, row)
}

export function standingOf(setting: Known, row: SettingRow | undefined): Standing {
  const { outside, names } = setting
  const said: Layer = row === undefined ? NOTHING_SAID : { members: row.value, omitted: row.omitted }
  const isOutdated = row !== undefined && setting.faultsOf(merge(outside, said)).length > 0
  const layer = isOutdated ? NOTHING_SAID : said
  const beneath = merge({ ...outside, held: new Map() }, NOTHING_SAID)
  return {
    value: merge(outside, layer),
    members: names.map((name) => {
      const source = sourceOf(name, outside, layer)
      const mark = source === 'database' ? row?.said[name] : undefined
      return {
        ...{ name, source, variable: outside.held.get(name)?.variable ?? null, beneath: beneath[name] ?? null },
        changedAt: mark === undefined ? null : new Date(mark.at),
        changedBy: mark?.by ?? null,
      }
    }),
    version: row?.version ?? 0,
    changedAt: row?.changed_at ?? null,
    changedBy: row?.changed_by ?? null,
    isOutdated,
    layer,
  }
}
