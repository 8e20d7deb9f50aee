import type { Operator } from '@plinth/sdk/flags'

/** What is entered as the value of a comparison. */
export type ValueForm = 'none' | 'any' | 'list' | 'texts' | 'pattern' | 'number' | 'range' | 'instant' | 'version'

interface OperatorWords {
  readonly group: string
  readonly is: string
  /** The opposite, where it reads well. */
  readonly isNot?: string
  readonly form: ValueForm
  /** Whether upper and lower case can be taken as the same. */
  readonly folds?: true
}

export const operatorWords: Readonly<Record<Operator, OperatorWords>> = {
  equals: { group: 'Value', is: 'is', isNot: 'is not', form: 'any', folds: true },
  in: { group: 'Value', is: 'is one of', isNot: 'is none of', form: 'list', folds: true },
  exists: { group: 'Value', is: 'is known', isNot: 'is not known', form: 'none' },
  contains: { group: 'Text', is: 'contains', isNot: 'does not contain', form: 'texts', folds: true },
  'starts-with': { group: 'Text', is: 'starts with', isNot: 'does not start with', form: 'texts', folds: true },
  'ends-with': { group: 'Text', is: 'ends with', isNot: 'does not end with', form: 'texts', folds: true },
  matches: {
    group: 'Text',
    is: 'matches the pattern',
    isNot: 'does not match the pattern',
    form: 'pattern',
    folds: true,
  },
  less: { group: 'Number', is: 'is less than', form: 'number' },
  'less-or-equal': { group: 'Number', is: 'is at most', form: 'number' },
  greater: { group: 'Number', is: 'is more than', form: 'number' },
  'greater-or-equal': { group: 'Number', is: 'is at least', form: 'number' },
  between: { group: 'Number', is: 'is between', isNot: 'is not between', form: 'range' },
  before: { group: 'Time', is: 'is before', form: 'instant' },
  after: { group: 'Time', is: 'is after', form: 'instant' },
  'semver-equals': { group: 'Version', is: 'is version', isNot: 'is not version', form: 'version' },
  'semver-less': { group: 'Version', is: 'is older than version', form: 'version' },
  'semver-less-or-equal': { group: 'Version', is: 'is at most version', form: 'version' },
  'semver-greater': { group: 'Version', is: 'is newer than version', form: 'version' },
  'semver-greater-or-equal': { group: 'Version', is: 'is at least version', form: 'version' },
  'semver-compatible': { group: 'Version', is: 'is compatible with version', form: 'version' },
  'in-network': { group: 'Network', is: 'is in the network', isNot: 'is outside the network', form: 'texts' },
  'any-in': { group: 'List', is: 'has at least one of', isNot: 'has none of', form: 'list', folds: true },
  'all-in': { group: 'List', is: 'has nothing but', isNot: 'has more than', form: 'list', folds: true },
}

/** An operator as it is chosen, with the opposite as a choice of its own. */
export function wordsOfOperator(operator: Operator, negated: boolean): string {
  const { is, isNot } = operatorWords[operator] ?? { is: operator }
  return negated ? (isNot ?? `not: ${is}`) : is
}

interface OperatorGroup {
  readonly group: string
  readonly items: { readonly value: string; readonly label: string }[]
}

/** All operators in plain words, by what they compare; `not ` before the name is the opposite. */
export function operatorChoices(chosen: string): OperatorGroup[] {
  const all = Object.entries(operatorWords) as [Operator, OperatorWords][]
  const choices = all.flatMap(([operator, { group, isNot }]) => [
    { group, value: operator as string, label: wordsOfOperator(operator, false) },
    ...(isNot !== undefined || chosen === `not ${operator}`
      ? [{ group, value: `not ${operator}`, label: wordsOfOperator(operator, true) }]
      : []),
  ])
  return [...Map.groupBy(choices, ({ group }) => group)].map(([group, items]) => ({
    group,
    items: items.map(({ value, label }) => ({ value, label })),
  }))
}
