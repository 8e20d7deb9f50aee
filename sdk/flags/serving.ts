import { type Answers, errorAnswer } from './answers.ts'
import { type BucketOf, bucketOf } from './bucketing.ts'
import { unleashVariantSeed, wholeOf } from './hash/buckets.ts'
import { compileLogic } from './logic/compile-logic.ts'
import type { Context, Evaluation, Flag, Json, Range, Reason, Rule, Serve, Split, Weight } from './model.ts'
import type { Scope } from './scope.ts'

/** What a caller is given; undefined: none of it, and the next rule counts. */
export type Give = (context: Context) => Evaluation | undefined

export interface CompiledServe {
  readonly give: Give
  /** Of a split, for the tester. */
  readonly split?: CompiledSplit
}

interface CompiledSplit {
  readonly bucket: BucketOf
  readonly parts: readonly { readonly variant: string; readonly range: Range }[]
}

/** Where something is served from: a rule, or the end of the flag. */
export interface ServePlace {
  readonly flag: Flag
  readonly answers: Answers
  readonly rule?: Rule
  /** The reason for a variant that is served whole. */
  readonly reason: Reason
  readonly path: string
}

/** Compiles what is served; its answers are made here, once. */
export function compileServe(serve: Serve, scope: Scope, place: ServePlace): CompiledServe {
  const { answers, rule, reason, path } = place
  const nothing = answers.variant(null, rule === undefined ? 'DEFAULT' : reason, rule)
  if (serve === null) return { give: () => nothing }
  if (typeof serve === 'object' && 'variant' in serve) {
    const answer = answers.variant(serve.variant, reason, rule)
    if (answer === undefined) scope.fault(`${path}/variant`, `no variant ${serve.variant}`)
    return { give: () => answer }
  }
  if (typeof serve === 'object' && 'split' in serve && typeof serve.split === 'object') {
    return compileSplit(serve.split, scope, { ...place, path: `${path}/split` })
  }
  if (typeof serve === 'object' && 'logic' in serve) return { give: logicGive(serve.logic, scope, place) }
  scope.fault(path, 'needs a variant, a split or null')
  return { give: () => nothing }
}

/** The variant an expression names; null names none, and one that is not there is an error. */
function logicGive(logic: Json, scope: Scope, { answers, flag, rule, reason, path }: ServePlace): Give {
  const served = new Map(flag.variants.map(({ key }) => [key, answers.variant(key, reason, rule)]))
  const unknown = errorAnswer(flag.key, 'GENERAL')
  try {
    const expression = compileLogic(logic, scope.now)
    return (context) => {
      const named = expression(context as Json)
      return named === null ? undefined : (served.get(String(named)) ?? unknown)
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause
    scope.fault(`${path}/logic`, cause.message)
    return () => undefined
  }
}

function compileSplit(split: Split, scope: Scope, place: ServePlace): CompiledServe {
  const { answers, rule, path, flag } = place
  const weights = Array.isArray(split.weights) ? split.weights : []
  const parts = weights.map((weight, at) => {
    const answer = answers.variant(weight.variant, 'SPLIT', rule)
    if (answer === undefined) scope.fault(`${path}/weights/${at}/variant`, `no variant ${weight.variant}`)
    if (!(weight.weight >= 0) || !Number.isInteger(weight.weight))
      scope.fault(`${path}/weights/${at}/weight`, 'needs a whole number from 0')
    return { weight, answer }
  })
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  const hasRanges = weights.length > 0 && weights.every(({ range }) => range !== undefined)
  if (!hasRanges && !(total > 0 && total <= 2 ** 31 - 1))
    scope.fault(`${path}/weights`, 'need a sum from 1 to 2^31 - 1')
  const ranges = wholeOf[split.hash] ?? null
  const bucket = bucketOf(split, scope, { total, seed: split.hash === 'unleash' ? unleashVariantSeed : 0, path })
  const ends = ranges === null ? weightRanges(weights) : weights.map(rangeWithin(ranges, total, weights))
  const served = parts.map(({ weight, answer }, at) => ({
    ...{ variant: weight.variant, range: weight.range ?? ends[at] ?? ([0, 0] as const), answer },
  }))
  const told: CompiledSplit = { bucket, parts: served.map(({ variant, range }) => ({ variant, range })) }
  const only = parts.filter(({ weight }) => weight.weight > 0)
  const isWhole = only.length === 1 && !weights.some(({ range }) => range) && split.hash.startsWith('fractional')
  const keyless = rule === undefined ? errorAnswer(flag.key, 'TARGETING_KEY_MISSING') : undefined
  if (isWhole) return { split: told, give: () => only[0]?.answer }
  return {
    split: told,
    give: (context) => {
      const point = bucket(context)
      if (point < 0) return keyless
      for (const { range, answer } of served) if (point >= range[0] && point < range[1]) return answer
      return undefined
    },
  }
}

function weightRanges(weights: readonly Weight[]): Range[] {
  let end = 0
  return weights.map(({ weight }) => {
    const from = end
    end += weight
    return [from, end]
  })
}

/** The ranges of a hash that knows no total: parts of its own whole. */
function rangeWithin(whole: number, total: number, weights: readonly Weight[]): (weight: Weight, at: number) => Range {
  const ends = weightRanges(weights)
  return (_weight, at) => {
    const [from, to] = ends[at] ?? [0, 0]
    return [(from / total) * whole, (to / total) * whole]
  }
}
