import { attributeReader, bucketOf } from './bucketing.ts'
import { eppoTest } from './dialects/eppo.ts'
import { flagsmithTest } from './dialects/flagsmith.ts'
import { growthbookTest } from './dialects/growthbook.ts'
import { unleashTest } from './dialects/unleash.ts'
import { wholeOf } from './hash/buckets.ts'
import { compileLogicTest } from './logic/compile-logic.ts'
import type { Comparison, Condition, Context, Evaluation, ImportedComparison, Json, Range } from './model.ts'
import { valueTest } from './operators.ts'
import { always, never, type Scope, type Test } from './scope.ts'

type Of<Kind extends string> = Extract<Condition, { readonly [kind in Kind]: unknown }>

const depthMax = 30

/** Compiles a condition to a test; what is wrong with it is told to the scope, and the test is then never met. */
export function compileCondition(condition: Condition, scope: Scope, path: string): Test {
  if (typeof condition !== 'object' || condition === null) return refused(scope, path, 'not a condition')
  if (path.split('/').length > depthMax * 2) return refused(scope, path, `conditions nest ${depthMax} deep at most`)
  if ('all' in condition) return allOf(compileEach(condition.all, scope, `${path}/all`))
  if ('any' in condition) return anyOf(compileEach(condition.any, scope, `${path}/any`))
  if ('not' in condition) {
    const inner = compileCondition(condition.not, scope, `${path}/not`)
    return (context) => !inner(context)
  }
  if ('segment' in condition) {
    return scope.segment(condition.segment, path) ?? refused(scope, path, `no segment ${condition.segment}`)
  }
  if ('flag' in condition) return flagTest(condition, scope, path)
  if ('bucket' in condition) return bucketTest(condition, scope, `${path}/bucket`)
  if ('logic' in condition) return logicTest(condition, scope, path)
  if ('as' in condition) return importedTest(condition, scope, path)
  if ('attribute' in condition && 'operator' in condition) return comparisonTest(condition as Comparison, scope, path)
  return refused(scope, path, 'not a condition')
}

/** All of them; the first that fails ends it. */
export function allOf(tests: readonly Test[]): Test {
  const [first = always, second = always] = tests
  if (tests.length < 2) return first
  if (tests.length === 2) return (context) => first(context) && second(context)
  return (context) => tests.every((test) => test(context))
}

function anyOf(tests: readonly Test[]): Test {
  const [first = never, second = never] = tests
  if (tests.length < 2) return first
  if (tests.length === 2) return (context) => first(context) || second(context)
  return (context) => tests.some((test) => test(context))
}

function compileEach(conditions: readonly Condition[], scope: Scope, path: string): Test[] {
  if (!Array.isArray(conditions)) return [refused(scope, path, 'needs a list of conditions')]
  return conditions.map((condition, at) => compileCondition(condition, scope, `${path}/${at}`))
}

function comparisonTest(comparison: Comparison, scope: Scope, path: string): Test {
  const read = attributeReader(comparison.attribute, scope, `${path}/attribute`)
  try {
    const test = valueTest(comparison, scope.patterns)
    return (context) => {
      const found = read(context)
      return found !== undefined && found !== null && test(found)
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return refused(scope, `${path}/value`, `${comparison.operator} ${cause.message}`)
  }
}

function flagTest(condition: Of<'flag'>, scope: Scope, path: string): Test {
  const flag = scope.flag(condition.flag)
  if (flag === undefined) return refused(scope, path, `no flag ${condition.flag}`)
  if ('where' in condition) {
    const holds = compileCondition(condition.where, scope, `${path}/where`)
    return (context) => holds(servedContext(flag.run(context)))
  }
  if (!Array.isArray(condition.variants)) return refused(scope, `${path}/variants`, 'needs a list of variants')
  const unknown = condition.variants.find((variant) => !flag.variants.has(variant))
  if (unknown !== undefined)
    return refused(scope, `${path}/variants`, `flag ${condition.flag} has no variant ${unknown}`)
  const wanted = new Set<string | null>(condition.variants)
  return (context) => wanted.has(flag.run(context).variant)
}

function servedContext({ value = null, variant, ruleId }: Evaluation): Context {
  return { value, variant, ruleId } as Context
}

function logicTest({ logic }: Of<'logic'>, scope: Scope, path: string): Test {
  try {
    const test = compileLogicTest(logic, scope.now)
    return (context) => test(context as Json)
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    return refused(scope, `${path}/logic`, cause.message)
  }
}

function importedTest(comparison: ImportedComparison, scope: Scope, path: string): Test {
  const read = attributeReader(comparison.attribute, scope, `${path}/attribute`)
  const test = dialectTest(comparison, scope)
  if (test === null) return refused(scope, `${path}/as`, 'no such system')
  const { found } = comparison
  if (found !== undefined) return test(found) ? always : never
  return (context) => test(read(context))
}

function dialectTest(comparison: ImportedComparison, scope: Scope): ((found: Json | undefined) => boolean) | null {
  if (comparison.as === 'unleash') return unleashTest(comparison, scope)
  if (comparison.as === 'flagsmith') return flagsmithTest(comparison, scope.patterns)
  if (comparison.as === 'eppo') return eppoTest(comparison, scope.patterns)
  if (comparison.as !== 'growthbook') return null
  const test = growthbookTest(comparison.operator, comparison.value ?? null, scope.patterns)
  return (found) => test(found ?? null)
}

function bucketTest({ bucket }: Of<'bucket'>, scope: Scope, path: string): Test {
  const total = wholeOf[bucket.hash] ?? bucket.total ?? 100_000
  const bucketing = bucketOf(bucket, scope, { total, path })
  const isRange = (range: Range): boolean => Array.isArray(range) && range.length === 2 && range.every(Number.isFinite)
  if (!Array.isArray(bucket.ranges) || !bucket.ranges.every(isRange))
    return refused(scope, `${path}/ranges`, 'needs ranges, each of two numbers')
  if (!(total > 0 && total <= 2 ** 31)) return refused(scope, `${path}/total`, 'needs a total from 1 to 2^31')
  return (context) => {
    const point = bucketing(context)
    return point >= 0 && bucket.ranges.some(([from, to]) => point >= from && point < to)
  }
}

function refused(scope: Scope, path: string, message: string): Test {
  scope.fault(path, message)
  return never
}
