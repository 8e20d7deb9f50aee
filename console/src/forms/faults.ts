import { minorOf } from '../shell/money.ts'
import type { Entry, Field } from './fields.ts'
import { type FormValue, isObject } from './values.ts'

/** The faults that a browser can tell: nothing entered where something must be, and sums that are none. All else the server says. */
export function faultsOf(entries: readonly Entry[], value: FormValue, under = ''): Record<string, string> {
  const held = isObject(value) ? value : {}
  return Object.assign(
    {},
    ...entries.map(({ name, label, required, field }) => {
      const path = `${under}${name}`
      if (!isMissing(field, held[name])) return faultsWithin(field, held[name], path)
      if (!required) return {}
      return field.kind === 'object' ? faultsWithin(field, held[name], path) : { [path]: `${label} is needed` }
    }),
  )
}

function faultsWithin(field: Field, value: FormValue, path: string): Record<string, string> {
  if (field.kind === 'money') return sumFault(value, path)
  if (field.kind === 'object') return faultsOf(field.entries, value, `${path}.`)
  if (field.kind !== 'list' || !Array.isArray(value)) return {}
  const { item } = field
  return Object.assign(
    {},
    ...value.map((row, at) =>
      item.kind === 'object' ? faultsOf(item.entries, row, `${path}.${at}.`) : faultsWithin(item, row, `${path}.${at}`),
    ),
  )
}

function sumFault(value: FormValue, path: string): Record<string, string> {
  if (!isObject(value) || value.minor === '' || typeof value.minor !== 'string') return {}
  if (typeof value.currency !== 'string' || value.currency === '') return { [`${path}.currency`]: 'Choose a currency' }
  const isSum = minorOf(value.minor, value.currency) !== undefined
  return isSum ? {} : { [`${path}.minor`]: `Write the sum in digits, with the decimals of ${value.currency}` }
}

/** An object is missing when nothing was entered anywhere in it. */
function isMissing(field: Field, value: FormValue): boolean {
  switch (field.kind) {
    case 'boolean':
    case 'unknown':
      return false
    case 'object':
      return field.entries.every((entry) => isMissing(entry.field, isObject(value) ? value[entry.name] : undefined))
    case 'money':
      return !isObject(value) || value.minor === ''
    case 'rich-text':
      return value === undefined
    default:
      return Array.isArray(value) ? value.length === 0 : value === undefined || value === ''
  }
}

/** The path of the field that shows a fault: the server also points into a text or a list of words, which are one field each. */
export function fieldPath(entries: readonly Entry[], path: string): string {
  const [name = '', ...rest] = path.split('.')
  const field = entries.find((entry) => entry.name === name)?.field
  return field === undefined ? path : [name, ...within(field, rest)].join('.')
}

function within(field: Field, path: readonly string[]): readonly string[] {
  const [first, ...rest] = path
  if (first === undefined) return []
  if (field.kind === 'object') return fieldPath(field.entries, path.join('.')).split('.')
  if (field.kind === 'list') return [first, ...within(field.item, rest)]
  return field.kind === 'money' ? [first] : []
}
