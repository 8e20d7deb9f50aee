import type { Context, Evaluation, Json } from '@plinth/sdk/flags'
import type { Logger } from '../../../kernel/telemetry/log.ts'
import type { Metrics } from '../../../kernel/telemetry/metrics.ts'
import type { Published } from './published.ts'
import type { Usage } from './usage.ts'

/** A variant that somebody was served under an experiment. */
export interface Served {
  readonly flag: string
  readonly environment: string
  readonly ruleId: string | null
  readonly variant: string | null
  readonly experiment: string
  readonly context: Context
}

/** What a fallback written as `true` or `3` stands for. */
export type Widened<Value> = Value extends boolean
  ? boolean
  : Value extends number
    ? number
    : Value extends string
      ? string
      : Value

export interface Evaluating {
  /** The answers as they are, counted and told. */
  one(published: Published, key: string, context: Context): Evaluation
  all(published: Published, context: Context, isPublicOnly: boolean): Evaluation[]
  /** The value or, for an unknown flag, another type and everything else without an answer, `fallback`. Never throws. */
  value<Value extends Json>(published: Published | null, key: string, context: Context, fallback: Value): Widened<Value>
  onServed(listener: (served: Served) => void): void
}

interface EvaluatingParts {
  readonly usage: Usage
  readonly metrics: Pick<Metrics, 'flagsFallbacks'>
  readonly log: Logger
}

export function createEvaluating({ usage, metrics, log }: EvaluatingParts): Evaluating {
  const listeners: ((served: Served) => void)[] = []

  function served({ environment }: Published, evaluation: Evaluation, context: Context): void {
    const { key: flag, variant, ruleId, experiment, errorCode } = evaluation
    if (errorCode === 'FLAG_NOT_FOUND') return
    usage.count(environment, flag, variant)
    if (experiment === undefined) return
    for (const listener of listeners) {
      try {
        listener({ flag, environment, ruleId, variant, experiment, context })
      } catch (error) {
        log.error({ err: error, flag }, 'a listener for served flags failed')
      }
    }
  }

  function one(published: Published, key: string, context: Context): Evaluation {
    const evaluation = published.evaluator.evaluate(key, context)
    served(published, evaluation, context)
    return evaluation
  }

  return {
    one,
    all(published, context, isPublicOnly) {
      const evaluations = published.evaluator.all(context, isPublicOnly ? ({ isPublic }) => isPublic : undefined)
      for (const evaluation of evaluations) served(published, evaluation, context)
      return evaluations
    },
    value(published, key, context, fallback) {
      const found = answerFor(published === null ? null : one(published, key, context), fallback, metrics)
      return (found === undefined ? fallback : found) as Widened<typeof fallback>
    },
    onServed: (listener) => void listeners.push(listener),
  }
}

/** Undefined: there is no answer of the kind of `fallback`. */
function answerFor(
  evaluation: Evaluation | null,
  fallback: Json,
  metrics: EvaluatingParts['metrics'],
): Json | undefined {
  const { value, errorCode } = evaluation ?? { value: undefined, errorCode: 'NOT_READY' }
  const isOther = value !== undefined && kindOf(value) !== kindOf(fallback)
  const reason = errorCode ?? (isOther ? 'TYPE_MISMATCH' : undefined)
  if (reason === undefined) return value
  metrics.flagsFallbacks.inc({ reason })
  return undefined
}

function kindOf(value: Json): string {
  return value === null || typeof value === 'object' ? 'json' : typeof value
}
