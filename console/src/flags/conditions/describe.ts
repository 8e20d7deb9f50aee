import type { Comparison, Condition, ImportedComparison, Json, Operator } from '@plinth/sdk/flags'
import { operatorWords, wordsOfOperator } from './operators.ts'

/** Of a long list so many are named. */
const NAMED_MAX = 8

/** A condition as a person reads it, in one line: `country is one of NG, KE and (plan is pro or plan is team)`. */
export function describeCondition(condition: Condition | undefined): string {
  return condition === undefined ? 'everybody' : inWords(condition, false)
}

function inWords(condition: Condition, isWithin: boolean): string {
  if ('all' in condition) return joined(condition.all, { by: ' and ', none: 'everybody', isWithin })
  if ('any' in condition) return joined(condition.any, { by: ' or ', none: 'nobody', isWithin })
  if ('not' in condition) return opposite(condition.not)
  return simpleInWords(condition, false)
}

interface Joining {
  readonly by: string
  readonly none: string
  readonly isWithin: boolean
}

function joined(conditions: readonly Condition[], { by, none, isWithin }: Joining): string {
  const [only] = conditions
  if (only === undefined) return none
  if (conditions.length === 1) return inWords(only, isWithin)
  const words = conditions.map((one) => inWords(one, true)).join(by)
  return isWithin ? `(${words})` : words
}

function opposite(condition: Condition): string {
  if ('all' in condition || 'any' in condition) return `not (${inWords(condition, false)})`
  if ('not' in condition) return inWords(condition.not, true)
  return simpleInWords(condition, true)
}

type Simple = Exclude<Condition, { readonly all: unknown } | { readonly any: unknown } | { readonly not: unknown }>

function simpleInWords(condition: Simple, negated: boolean): string {
  const not = negated ? 'not ' : ''
  if ('segment' in condition) return `the caller is ${not}in the segment ${condition.segment || '?'}`
  if ('flag' in condition) {
    const { flag } = condition
    if ('where' in condition) return `${not}where ${inWords(condition.where, true)} of the flag ${flag}`
    return `the flag ${flag || '?'} ${negated ? 'does not serve' : 'serves'} ${condition.variants.join(' or ') || '?'}`
  }
  if ('bucket' in condition) {
    const ranges = condition.bucket.ranges.map(([from, to]) => `${from} to ${to}`).join(', ')
    return `the bucket of ${pathsOf(condition.bucket.bucketBy)} is ${not}in ${ranges}`
  }
  if ('logic' in condition) return `${not}an expression of JSONLogic`
  if ('as' in condition) return importedInWords(condition, negated)
  return comparisonInWords(condition, negated)
}

function comparisonInWords({ attribute, operator, value, ignoreCase }: Comparison, negated: boolean): string {
  const what = valueInWords(operator, value)
  const fold = ignoreCase ? ' (in any case)' : ''
  return [attribute || '?', wordsOfOperator(operator, negated), what].filter((part) => part !== '').join(' ') + fold
}

function importedInWords({ as, attribute, operator, value }: ImportedComparison, negated: boolean): string {
  const words = [attribute, negated ? 'not' : '', operator, value === undefined ? '' : jsonInWords(value)]
  return `${words.filter((part) => part !== '').join(' ')} (as ${as} has it)`
}

function valueInWords(operator: Operator, value: Json | undefined): string {
  const form = operatorWords[operator]?.form
  if (form === 'none') return ''
  if (value === undefined || value === '') return '?'
  if (form === 'range' && Array.isArray(value)) return value.map(jsonInWords).join(' and ')
  return jsonInWords(value)
}

function jsonInWords(value: Json): string {
  if (Array.isArray(value)) {
    const named = value.slice(0, NAMED_MAX).map((one) => (typeof one === 'string' ? one : JSON.stringify(one)))
    if (named.length === 0) return '?'
    return value.length > NAMED_MAX ? `${named.join(', ')} and ${value.length - NAMED_MAX} more` : named.join(', ')
  }
  return typeof value === 'string' ? value : JSON.stringify(value)
}

/** The attribute by which callers become a number. */
function pathsOf(bucketBy: string | readonly string[] | undefined): string {
  if (bucketBy === undefined) return 'targetingKey'
  return typeof bucketBy === 'string' ? bucketBy : bucketBy.join(' or ')
}
