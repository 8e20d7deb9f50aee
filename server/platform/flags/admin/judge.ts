import { type Fault, type Flag, faultsOf, type Snapshot } from '@plinth/sdk/flags'
import type { FieldFault } from '../../../kernel/problem.ts'
import type { Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import type { Content, FlagContent, SegmentContent, Subject, TargetingContent } from './content.ts'
import { listEnvironments } from './environments.ts'
import { dependentsOf, referencesOfCondition, referencesOfFlag } from './references.ts'
import { loadSnapshot } from './snapshot.ts'
import { findFlag, findTargeting, targetingContentOf } from './standing.ts'
import { variantFaults } from './variants.ts'

/**
 * What is wrong with `content` in the place of what stands, in all environments where it would be evaluated, and with what depends on it.
 * The caller holds the lock of writes. Throws flags/in-use and flags/archived.
 */
export async function faultsWith(reader: Reader, subject: Subject, content: Content): Promise<FieldFault[]> {
  if (subject.kind === 'targeting') return targetingFaults(reader, subject, content as TargetingContent)
  if (subject.kind === 'segment') return segmentFaults(reader, subject.target, content as SegmentContent)
  return flagFaults(reader, subject.target, content as FlagContent)
}

async function targetingFaults(reader: Reader, subject: Subject, content: TargetingContent): Promise<FieldFault[]> {
  const { target, environment } = subject
  const snapshot = await loadSnapshot(reader, environment ?? '')
  const former = snapshot.flags.find(({ key }) => key === target)
  if (former === undefined) throw flagsProblem('archived')
  const flag = { ...former, ...content }
  return [
    ...faultsOf(flag, snapshot).map(toFieldFault),
    ...faultsOfDependents(snapshot, withFlag(snapshot, flag), target),
  ]
}

async function flagFaults(reader: Reader, key: string, content: FlagContent): Promise<FieldFault[]> {
  const row = await findFlag(reader, key)
  const own = variantFaults(row.type, content.variants)
  if (own.length > 0) return own
  const faults: FieldFault[] = []
  for (const { key: environment } of await listEnvironments(reader)) {
    const snapshot = await loadSnapshot(reader, environment)
    if (content.archived) {
      assertUnused(snapshot, { kind: 'flag', key })
      continue
    }
    const targeting = targetingContentOf(await findTargeting(reader, row, environment))
    const flag: Flag = { key, type: row.type, variants: content.variants, isPublic: content.isPublic, ...targeting }
    const found = faultsOf(flag, snapshot).map(toFieldFault)
    faults.push(...[...found, ...faultsOfDependents(snapshot, withFlag(snapshot, flag), key)].map(within(environment)))
  }
  return faults
}

async function segmentFaults(reader: Reader, key: string, content: SegmentContent): Promise<FieldFault[]> {
  const faults: FieldFault[] = []
  for (const { key: environment } of await listEnvironments(reader)) {
    const snapshot = await loadSnapshot(reader, environment)
    const { condition } = content
    const segments = [...snapshot.segments.filter((one) => one.key !== key), { key, condition }]
    const changed = { ...snapshot, segments }
    const own = faultsOf(tryingOut(condition), changed).map(({ path, message }) => ({
      ...{ path: path.replace('/rules/0', ''), message },
    }))
    const found = [...own.map(toFieldFault), ...faultsOfDependents(snapshot, changed, key, 'segment')]
    if (found.length > 0) return found
    faults.push(...found)
  }
  return faults
}

/** Throws flags/in-use, naming what uses it. */
export function assertUnused(
  { flags, segments }: Snapshot,
  { kind, key }: { kind: 'flag' | 'segment'; key: string },
): void {
  const names = ({ flags: named, segments: segmented }: ReturnType<typeof referencesOfFlag>) =>
    kind === 'flag' ? named.has(key) : segmented.has(key)
  const users = [
    ...flags.filter((flag) => flag.key !== key && names(referencesOfFlag(flag))).map((flag) => `flag ${flag.key}`),
    ...segments.filter(({ condition }) => names(referencesOfCondition(condition))).map((one) => `segment ${one.key}`),
  ]
  if (users.length > 0)
    throw flagsProblem('in-use', {
      detail: `It is used by ${users.slice(0, USERS_TOLD).join(', ')}.`,
      params: { users },
    })
}

const USERS_TOLD = 10

/** A flag that is evaluated as the condition alone is. */
function tryingOut(condition: SegmentContent['condition']): Flag {
  return {
    ...{ key: '', type: 'boolean', variants: [{ key: 'on', value: true }], enabled: true, offVariant: null },
    ...{
      prerequisites: [],
      rules: [{ id: 'only', condition, serve: { variant: 'on' } }],
      fallthrough: null,
      isPublic: false,
    },
  }
}

/** Faults that flags get by the change of what they are evaluated with. */
function faultsOfDependents(
  before: Snapshot,
  after: Snapshot,
  key: string,
  kind: 'flag' | 'segment' = 'flag',
): FieldFault[] {
  return dependentsOf(after, { kind, key }).flatMap((flag) => {
    const known = new Set(faultsOf(flag, before).map(({ path, message }) => path + message))
    return faultsOf(flag, after)
      .filter(({ path, message }) => !known.has(path + message))
      .map(({ path, message }) => ({ pointer: '', code: 'dependent', detail: `flag ${flag.key}${path}: ${message}` }))
  })
}

function withFlag(snapshot: Snapshot, flag: Flag): Snapshot {
  return { ...snapshot, flags: [...snapshot.flags.filter(({ key }) => key !== flag.key), flag] }
}

function toFieldFault({ path, message }: Fault): FieldFault {
  return { pointer: path, code: 'content', detail: message }
}

function within(environment: string): (fault: FieldFault) => FieldFault {
  return ({ detail, ...fault }) => ({ ...fault, detail: `in ${environment}: ${detail}` })
}
