import { isDeepStrictEqual } from 'node:util'
import type { Cache } from '../../kernel/cache/cache.ts'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { compileValidator } from '../../kernel/http/validate.ts'
import type { Id } from '../../kernel/id.ts'
import { Problem } from '../../kernel/problem.ts'
import { settingsProblem } from './problems.ts'
import type { Setting } from './setting.ts'
import type { SettingRow, SettingsTables } from './tables.ts'

/** A setting as it stands; `version` is 0 and the rest null where nobody has said anything. */
export interface Standing {
  readonly value: object
  readonly version: number
  readonly changedAt: Date | null
  readonly changedBy: Id<'user'> | null
  /** Whether what was said is of an older schema, so that the default holds. */
  readonly isOutdated: boolean
}

type Known = Pick<Setting, 'key' | 'fallback'> & { readonly isValid: (value: unknown) => boolean }

/** With a check of its values. */
export function known<Declared extends Setting>(setting: Declared): Declared & Known {
  const validate = compileValidator(setting.schema, 'body')
  const isValid = (value: unknown): boolean => {
    try {
      validate(value)
      return true
    } catch (error) {
      if (error instanceof Problem) return false
      throw error
    }
  }
  return { ...setting, isValid }
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

function standingOf(setting: Known, row: SettingRow | undefined): Standing {
  if (row === undefined) {
    return { value: setting.fallback, version: 0, changedAt: null, changedBy: null, isOutdated: false }
  }
  const isOutdated = !setting.isValid(row.value)
  return {
    value: isOutdated ? setting.fallback : row.value,
    version: row.version,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
    isOutdated,
  }
}

interface Change {
  readonly setting: Known
  readonly value: object
  /** Of the standing that was read before. */
  readonly version: number
  readonly by: Id<'user'> | null
}

/** Says a setting anew. Throws settings/changed-since. */
export async function change(tx: Tx, cache: Cache, { setting, value, version, by }: Change): Promise<Standing> {
  const before = await standing(tx, setting)
  const row = { key: setting.key, value, version: version + 1, changed_at: now(), changed_by: by }
  const [changed] = await tx.raw(
    version === 0
      ? `INSERT INTO settings.setting (key, value, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5)
           ON CONFLICT DO NOTHING RETURNING key`
      : `UPDATE settings.setting SET value = $2, version = $3, changed_at = $4, changed_by = $5
          WHERE key = $1 AND version = $3 - 1 RETURNING key`,
    [row.key, JSON.stringify(value), row.version, row.changed_at, by],
  )
  if (changed === undefined) throw settingsProblem('changed-since')
  await tx.audit({
    action: 'settings.setting.changed',
    subject: { kind: 'setting', id: setting.key },
    details: { version: version + 1, changes: changesOf(before.value, value) },
  })
  await cache.invalidateTags(tx, tagOf(setting.key))
  return standingOf(setting, row)
}

/** Every member that differs, as it was and as it is. */
function changesOf(before: object, after: object): Record<string, [unknown, unknown]> {
  const [from, to] = [before as Record<string, unknown>, after as Record<string, unknown>]
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])].filter(
    (name) => !isDeepStrictEqual(from[name], to[name]),
  )
  return Object.fromEntries(names.map((name) => [name, [from[name] ?? null, to[name] ?? null]]))
}
