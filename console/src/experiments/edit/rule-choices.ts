import { shareInWords } from '../figures.ts'
import type { Flag } from '../types.ts'
import { ruleValue } from './experiment-values.ts'

/** What is asked of a rule; the contract leaves its form to the evaluator. */
interface Rule {
  readonly id: string
  readonly description?: string
  readonly experiment?: string
  readonly serve:
    | object
    | { readonly split: { readonly weights: readonly { variant: string; weight: number }[] } }
    | null
}

export interface RuleChoice {
  readonly value: string
  readonly label: string
  readonly environment: string
  readonly ruleId: string
  /** What it splits into, with the share of each. */
  readonly variants: readonly { readonly key: string; readonly share: number }[]
  /** Key of the experiment it is bound to. */
  readonly experiment: string | undefined
}

/** The rules of a flag that an experiment can stand on: those that split in two and more. */
export function ruleChoices({ environments }: Pick<Flag, 'environments'>): RuleChoice[] {
  return environments.flatMap(({ environment, rules }) =>
    (rules as readonly Rule[]).flatMap((rule, at) => {
      const variants = variantsOf(rule.serve)
      if (variants.length < 2) return []
      const split = variants.map(({ key, share }) => `${key} ${shareInWords(share, 0)}`).join(', ')
      const name = rule.description === undefined || rule.description === '' ? `Rule ${at + 1}` : rule.description
      return [
        {
          ...{ environment, ruleId: rule.id, value: ruleValue(environment, rule.id), variants },
          ...{ label: `${environment}: ${name} (${split})`, experiment: rule.experiment },
        },
      ]
    }),
  )
}

function variantsOf(serve: Rule['serve']): RuleChoice['variants'] {
  if (serve === null || !('split' in serve)) return []
  const weights = new Map<string, number>()
  for (const { variant, weight } of serve.split.weights)
    if (weight > 0) weights.set(variant, (weights.get(variant) ?? 0) + weight)
  const whole = [...weights.values()].reduce((sum, weight) => sum + weight, 0)
  return [...weights].map(([key, weight]) => ({ key, share: weight / whole }))
}
