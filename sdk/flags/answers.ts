import type { ErrorCode, Evaluation, Flag, Reason, Rule } from './model.ts'

/** The answers one flag can give, made once: evaluating hands out the same objects again. */
export interface Answers {
  /** Undefined for a variant that the flag does not have. */
  variant(key: string | null, reason: Reason, rule?: Rule): Evaluation | undefined
}

export function answersOf(flag: Flag): Answers {
  const byKey = new Map(flag.variants.map((variant) => [variant.key, variant]))
  return {
    variant: (key, reason, rule) => {
      const about = {
        ruleId: rule?.id ?? null,
        ...(rule?.experiment === undefined ? {} : { experiment: rule.experiment }),
      }
      if (key === null) return Object.freeze({ key: flag.key, variant: null, reason, ...about })
      const variant = byKey.get(key)
      if (variant === undefined) return undefined
      if (variant.isOff) return Object.freeze({ key: flag.key, variant: key, reason, ...about })
      return Object.freeze({ key: flag.key, value: variant.value, variant: key, reason, ...about })
    },
  }
}

/** No value, and why. */
export function errorAnswer(key: string, errorCode: ErrorCode): Evaluation {
  return Object.freeze({ key, variant: null, reason: 'ERROR', ruleId: null, errorCode })
}
