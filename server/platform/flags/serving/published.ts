import { compile, type Evaluator, type Snapshot } from '@plinth/sdk/flags'
import { nowMs } from '../../../kernel/clock.ts'

/** The flags of an environment at one revision, compiled; replaced as a whole, never changed. */
export interface Published {
  readonly environment: string
  readonly revision: number
  readonly evaluator: Evaluator
  /** Whether callers without a permission get it. */
  isPublic(key: string): boolean
  readonly source: 'database' | 'disk'
  /** Since when this process serves it. */
  readonly sinceMs: number
  /** Names what everybody is served until the next boundary in time: the same in every process, another after any change. */
  tag(): string
  /** When time alone changes what somebody is served; null: never. */
  nextChangeAt(): number | null
}

/** Compiles what of a snapshot was not in the former. A flag that cannot be compiled answers with an error, the others are served. */
export function publish(snapshot: Snapshot, source: Published['source'], former: Published | null): Published {
  const evaluator = compile(snapshot, { now: nowMs, former: former?.evaluator })
  const { environment, revision } = snapshot
  const publicKeys = new Set(snapshot.flags.flatMap(({ key, isPublic }) => (isPublic ? [key] : [])))
  let slice: { readonly fromMs: number; readonly untilMs: number | null } | null = null

  function nextChangeAt(): number | null {
    const atMs = nowMs()
    const holds = slice !== null && slice.fromMs <= atMs && (slice.untilMs === null || atMs < slice.untilMs)
    if (!holds) slice = { fromMs: atMs, untilMs: evaluator.nextChangeAt(atMs) }
    return slice?.untilMs ?? null
  }

  return {
    ...{ environment, revision, evaluator, source, nextChangeAt },
    sinceMs: nowMs(),
    isPublic: (key) => publicKeys.has(key),
    tag: () => `${environment}.${revision}.${nextChangeAt() ?? 'end'}`,
  }
}
