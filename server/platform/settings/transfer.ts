import type { AppEnvironment } from '../../kernel/config/setting-layers.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import { type Telling, takeTurn, write } from './change.ts'
import { layerAt } from './history.ts'
import type { Known } from './known.ts'
import { type Layer, type Members, merge, NOTHING_SAID } from './layers.ts'
import { type Difference, differencesOf, merged, type Resolution } from './merge-three.ts'
import { settingsProblem } from './problems.ts'
import { type Standing, standings } from './values.ts'

export const FORMAT = 'plinth-settings/1'

/** What was said in the database of one installation, to be read by another or by itself. */
export interface SettingsDocument {
  readonly format: typeof FORMAT
  readonly environment: AppEnvironment
  readonly installation: string
  readonly revision: number
  /** By key. `version` is the revision of the setting that the rest was exported as, and with which an import begins to compare. */
  readonly settings: Readonly<Record<string, { readonly version: number } & Layer>>
}

interface Installation {
  readonly id: string
  readonly revision: number
}

async function installationOf(reader: Db | Tx): Promise<Installation> {
  const [row] = await reader.raw<{ id: string; revision: string }>(
    'SELECT id, revision::text FROM settings.installation',
  )
  if (row === undefined) throw new TypeError('the row of this installation is gone')
  return { id: row.id, revision: Number(row.revision) }
}

/** All that was said, as one document: the same bytes as long as nobody says anything else. */
export async function exportSettings(
  db: Db,
  settings: readonly Known[],
  environment: AppEnvironment,
): Promise<SettingsDocument> {
  const { id, revision } = await installationOf(db)
  const all = await standings(db, settings)
  const said = [...all].filter(([, { version }]) => version > 0)
  return {
    ...{ format: FORMAT, environment, installation: id, revision },
    settings: Object.fromEntries(
      said.map(([key, { version, layer }]) => [
        key,
        { version, members: layer.members, omitted: layer.omitted.toSorted() },
      ]),
    ),
  }
}

export interface Import {
  readonly document: SettingsDocument
  readonly resolutions: Readonly<Record<string, Resolution>>
  readonly isDryRun: boolean
  readonly reason: string | null
  readonly by: Id<'user'> | null
}

interface ImportAnswer {
  readonly isApplied: boolean
  readonly revision: number
  readonly differences: readonly Difference[]
  readonly faults: readonly { readonly key: string; readonly member: string | null; readonly message: string }[]
}

interface Planned {
  readonly setting: Known
  readonly before: Standing
  readonly layer: Layer
}

/**
 * Takes over what the document says, all of it or nothing; a dry run only tells. Throws settings/conflicts as long as a difference waits
 * for a resolution, settings/not-of-the-schema when what would hold is not allowed.
 */
export async function importSettings(
  tx: Tx,
  parts: Telling & { readonly settings: readonly Known[] },
  { document, resolutions, isDryRun, ...by }: Import,
): Promise<ImportAnswer> {
  await takeTurn(tx)
  const here = await installationOf(tx)
  const all = await standings(tx, parts.settings)
  const differences: Difference[] = []
  const planned: Planned[] = []
  for (const [key, theirs] of Object.entries(document.settings)) {
    const setting = parts.settings.find((one) => one.key === key)
    const before = all.get(key)
    const base = await baseOf(tx, here, document, key)
    const found = differencesOf(key, setting, { base, ours: before?.layer ?? NOTHING_SAID, theirs }, resolutions)
    differences.push(...found)
    if (setting === undefined || before === undefined || !found.some(({ outcome }) => outcome === 'take')) continue
    planned.push({ setting, before, layer: merged(setting.names, before.layer, found) })
  }
  const faults = planned.flatMap(faultsOf)
  if (isDryRun) return { isApplied: false, revision: here.revision, differences, faults }
  assertResolved(differences)
  assertRight(faults)
  for (const one of planned) await write(tx, parts, { ...one, kind: 'imported', ...by })
  await remember(tx, here, document)
  const { revision } = await installationOf(tx)
  await tx.audit({
    action: 'settings.imported',
    subject: { kind: 'settings', id: here.id },
    details: { from: document.installation, fromRevision: document.revision, settings: planned.length },
  })
  return { isApplied: true, revision, differences, faults }
}

/** What both began with: of our own document the revision it was exported as, of another's what was last taken over from there. */
async function baseOf(tx: Tx, here: Installation, { installation, settings }: SettingsDocument, key: string) {
  if (installation === here.id) return (await layerAt(tx, key, settings[key]?.version ?? 0)) ?? NOTHING_SAID
  const [row] = await tx.raw<{ value: Members; omitted: string[] }>(
    'SELECT value, omitted FROM settings.imported WHERE origin = $1 AND key = $2',
    [installation, key],
  )
  return row === undefined ? NOTHING_SAID : { members: row.value, omitted: row.omitted }
}

async function remember(tx: Tx, here: Installation, { installation, settings }: SettingsDocument): Promise<void> {
  if (installation === here.id) return
  const entries = Object.entries(settings).map(([key, { members, omitted }]) => ({ key, value: members, omitted }))
  await tx.raw(
    `INSERT INTO settings.imported (origin, key, value, omitted)
       SELECT $1::uuid, key, value, ARRAY(SELECT jsonb_array_elements_text(omitted))
         FROM jsonb_to_recordset($2::jsonb) AS entry(key text, value jsonb, omitted jsonb)
       ON CONFLICT (origin, key) DO UPDATE SET value = excluded.value, omitted = excluded.omitted`,
    [installation, JSON.stringify(entries)],
  )
}

function faultsOf({ setting, layer }: Planned): ImportAnswer['faults'] {
  const { key } = setting
  const value = merge(setting.outside, layer)
  const ofSchema = setting.faultsOf(value).map(({ pointer, detail }) => {
    const [, member = null] = pointer.split('/')
    return { key, member, message: detail }
  })
  if (ofSchema.length > 0) return ofSchema
  const errors = setting.findingsOf(value).filter(({ severity }) => severity === 'error')
  return errors.map(({ member = null, message }) => ({ key, member, message }))
}

const WAITS: Readonly<Record<string, string>> = {
  conflict: 'was changed there and here; say keep or take',
  held: 'is held by a variable of the server; say keep, or take the variable away',
  unknown: 'is not known here; say keep to leave it out',
}

function assertResolved(differences: readonly Difference[]): void {
  const errors = differences.flatMap(({ key, member, outcome }): FieldFault[] => {
    const detail = WAITS[outcome]
    return detail === undefined ? [] : [{ pointer: pointerTo(key, member), code: outcome, detail }]
  })
  if (errors.length > 0) throw settingsProblem('conflicts', { errors })
}

function assertRight(faults: ImportAnswer['faults']): void {
  if (faults.length === 0) return
  throw settingsProblem('not-of-the-schema', {
    errors: faults.map(({ key, member, message }) => ({
      ...{ pointer: pointerTo(key, member), code: 'refused', detail: message },
    })),
  })
}

function pointerTo(key: string, member: string | null): string {
  return `/document/settings/${key}${member === null ? '' : `/members/${member}`}`
}
