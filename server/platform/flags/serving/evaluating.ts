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

export interface Evaluating {
  /** The answers as they are, counted and told. */
  one(published: Published, key: string, context: Context): Evaluation
  all(published: Published, context: Context, isPublicOnly: boolean): Evaluation[]
  /** The value or, for an unknown flag, another type and everything else without an answer, `fallback`. Never throws. */
  value<Value extends Json>(published: Published | null, key: string, context: Context, fallback: Value): Value
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
      if (published === null) return withoutAnswer(metrics, 'NOT_READY', fallback)
      const { value, errorCode } = one(published, key, context)
      if (errorCode !== undefined) return withoutAnswer(metrics, errorCode, fallback)
      if (value === undefined) return fallback
      if (kindOf(value) !== kindOf(fallback)) return withoutAnswer(metrics, 'TYPE_MISMATCH', fallback)
      return value as typeof fallback
    },
    onServed: (listener) => void listeners.push(listener),
  }
}

function withoutAnswer<Value>(metrics: EvaluatingParts['metrics'], reason: string, fallback: Value): Value {
  metrics.flagsFallbacks.inc({ reason })
  return fallback
}

function kindOf(value: Json): string {
  return value === null || typeof value === 'object' ? 'json' : typeof value
}
