import type { Tx } from '../../../kernel/db/database.ts'
import { type FieldFault, Problem } from '../../../kernel/problem.ts'
import type { FlagsDeps } from '../parts.ts'
import { apply } from './apply.ts'
import { type Content, canonical, type Subject } from './content.ts'
import { changesBetween, type MemberChange } from './diff.ts'
import type { Draft, DraftFlag, DraftSegment } from './export.ts'
import { createFlag } from './flags.ts'
import { lockWrites } from './record.ts'
import { createSegment } from './segments.ts'
import { findFlag, flagContentOf, standingOf } from './standing.ts'

type Outcome = 'created' | 'changed' | 'unchanged' | 'conflict' | 'fault'

/** What became, or would become, of one thing of a file. */
export interface Imported {
  readonly kind: Subject['kind']
  readonly key: string
  readonly environment: string | null
  readonly outcome: Outcome
  readonly changes: readonly MemberChange[]
  readonly faults: readonly FieldFault[]
}

export interface ImportOptions {
  /** Whether what is there already and differs gives way; else it is a conflict, and stays. */
  readonly overwrite: boolean
  readonly reason: string
}

/** Whether nothing was written: asked for, or because something is at fault. */
export interface Trial {
  readonly dryRun: boolean
  /** Whether what is sound is written although something else is not. */
  readonly skipFaulty: boolean
  /** Whether the file itself had faults. */
  readonly isFaulty: boolean
}

/** Writes what a file says as far as it is asked to, and tells of everything in it what became of it. */
export async function importDraft(
  deps: Pick<FlagsDeps, 'bus'>,
  tx: Tx,
  draft: Draft,
  options: ImportOptions & Trial,
): Promise<{ readonly isApplied: boolean; readonly items: readonly Imported[] }> {
  await lockWrites(tx)
  await tx.raw('SAVEPOINT flags_import')
  const items: Imported[] = []
  for (const flag of draft.flags) items.push(await importFlag(deps, tx, flag, options))
  items.push(...(await importSegments(deps, tx, draft.segments, options)))
  for (const flag of draft.flags) items.push(...(await importTargetings(deps, tx, flag, options)))
  const isFaulty = options.isFaulty || items.some(({ outcome }) => outcome === 'fault')
  const isApplied = !options.dryRun && (!isFaulty || options.skipFaulty)
  if (!isApplied) await tx.raw('ROLLBACK TO SAVEPOINT flags_import')
  return { isApplied, items }
}

type Deps = Pick<FlagsDeps, 'bus'>

async function importFlag(deps: Deps, tx: Tx, flag: DraftFlag, options: ImportOptions): Promise<Imported> {
  const { key, type, content } = flag
  const subject: Subject = { kind: 'flag', target: key, environment: null }
  return await tried(tx, subject, async () => {
    const [known] = await tx.raw('SELECT FROM flags.flag WHERE key = $1', [key])
    if (known === undefined) {
      await createFlag(deps, tx, { key, type, ...content, reason: options.reason })
      return { outcome: 'created', changes: [] }
    }
    const row = await findFlag(tx, key)
    if (row.type !== type) return { outcome: 'fault', changes: [], faults: [OTHER_TYPE] }
    const { ownerId, archived } = flagContentOf(row)
    return await replaced(deps, tx, { subject, content: { ...content, ownerId, archived }, options })
  })
}

const OTHER_TYPE = { pointer: '/type', code: 'type', detail: 'is not the type of the flag that is there' }

/** Segments name each other: what cannot be judged yet is tried again as long as others came in. */
async function importSegments(
  deps: Deps,
  tx: Tx,
  segments: readonly DraftSegment[],
  options: ImportOptions,
): Promise<Imported[]> {
  const done = new Map<string, Imported>()
  for (let open = segments; open.length > 0; ) {
    for (const segment of open) done.set(segment.key, await importSegment(deps, tx, segment, options))
    const left = open.filter(({ key }) => done.get(key)?.outcome === 'fault')
    if (left.length === open.length) break
    open = left
  }
  return [...done.values()]
}

async function importSegment(deps: Deps, tx: Tx, segment: DraftSegment, options: ImportOptions): Promise<Imported> {
  const { key, ...content } = segment
  const subject: Subject = { kind: 'segment', target: key, environment: null }
  return await tried(tx, subject, async () => {
    const [known] = await tx.raw('SELECT FROM flags.segment WHERE key = $1', [key])
    if (known !== undefined) return await replaced(deps, tx, { subject, content, options })
    await createSegment(deps, tx, { ...segment, reason: options.reason })
    return { outcome: 'created', changes: [] }
  })
}

async function importTargetings(deps: Deps, tx: Tx, flag: DraftFlag, options: ImportOptions): Promise<Imported[]> {
  const items: Imported[] = []
  for (const { environment, content } of flag.targetings) {
    const subject: Subject = { kind: 'targeting', target: flag.key, environment }
    items.push(
      await tried(tx, subject, async () => {
        const { version } = await standingOf(tx, subject)
        const isFresh = version === 1
        return await replaced(deps, tx, {
          subject,
          content,
          options: isFresh ? { ...options, overwrite: true } : options,
        })
      }),
    )
  }
  return items
}

type Done = Pick<Imported, 'outcome' | 'changes'> & { readonly faults?: readonly FieldFault[] }

interface Replacement {
  readonly subject: Subject
  readonly content: Content
  readonly options: ImportOptions
}

async function replaced(deps: Deps, tx: Tx, { subject, content, options }: Replacement): Promise<Done> {
  const standing = await standingOf(tx, subject)
  const changes = changesBetween(standing.content, content)
  if (canonical(standing.content) === canonical(content)) return { outcome: 'unchanged', changes: [] }
  if (!options.overwrite) return { outcome: 'conflict', changes }
  const { reason } = options
  await apply(deps, tx, { subject, content, baseVersion: standing.version, reason, action: 'imported' })
  return { outcome: 'changed', changes }
}

async function tried(
  tx: Tx,
  { kind, target: key, environment }: Subject,
  work: () => Promise<Done>,
): Promise<Imported> {
  await tx.raw('SAVEPOINT flags_import_item')
  try {
    const done = await work()
    await tx.raw('RELEASE SAVEPOINT flags_import_item')
    return { kind, key, environment, faults: [], ...done }
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    await tx.raw('ROLLBACK TO SAVEPOINT flags_import_item')
    const whole = { pointer: '', code: error.code, detail: error.detail ?? error.title }
    return { kind, key, environment, outcome: 'fault', changes: [], faults: error.errors ?? [whole] }
  }
}
