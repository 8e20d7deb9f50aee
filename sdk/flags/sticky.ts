import { attributeReader } from './bucketing.ts'
import { compileCondition } from './conditions.ts'
import type { Context, Evaluation, Rule, Split, Sticky } from './model.ts'
import type { Read } from './path.ts'
import { always, type Scope, type Test } from './scope.ts'
import { compileServe, type Give, type ServePlace } from './serving.ts'

/** One step of a flag: what a rule serves, or undefined to go on. */
export type Step = (context: Context) => Evaluation | undefined

/** By what a caller may be known: the attribute's name and how it is read. */
interface Unit {
  readonly name: string
  readonly read: Read
  readonly give: Give
}

/**
 * A rule whose callers keep their variant: who was given one before gets it again whatever the rule has become, and who has
 * one of a blocked version goes on. Without assignments at hand it is a rule like any other.
 */
export function stickyStep(rule: Rule, place: ServePlace, { scope, step, isMet }: StickyParts): Step {
  const { sticky, serve } = rule
  if (sticky === undefined || serve === null || !('split' in serve)) return step
  const { split } = serve
  const units = unitsOf(sticky, split, { scope, place })
  const isKept = keptTest(sticky, scope, place.path)
  const served = new Map(split.weights.map(({ variant }) => [variant, place.answers.variant(variant, 'SPLIT', rule)]))
  const { key, blocked = [] } = sticky
  return (context) => {
    const { assignments } = scope.call
    if (assignments === undefined) return step(context)
    const known = units.flatMap(({ name, read, give }) => {
      const value = read(context)
      return value === undefined || value === null || value === '' ? [] : [{ unit: `${name}||${value}`, give }]
    })
    const [first] = known
    if (first === undefined) return undefined
    const kept = known.map(({ unit }) => assignments[unit] ?? {})
    if (blocked.some((earlier) => kept.some((one) => one[earlier] !== undefined))) return undefined
    const before = served.get(kept.find((one) => one[key] !== undefined)?.[key] ?? '')
    const answer = before !== undefined && isKept(context) ? before : isMet(context) ? first.give(context) : undefined
    if (answer === undefined || answer.variant === null || kept[0]?.[key] === answer.variant) return answer
    return { ...answer, assignment: { unit: first.unit, stickyKey: key, variant: answer.variant } }
  }
}

export interface StickyParts {
  readonly scope: Scope
  /** The rule without assignments. */
  readonly step: Step
  /** Whether a caller without an assignment is taken in. */
  readonly isMet: Test
}

function unitsOf(sticky: Sticky, split: Split, { scope, place }: { scope: Scope; place: ServePlace }): Unit[] {
  const { bucketBy = 'targetingKey' } = split
  const names = typeof bucketBy === 'string' ? [bucketBy] : [...bucketBy]
  if (sticky.fallbackBucketBy !== undefined) names.push(sticky.fallbackBucketBy)
  return names.map((name) => ({
    name,
    read: attributeReader(name, scope, `${place.path}/sticky/fallbackBucketBy`),
    give: compileServe({ split: { ...split, bucketBy: name } }, scope, place).give,
  }))
}

function keptTest({ condition }: Sticky, scope: Scope, path: string): Test {
  return condition === undefined ? always : compileCondition(condition, scope, `${path}/sticky/condition`)
}
