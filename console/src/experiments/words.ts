import type { Experiment, Metric, Results, VariantResult } from './types.ts'

interface Word {
  readonly label: string
  readonly tone: 'positive' | 'caution' | 'negative' | 'quiet'
}

export const stateWords: Readonly<Record<Experiment['state'], Word>> = {
  draft: { label: 'Draft', tone: 'quiet' },
  running: { label: 'Running', tone: 'positive' },
  stopped: { label: 'Stopped', tone: 'caution' },
  concluded: { label: 'Concluded', tone: 'quiet' },
}

export const alarmWords = {
  'sample-ratio-mismatch': 'Split unevenly',
  'guardrail-harmed': 'Guardrail harmed',
} as const

type Role = Experiment['metrics'][number]['role']

export const roleWords: Readonly<Record<Role, string>> = {
  primary: 'Primary',
  secondary: 'Secondary',
  guardrail: 'Guardrail',
}

type Method = Results['method']

export const methodWords: Readonly<Record<Method, { readonly label: string; readonly hint: string }>> = {
  bayesian: { label: 'Bayesian', hint: 'Chance to win and risk of either choice, to be judged by at any time.' },
  frequentist: { label: 'Frequentist', hint: 'Welch’s test, read once, at the end that was planned.' },
  sequential: { label: 'Sequential', hint: 'A test that may be looked at any time. It takes more people.' },
}

export const intervalWords: Readonly<Record<Method, string>> = {
  bayesian: 'credible interval',
  frequentist: 'confidence interval',
  sequential: 'interval that holds at every look',
}

export const differenceWords: Readonly<Record<Experiment['analysis']['difference'], string>> = {
  relative: 'By a share of the control',
  absolute: 'In the metric’s own unit',
}

export const kindWords: Readonly<Record<Metric['kind'], { readonly label: string; readonly hint: string }>> = {
  conversion: { label: 'Conversion', hint: 'Did it happen at least once?' },
  mean: { label: 'Mean', hint: 'How much by person?' },
  ratio: { label: 'Ratio', hint: 'A sum by a sum: of orders, how many were sent back?' },
}

export const desiredWords: Readonly<Record<Metric['desired'], string>> = {
  increase: 'More is better',
  decrease: 'Less is better',
}

export const verdictWords: Readonly<Record<VariantResult['verdict'], Word>> = {
  control: { label: 'Control', tone: 'quiet' },
  better: { label: 'Better', tone: 'positive' },
  worse: { label: 'Worse', tone: 'negative' },
  unclear: { label: 'Unclear', tone: 'quiet' },
  unknown: { label: 'Not known', tone: 'quiet' },
}

export const faultWords: Readonly<Record<NonNullable<VariantResult['fault']>, string>> = {
  'too-few-units': 'the sample is too small',
  'no-variance': 'everybody has had the same number so far',
  'control-is-zero': 'the control is at zero, which nothing can be measured by',
}

export const warningWords: Readonly<Record<Results['warnings'][number]['code'], string>> = {
  'too-few-units': 'Few people so far',
  'sample-ratio-mismatch': 'Split unevenly',
  'mixed-units': 'People seen in two variants',
  'exposures-lost': 'Exposures were lost',
  'guardrail-harmed': 'A guardrail is harmed',
}

/** Choices of a field, by their words. */
export function choicesOf(words: Readonly<Record<string, string | { readonly label: string }>>) {
  return Object.entries(words).map(([value, word]) => ({ value, label: typeof word === 'string' ? word : word.label }))
}

/** True for a name that `words` has. */
export function isKey<Key extends string>(words: Readonly<Record<Key, unknown>>, name: unknown): name is Key {
  return typeof name === 'string' && Object.hasOwn(words, name)
}
