import { type Answers, answersOf, errorAnswer } from './answers.ts'
import { allOf, compileCondition } from './conditions.ts'
import { instantMs } from './instant.ts'
import type { Context, Evaluation, Flag, FlagType, Json, Prerequisite, Rule } from './model.ts'
import { type CompiledRollout, compileRollout } from './rollout.ts'
import type { Scope, Test } from './scope.ts'
import { type CompiledServe, compileServe } from './serving.ts'
import { type Step, stickyStep } from './sticky.ts'

/** A rule in parts, for the tester, and as one step of the evaluation. */
export interface CompiledRule {
  readonly rule: Rule
  readonly isDue: Test
  readonly holds: Test
  readonly rollout: CompiledRollout | undefined
  readonly serve: CompiledServe
}

export interface CompiledParts {
  readonly prerequisites: Test
  readonly rules: readonly CompiledRule[]
  readonly last: CompiledServe
  readonly run: (context: Context) => Evaluation
}

/** Compiles a flag; what is wrong with it is told to the scope. */
export function compileFlag(flag: Flag, scope: Scope): CompiledParts {
  checkVariants(flag, scope)
  const answers = answersOf(flag)
  const prerequisites = allOf(list(flag.prerequisites).map((one, at) => prerequisiteTest(one, scope, at)))
  const rules = list(flag.rules).map((rule, at) => compileRule(rule, { flag, answers, scope }, `/rules/${at}`))
  checkRuleIds(flag, scope)
  const reason = rules.length === 0 ? 'STATIC' : 'DEFAULT'
  const last = compileServe(flag.fallthrough, scope, { flag, answers, reason, path: '/fallthrough' })
  const off = answers.variant(flag.offVariant, 'DISABLED')
  const unmet = answers.variant(flag.offVariant, 'PREREQUISITE')
  const nothing = answers.variant(null, 'DEFAULT') ?? errorAnswer(flag.key, 'GENERAL')
  if (off === undefined || unmet === undefined) {
    scope.fault('/offVariant', `no variant ${flag.offVariant}`)
    return { prerequisites, rules, last, run: () => nothing }
  }
  if (!flag.enabled) return { prerequisites, rules, last, run: () => off }
  const steps = rules.map((rule, at) => stepOf(rule, { flag, answers, scope }, `/rules/${at}`))
  const hasPrerequisites = list(flag.prerequisites).length > 0
  const run = (context: Context): Evaluation => {
    if (hasPrerequisites && !prerequisites(context)) return unmet
    for (const step of steps) {
      const served = step(context)
      if (served !== undefined) return served
    }
    return last.give(context) ?? nothing
  }
  return { prerequisites, rules, last, run }
}

function stepOf({ rule, isDue, holds, rollout, serve }: CompiledRule, place: FlagPlace, path: string): Step {
  const { scope, flag, answers } = place
  const due = rule.startsAt === undefined && rule.endsAt === undefined ? [] : [isDue]
  const tests = [
    ...due,
    ...(rule.condition === undefined ? [] : [holds]),
    ...(rollout === undefined ? [] : [rollout.test]),
  ]
  const { give } = serve
  const isMet = allOf(tests)
  const step: Step = tests.length === 0 ? give : (context) => (isMet(context) ? give(context) : undefined)
  if (rule.sticky === undefined) return step
  const kept = stickyStep(rule, { flag, answers, rule, reason: 'SPLIT', path }, { scope, step, isMet })
  return due.length === 0 ? kept : (context) => (isDue(context) ? kept(context) : undefined)
}

interface FlagPlace {
  readonly flag: Flag
  readonly answers: Answers
  readonly scope: Scope
}

function compileRule(rule: Rule, { flag, answers, scope }: FlagPlace, path: string): CompiledRule {
  const { condition } = rule
  const holds = condition === undefined ? allOf([]) : compileCondition(condition, scope, `${path}/condition`)
  const rollout = rule.rollout === undefined ? undefined : compileRollout(rule.rollout, scope, `${path}/rollout`)
  const reason = rollout === undefined ? 'TARGETING_MATCH' : 'SPLIT'
  const serve = compileServe(rule.serve, scope, { flag, answers, rule, reason, path: `${path}/serve` })
  return { rule, isDue: windowTest(rule, scope, path), holds, rollout, serve }
}

function windowTest({ startsAt, endsAt }: Rule, scope: Scope, path: string): Test {
  const edge = (instant: string | undefined, name: string, open: number): number => {
    if (instant === undefined) return open
    const ms = instantMs(instant)
    if (Number.isNaN(ms)) scope.fault(`${path}/${name}`, 'needs an instant, such as 2026-11-22T15:00:00Z')
    else scope.changesAt(ms)
    return ms
  }
  const startsMs = edge(startsAt, 'startsAt', Number.NEGATIVE_INFINITY)
  const endsMs = edge(endsAt, 'endsAt', Number.POSITIVE_INFINITY)
  if (startsMs >= endsMs) scope.fault(`${path}/endsAt`, 'needs to end after it starts')
  return () => {
    const now = scope.now()
    return now >= startsMs && now < endsMs
  }
}

function prerequisiteTest(prerequisite: Prerequisite, scope: Scope, at: number): Test {
  return compileCondition(prerequisite, scope, `/prerequisites/${at}`)
}

const fits: Readonly<Record<FlagType, (value: Json) => boolean>> = {
  boolean: (value) => typeof value === 'boolean',
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  json: () => true,
}

function checkVariants(flag: Flag, scope: Scope): void {
  if (!Object.hasOwn(fits, flag.type)) {
    scope.fault('/type', `no type ${flag.type}`)
    return
  }
  const seen = new Set<string>()
  for (const [at, { key, value, isOff }] of flag.variants.entries()) {
    if (seen.has(key)) scope.fault(`/variants/${at}/key`, `a second variant ${key}`)
    seen.add(key)
    if (!isOff && !fits[flag.type](value))
      scope.fault(`/variants/${at}/value`, `is not of the flag's type, ${flag.type}`)
  }
}

function checkRuleIds(flag: Flag, scope: Scope): void {
  const seen = new Set<string>()
  for (const [at, { id }] of list(flag.rules).entries()) {
    if (seen.has(id)) scope.fault(`/rules/${at}/id`, `a second rule ${id}`)
    seen.add(id)
  }
}

function list<Item>(items: readonly Item[]): readonly Item[] {
  return Array.isArray(items) ? items : []
}
