import type { Comparison, Condition, Json, Operator } from '@plinth/sdk/flags'
import { operatorWords, type ValueForm } from './operators.ts'

export type GroupKind = 'all' | 'any' | 'none' | 'not-all'

/** A condition as a group of others, each with its place in the condition. */
export interface GroupView {
  readonly kind: GroupKind
  readonly items: readonly Condition[]
  /** `all.0`, `not.any.2`; of a condition that stands alone the place is that of the whole. */
  readonly placeOf: (at: number) => string
}

export const groupLabels: Readonly<Record<GroupKind, string>> = {
  all: 'All of these hold',
  any: 'At least one of these holds',
  none: 'None of these holds',
  'not-all': 'Not all of these hold',
}

/** Null for what is no group. */
export function groupIn(condition: Condition): GroupView | null {
  if ('all' in condition) return { kind: 'all', items: condition.all, placeOf: (at) => `all.${at}` }
  if ('any' in condition) return { kind: 'any', items: condition.any, placeOf: (at) => `any.${at}` }
  if (!('not' in condition)) return null
  if ('any' in condition.not) return { kind: 'none', items: condition.not.any, placeOf: (at) => `not.any.${at}` }
  if ('all' in condition.not) return { kind: 'not-all', items: condition.not.all, placeOf: (at) => `not.all.${at}` }
  return null
}

/** The whole as a group: one condition that stands alone is a group of one. */
export function groupOf(condition: Condition): GroupView {
  return groupIn(condition) ?? { kind: 'all', items: [condition], placeOf: () => '' }
}

/** What stood alone stays so while it is one. */
export function regrouped(former: Condition, kind: GroupKind, items: readonly Condition[]): Condition {
  const [only] = items
  if (groupIn(former) === null && kind === 'all' && items.length === 1 && only !== undefined) return only
  if (kind === 'none') return { not: { any: items } }
  if (kind === 'not-all') return { not: { all: items } }
  return kind === 'any' ? { any: items } : { all: items }
}

/** A row, with whether it stands for its opposite. */
export interface RowView {
  readonly negated: boolean
  readonly inner: Condition
  /** Of the inner one in the row: `not` or ''. */
  readonly place: string
}

export function rowIn(condition: Condition): RowView {
  return 'not' in condition
    ? { negated: true, inner: condition.not, place: 'not' }
    : { negated: false, inner: condition, place: '' }
}

export function rowOf(inner: Condition, negated: boolean): Condition {
  return negated ? { not: inner } : inner
}

export function isComparison(condition: Condition): condition is Comparison {
  return 'attribute' in condition && !('as' in condition)
}

/** The same comparison by another operator; a value that still fits is kept. */
export function withOperator(comparison: Comparison, operator: Operator): Comparison {
  const { form, folds } = operatorWords[operator]
  const { attribute, value, ignoreCase } = comparison
  const fitting = valueFor(form, value)
  return {
    ...{ attribute, operator },
    ...(fitting === undefined ? {} : { value: fitting }),
    ...(folds && ignoreCase ? { ignoreCase } : {}),
  }
}

/** `value` in the form that an operator wants, or what a new one begins with. */
function valueFor(form: ValueForm, value: Json | undefined): Json | undefined {
  const items = Array.isArray(value) ? (value as readonly Json[]) : value === undefined || value === '' ? [] : [value]
  const [first] = items
  switch (form) {
    case 'none':
      return undefined
    case 'any':
      return Array.isArray(value) && items.length > 1 ? value : (first ?? '')
    case 'list':
      return items
    case 'texts':
      return items.map((item) => (typeof item === 'string' ? item : JSON.stringify(item)))
    case 'number':
      return typeof first === 'number' ? first : ''
    case 'range':
      return [typeof first === 'number' ? first : '', typeof items[1] === 'number' ? items[1] : '']
    default:
      return typeof first === 'string' ? first : ''
  }
}

/** What was entered as text, as the number it says; a text that says none stays as it is, for the server to name. */
export function numberIn(typed: string): Json {
  const number = Number(typed)
  return typed.trim() === '' || !Number.isFinite(number) ? typed : number
}

export type ValueKind = 'text' | 'number' | 'yes-no' | 'json'

export function kindOf(value: Json | undefined): ValueKind {
  if (typeof value === 'number') return 'number'
  if (typeof value === 'boolean') return 'yes-no'
  return value === undefined || typeof value === 'string' ? 'text' : 'json'
}

export function kindOfItems(items: readonly Json[]): Exclude<ValueKind, 'yes-no'> {
  if (items.every((item) => typeof item === 'string')) return 'text'
  return items.every((item) => typeof item === 'number') ? 'number' : 'json'
}

/** Faults below a place, by their place in it: of `rules.0.condition.all.1` below `rules.0.condition` that of `all.1`. */
export function faultsBelow(faults: Readonly<Record<string, string>>, place: string): Record<string, string> {
  if (place === '') return { ...faults }
  return Object.fromEntries(
    Object.entries(faults).flatMap(([path, fault]) => {
      if (path === place) return [['', fault]]
      return path.startsWith(`${place}.`) ? [[path.slice(place.length + 1), fault]] : []
    }),
  )
}
