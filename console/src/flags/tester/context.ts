import type { Context, Json } from '@plinth/sdk/flags'

/** An attribute as it is typed: numbers, true, false and JSON are taken as such, anything else is text. */
export interface AttributeRow {
  readonly name: string
  readonly text: string
}

/** What a caller says of itself; `user.plan` is the member `plan` of `user`, and what has no name or no value is left out. */
export function contextOf(targetingKey: string, rows: readonly AttributeRow[]): Context {
  const attributes: Record<string, Json> = {}
  for (const { name, text } of rows) {
    const value = valueIn(text)
    if (name.trim() !== '' && value !== undefined) put(attributes, name.trim().split('.'), value)
  }
  return targetingKey === '' ? attributes : { targetingKey, ...attributes }
}

function put(into: Record<string, Json>, [first = '', ...rest]: readonly string[], value: Json): void {
  if (rest.length === 0) {
    into[first] = value
    return
  }
  const held = into[first]
  const inner = isMap(held) ? { ...held } : {}
  put(inner, rest, value)
  into[first] = inner
}

function isMap(value: Json | undefined): value is { readonly [name: string]: Json } {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function valueIn(text: string): Json | undefined {
  if (text.trim() === '') return undefined
  try {
    return JSON.parse(text) as Json
  } catch {
    return text
  }
}

/** The rows that say a context; its targeting key has a field of its own. */
export function rowsOf({ targetingKey: _, ...attributes }: Context): readonly AttributeRow[] {
  return Object.entries(attributes).flatMap(([name, value]) => (value === undefined ? [] : rowsIn(name, value)))
}

function rowsIn(name: string, value: Json): readonly AttributeRow[] {
  if (isMap(value) && Object.keys(value).length > 0)
    return Object.entries(value).flatMap(([inner, one]) => rowsIn(`${name}.${inner}`, one))
  return [{ name, text: textOf(value) }]
}

/** In quotes where it would be read as something else without. */
function textOf(value: Json): string {
  return typeof value === 'string' && valueIn(value) === value ? value : JSON.stringify(value)
}
