import { decimalOf, type MoneyText, minorOf } from '../shell/money.ts'
import type { Entry, Field } from './fields.ts'

/** What the inputs hold: texts for numbers and sums, '' where nothing was entered. */
export type FormValue = unknown
export type FormObject = Record<string, FormValue>

export function objectToForm(entries: readonly Entry[], value: unknown): FormObject {
  const given = isObject(value) ? value : {}
  return Object.fromEntries(entries.map(({ name, field }) => [name, toForm(field, given[name])]))
}

/** Back to what the server takes; what was left empty is left out, or null where the server knows it so. */
export function objectFromForm(entries: readonly Entry[], value: FormValue): Record<string, unknown> {
  const held = isObject(value) ? value : {}
  return Object.fromEntries(
    entries.flatMap((entry): [string, unknown][] => {
      const found = fromForm(entry.field, held[entry.name])
      if (found !== undefined) return [[entry.name, found]]
      if (entry.nullable) return [[entry.name, null]]
      return entry.required ? [[entry.name, emptyOf(entry.field)]] : []
    }),
  )
}

function toForm(field: Field, value: unknown): FormValue {
  switch (field.kind) {
    case 'boolean':
      return typeof value === 'boolean' ? value : undefined
    case 'words':
      return Array.isArray(value) ? value : []
    case 'list':
      return Array.isArray(value) ? value.map((item) => toForm(field.item, item)) : []
    case 'object':
      return objectToForm(field.entries, value)
    case 'money':
      return isMoney(value) ? { minor: decimalOf(value), currency: value.currency } : { minor: '', currency: '' }
    case 'rich-text':
    case 'unknown':
      return value ?? undefined
    default:
      return value === undefined || value === null ? '' : String(value)
  }
}

function fromForm(field: Field, value: FormValue): unknown {
  switch (field.kind) {
    case 'words':
      return Array.isArray(value) && value.length > 0 ? value : undefined
    case 'list':
      return Array.isArray(value) && value.length > 0 ? value.map((item) => itemFromForm(field.item, item)) : undefined
    case 'object':
      return isBlank(field, value) ? undefined : objectFromForm(field.entries, value)
    case 'money':
      return moneyFromForm(value)
    case 'number':
      return typeof value === 'string' && value.trim() !== '' ? numberOf(value) : undefined
    case 'boolean':
    case 'rich-text':
    case 'unknown':
      return value
    default:
      return value === '' ? undefined : value
  }
}

/** A row that was added stays a row, empty as it is: the server says what is missing in it. */
function itemFromForm(field: Field, value: FormValue): unknown {
  return field.kind === 'object' ? objectFromForm(field.entries, value) : (fromForm(field, value) ?? emptyOf(field))
}

/** A text that is no number is sent as it was typed, for the server to say so at its field. */
function numberOf(typed: string): number | string {
  const number = Number(typed)
  return Number.isFinite(number) ? number : typed
}

function moneyFromForm(value: FormValue): MoneyText | undefined {
  if (!isMoney(value) || value.minor.trim() === '') return undefined
  const { minor, currency } = value
  return { minor: currency === '' ? minor : (minorOf(minor, currency) ?? minor), currency }
}

function emptyOf(field: Field): unknown {
  switch (field.kind) {
    case 'boolean':
      return false
    case 'words':
    case 'list':
      return []
    case 'object':
      return objectFromForm(field.entries, {})
    case 'text':
    case 'long-text':
      return ''
    default:
      return null
  }
}

/** What a new row of a list begins with. */
export function blank(field: Field): FormValue {
  return toForm(field, undefined)
}

function isBlank(field: Field, value: FormValue): boolean {
  if (field.kind !== 'object') return fromForm(field, value) === undefined
  const held = isObject(value) ? value : {}
  return field.entries.every((entry) => isBlank(entry.field, held[entry.name]))
}

function isMoney(value: unknown): value is MoneyText {
  return isObject(value) && typeof value.minor === 'string' && typeof value.currency === 'string'
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
