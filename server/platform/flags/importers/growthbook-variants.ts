import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import { uniqueKey } from './imported.ts'

/** Collects the values of a feature as variants: one for each value, but variations of experiments have their own. */
export interface Values {
  /** The key of a plain value. */
  plain(value: Json): string
  /** The key of a variation. */
  variation(key: string, value: Json): string
  readonly list: readonly Variant[]
  type(): FlagType
}

export function createValues(): Values {
  const byKey = new Map<string, Variant>()
  const plain = new Map<string, string>()
  const add = (wished: string, value: Json): string => {
    const key = uniqueKey(wished, byKey)
    byKey.set(key, { key, value })
    return key
  }
  return {
    plain: (value) => {
      const text = JSON.stringify(value)
      const key = plain.get(text) ?? add(nameOf(value, plain.size), value)
      plain.set(text, key)
      return key
    },
    variation: (wished, value) => {
      const known = byKey.get(wished)
      return known !== undefined && JSON.stringify(known.value) === JSON.stringify(value) ? wished : add(wished, value)
    },
    get list() {
      return [...byKey.values()]
    },
    type: () => {
      const types = new Set([...byKey.values()].map(({ value }) => typeof value))
      const [only = 'boolean'] = types
      return types.size === 1 && (only === 'string' || only === 'number' || only === 'boolean') ? only : 'json'
    },
  }
}

function nameOf(value: Json, count: number): string {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value === 'string' && /^[\w.-]{1,40}$/.test(value)) return value
  return typeof value === 'number' ? String(value) : `value-${count + 1}`
}
