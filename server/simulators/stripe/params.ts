import { invalid } from './errors.ts'
import type { Form, FormValue } from './form.ts'

/** Reads parameters as Stripe's API does: what it does not know is refused. */
export interface Params {
  text(name: string): string | undefined
  required(name: string): string
  integer(name: string): number | undefined
  boolean(name: string): boolean | undefined
  map(name: string): Readonly<Record<string, FormValue>> | undefined
  list(name: string): readonly string[] | undefined
}

/** Makes the reader; throws for a parameter that is not one of `known`. */
export function readParams(form: Form, known: readonly string[]): Params {
  const unknown = Object.keys(form).find((name) => !known.includes(name))
  if (unknown !== undefined) throw invalid(`Received unknown parameter: ${unknown}`, 'parameter_unknown', unknown)
  const params: Params = {
    text(name) {
      const value = form[name]
      if (value === undefined || typeof value === 'string') return value
      throw invalid('Invalid string', undefined, name)
    },
    required(name) {
      const value = params.text(name)
      if (value === undefined || value === '')
        throw invalid(`Missing required param: ${name}.`, 'parameter_missing', name)
      return value
    },
    integer(name) {
      const value = params.text(name)
      if (value === undefined) return undefined
      if (!/^-?\d{1,15}$/.test(value)) throw invalid(`Invalid integer: ${value}`, 'parameter_invalid_integer', name)
      return Number(value)
    },
    boolean(name) {
      const value = params.text(name)
      if (value !== undefined && value !== 'true' && value !== 'false')
        throw invalid(`Invalid boolean: ${value}`, undefined, name)
      return value === undefined ? undefined : value === 'true'
    },
    map(name) {
      const value = form[name]
      if (value === undefined || value === '') return undefined
      if (typeof value === 'string' || Array.isArray(value)) throw invalid('Invalid object', undefined, name)
      return value as Readonly<Record<string, FormValue>>
    },
    list(name) {
      const value = form[name]
      if (value === undefined) return undefined
      if (!Array.isArray(value)) throw invalid('Invalid array', undefined, name)
      return value.map(String)
    },
  }
  return params
}

/** The metadata of an object after `given` was sent for it: an empty text takes a key away. */
export function mergeMetadata(
  before: Readonly<Record<string, string>>,
  given: Readonly<Record<string, FormValue>> = {},
) {
  const merged = {
    ...before,
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [name, String(value)])),
  }
  const kept = Object.entries(merged).filter(([, value]) => value !== '')
  if (kept.length > 50 || kept.some(([name, value]) => name.length > 40 || value.length > 500))
    throw invalid('Metadata has at most 50 keys of 40 characters, with values of 500 characters', undefined, 'metadata')
  return Object.fromEntries(kept)
}
