import { isDeepStrictEqual } from 'node:util'
import type { Cache } from '../../kernel/cache/cache.ts'
import { now } from '../../kernel/clock.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'
import type { Known } from './known.ts'
import { changesOf, type Layer, layerFor, type Members, merge, sayingOf } from './layers.ts'
import { settingsProblem } from './problems.ts'
import type { RevisionRow, SettingRow } from './tables.ts'
import { type Standing, standing, standingOf, tagOf } from './values.ts'

/** What a change is told by. */
export interface Telling {
  readonly cache: Cache
  readonly bus: Pick<Bus, 'notify'>
}

/** On this channel of the bus stands the revision of the installation. */
export const CHANNEL = 'settings'

const ACTIONS = {
  changed: 'settings.setting.changed',
  'rolled-back': 'settings.setting.rolled-back',
  imported: 'settings.setting.imported',
} as const

interface By {
  readonly by: Id<'user'> | null
  readonly reason: string | null
}

interface Change extends By {
  readonly setting: Known
  readonly value: Members
  /** Members that shall follow the layers beneath again. */
  readonly inherit: readonly string[]
  /** Of the standing that was read before. */
  readonly version: number
}

/** Says a setting anew. Throws settings/changed-since, settings/held-by-environment, settings/refused. */
export async function change(tx: Tx, telling: Telling, { setting, value, inherit, version, ...by }: Change) {
  await takeTurn(tx)
  const before = await standing(tx, setting)
  if (before.version !== version) throw settingsProblem('changed-since')
  assertHeldAsTheyAre(setting, before.value, value)
  const layer = layerFor({ names: setting.names, value, inherit }, setting.outside, before.layer)
  return await write(tx, telling, { setting, before, layer, kind: 'changed', ...by })
}

/** One change follows the other, also those of different settings: an import compares many of them. */
export async function takeTurn(tx: Tx): Promise<void> {
  await tx.raw('SELECT revision FROM settings.installation FOR UPDATE')
}

interface Written extends By {
  readonly setting: Known
  readonly before: Standing
  readonly layer: Layer
  readonly kind: RevisionRow['kind']
}

/** Puts a layer in place of the one before: with its revision, its audit record, and a notice to every node. Throws as change does. */
export async function write(tx: Tx, telling: Telling, written: Written): Promise<Standing> {
  const { setting, before, layer, kind, by, reason } = written
  assertHeldStay(setting, before.layer, layer)
  const value = merge(setting.outside, layer)
  const faults = setting.faultsOf(value)
  if (faults.length > 0) throw settingsProblem('not-of-the-schema', { errors: faults.map(inValue) })
  assertAllowed(setting, value)
  const version = before.version + 1
  const changes = changesOf(before.value, value)
  const row = { ...rowOf(written, version), changed_at: now(), changed_by: by }
  await tx.raw(
    `INSERT INTO settings.setting (key, value, omitted, said, version, changed_at, changed_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (key) DO UPDATE SET value = $2, omitted = $3, said = $4, version = $5, changed_at = $6, changed_by = $7`,
    [row.key, JSON.stringify(row.value), row.omitted, JSON.stringify(row.said), version, row.changed_at, by],
  )
  await tx.raw(
    `INSERT INTO settings.revision (key, version, kind, value, omitted, changes, reason, changed_at, changed_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    [
      ...[row.key, version, kind, JSON.stringify(row.value), row.omitted, JSON.stringify(changes)],
      ...[reason, row.changed_at, by],
    ],
  )
  await tx.audit({
    action: ACTIONS[kind],
    subject: { kind: 'setting', id: setting.key },
    details: { version, changes, ...(reason === null ? {} : { reason }) },
  })
  await tell(tx, telling, setting.key)
  return standingOf(setting, row)
}

async function tell(tx: Tx, { cache, bus }: Telling, key: string): Promise<void> {
  const [moved] = await tx.raw<{ revision: string }>(
    'UPDATE settings.installation SET revision = revision + 1 RETURNING revision::text',
  )
  await bus.notify(tx, CHANNEL, moved?.revision ?? '')
  await cache.invalidateTags(tx, tagOf(key))
}

function rowOf({ setting, before, layer, by }: Written, version: number): SettingRow {
  const at = now()
  const marks = new Map(
    before.members.map(({ name, changedAt, changedBy }) => [name, { at: changedAt ?? at, by: changedBy }]),
  )
  const said = setting.names.flatMap((name) => {
    const saying = sayingOf(name, layer)
    if (saying.state === 'unsaid') return []
    const isSame = isDeepStrictEqual(saying, sayingOf(name, before.layer))
    const mark = isSame ? marks.get(name) : undefined
    return [[name, { at: (mark?.at ?? at).toISOString(), by: mark === undefined ? by : mark.by }] as const]
  })
  return {
    ...{ key: setting.key, value: { ...layer.members }, omitted: [...layer.omitted] },
    ...{ said: Object.fromEntries(said), version, changed_at: at, changed_by: by },
  }
}

/** Nothing is said in vain: a held member may be sent as it is, and not as something else. */
function assertHeldAsTheyAre({ outside }: Known, before: Members, value: Members): void {
  refuseHeld([...outside.held].filter(([name]) => !isDeepStrictEqual(before[name], value[name])))
}

function assertHeldStay({ outside }: Known, before: Layer, layer: Layer): void {
  refuseHeld([...outside.held].filter(([name]) => !isDeepStrictEqual(sayingOf(name, before), sayingOf(name, layer))))
}

function refuseHeld(held: readonly (readonly [string, { readonly variable: string }])[]): void {
  if (held.length === 0) return
  throw settingsProblem('held-by-environment', {
    errors: held.map(([name, { variable }]) => ({
      ...{ pointer: `/value/${name}`, code: 'held', detail: `is held by the variable ${variable} of the server` },
    })),
  })
}

function assertAllowed(setting: Known, value: Members): void {
  const errors = setting.findingsOf(value).filter(({ severity }) => severity === 'error')
  if (errors.length === 0) return
  throw settingsProblem('refused', {
    errors: errors.map(({ member, message }) => ({
      ...{ pointer: member === undefined ? '/value' : `/value/${member}`, code: 'refused', detail: message },
    })),
  })
}

function inValue(fault: FieldFault): FieldFault {
  return { ...fault, pointer: `/value${fault.pointer}` }
}
