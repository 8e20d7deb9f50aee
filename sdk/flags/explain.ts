import { compileCondition } from './conditions.ts'
import type { CompiledParts, CompiledRule } from './flag.ts'
import type { Condition, Context, Evaluation, Fault, Flag, Json, Prerequisite, Range } from './model.ts'
import { parsePath, readSteps } from './path.ts'
import { type CompiledFlag, never, type Scope } from './scope.ts'
import type { CompiledServe } from './serving.ts'

/** Why a caller gets what it gets. */
export interface Explanation {
  readonly evaluation: Evaluation
  /** What keeps the flag from being evaluated. */
  readonly faults: readonly Fault[]
  readonly prerequisites: readonly (Prerequisite & { readonly served: string | null; readonly isMet: boolean })[]
  readonly rules: readonly RuleExplanation[]
  /** What everybody gets whom no rule serves, where that is split. */
  readonly fallthrough?: SplitExplanation
}

export interface RuleExplanation {
  readonly ruleId: string
  /** `served`, or what it failed by; `not-reached` when an earlier rule served or the flag is off. */
  readonly outcome: 'served' | 'schedule' | 'condition' | 'rollout' | 'split' | 'not-reached'
  readonly condition?: ConditionExplanation
  /** The caller's number for the rollout, all of which lie below `whole`, and the share in force, in 1/100,000. */
  readonly rollout?: { readonly bucket: number | null; readonly whole: number; readonly share: number }
  readonly split?: SplitExplanation
}

/** The caller's number for the split, and from where until before where it gives a variant. */
export interface SplitExplanation {
  readonly bucket: number | null
  readonly parts: readonly { readonly variant: string; readonly range: Range }[]
}

export interface ConditionExplanation {
  readonly condition: Condition
  readonly holds: boolean
  /** What the attribute is for this caller. */
  readonly found?: Json
  readonly parts?: readonly ConditionExplanation[]
}

interface Explained {
  readonly flag: Flag
  readonly scope: Scope
  readonly parts: CompiledParts | null
  readonly faults: readonly Fault[]
  readonly evaluation: Evaluation
  readonly flags: ReadonlyMap<string, CompiledFlag>
}

export function explainFlag(explained: Explained, context: Context): Explanation {
  const { flag, scope, parts, faults, evaluation, flags } = explained
  if (parts === null) return { evaluation, faults, prerequisites: [], rules: [] }
  const prerequisites = flag.prerequisites.map((prerequisite) => {
    const served = flags.get(prerequisite.flag)?.run(context).variant ?? null
    return { ...prerequisite, served, isMet: served !== null && prerequisite.variants.includes(served) }
  })
  let isOpen = flag.enabled && prerequisites.every(({ isMet }) => isMet)
  const rules = parts.rules.map((rule): RuleExplanation => {
    const told = explainRule(rule, scope, context)
    if (!isOpen) return { ...told, outcome: 'not-reached' }
    if (told.outcome === 'served') isOpen = false
    return told
  })
  const fallthrough = explainSplit(parts.last, context)
  return { evaluation, faults, prerequisites, rules, ...(fallthrough === undefined ? {} : { fallthrough }) }
}

function explainRule({ rule, isDue, rollout, serve, holds }: CompiledRule, scope: Scope, context: Context) {
  const { condition } = rule
  const bucket = rollout?.bucket(context)
  const split = explainSplit(serve, context)
  const outcome = !isDue(context)
    ? 'schedule'
    : !holds(context)
      ? 'condition'
      : rollout !== undefined && !rollout.test(context)
        ? 'rollout'
        : serve.give(context) === undefined
          ? 'split'
          : 'served'
  return {
    ruleId: rule.id,
    outcome,
    ...(condition === undefined ? {} : { condition: explainCondition(condition, scope, context) }),
    ...(rollout === undefined || bucket === undefined
      ? {}
      : { rollout: { bucket: known(bucket), whole: rollout.whole, share: rollout.share() } }),
    ...(split === undefined ? {} : { split }),
  } as const satisfies RuleExplanation
}

function explainSplit({ split }: CompiledServe, context: Context): SplitExplanation | undefined {
  return split === undefined ? undefined : { bucket: known(split.bucket(context)), parts: split.parts }
}

function known(point: number): number | null {
  return point < 0 ? null : point
}

/** The same condition in parts; compiled again, since only testers ask. */
function explainCondition(condition: Condition, scope: Scope, context: Context): ConditionExplanation {
  const test = compileCondition(condition, { ...scope, fault: () => undefined }, '') ?? never
  const holds = test(context)
  const each = (parts: readonly Condition[]) => parts.map((part) => explainCondition(part, scope, context))
  if ('all' in condition) return { condition, holds, parts: each(condition.all) }
  if ('any' in condition) return { condition, holds, parts: each(condition.any) }
  if ('not' in condition) return { condition, holds, parts: each([condition.not]) }
  if (!('attribute' in condition)) return { condition, holds }
  const found = readSteps(context as Json, parsePath(condition.attribute) ?? [])
  return found === undefined ? { condition, holds } : { condition, holds, found }
}
