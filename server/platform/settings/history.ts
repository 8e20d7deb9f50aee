import { cursorPage } from '../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { type Telling, takeTurn, write } from './change.ts'
import type { Known } from './known.ts'
import { type Layer, merge, NOTHING_SAID } from './layers.ts'
import { settingsProblem } from './problems.ts'
import type { RevisionRow, SettingsTables } from './tables.ts'
import { type Standing, standing } from './values.ts'

const WHOLE_NUMBER = /^\d{1,9}$/

/** The revisions of a setting, newest first. */
export async function history(db: Db, setting: Known, query: { readonly limit?: number; readonly cursor?: string }) {
  const page = cursorPage(query, ([version, ...more]) =>
    version !== undefined && more.length === 0 && WHOLE_NUMBER.test(version) ? [version] : null,
  )
  const rows = await db
    .query<SettingsTables>()
    .selectFrom('settings.revision')
    .selectAll()
    .where('key', '=', setting.key)
    .where('version', '<', Number(page.after?.[0] ?? 2 ** 31 - 1))
    .orderBy('version', 'desc')
    .limit(page.limit + 1)
    .execute()
  return page.of(
    rows,
    ({ version }) => [String(version)],
    (row) => ({
      ...{ version: row.version, kind: row.kind, reason: row.reason },
      ...{ changedAt: row.changed_at, changedBy: row.changed_by },
      changes: inOrder(setting, row.changes),
      value: merge({ ...setting.outside, held: new Map() }, layerOfRow(row)),
      isOfTodaysSchema: setting.faultsOf(merge(setting.outside, layerOfRow(row))).length === 0,
    }),
  )
}

/** As the schema has them; the database keeps members in an order of its own. */
function inOrder({ names }: Known, changes: RevisionRow['changes']) {
  return Object.entries(changes)
    .map(([member, [before, after]]) => ({ member, before, after }))
    .sort((left, right) => names.indexOf(left.member) - names.indexOf(right.member))
}

/** The layer as a revision left it; nothing said for version 0. Null when there is no such revision. */
export async function layerAt(reader: Db | Tx, key: string, version: number): Promise<Layer | null> {
  if (version === 0) return NOTHING_SAID
  const row = await reader
    .query<SettingsTables>()
    .selectFrom('settings.revision')
    .selectAll()
    .where('key', '=', key)
    .where('version', '=', version)
    .executeTakeFirst()
  return row === undefined ? null : layerOfRow(row)
}

function layerOfRow({ value, omitted }: Pick<RevisionRow, 'value' | 'omitted'>): Layer {
  return { members: value, omitted }
}

interface RollBack {
  readonly setting: Known
  /** The revision whose layer shall hold again; 0: as long as nobody had said anything. */
  readonly to: number
  readonly version: number
  readonly by: Id<'user'> | null
  readonly reason: string | null
}

/** A new revision that says what an old one said. Throws settings/no-such-revision, settings/not-of-the-schema, and as change does. */
export async function rollBack(tx: Tx, telling: Telling, { setting, to, version, ...by }: RollBack): Promise<Standing> {
  await takeTurn(tx)
  const before = await standing(tx, setting)
  if (before.version !== version) throw settingsProblem('changed-since')
  const layer = await layerAt(tx, setting.key, to)
  if (layer === null) throw settingsProblem('no-such-revision')
  return await write(tx, telling, { setting, before, layer, kind: 'rolled-back', ...by })
}
