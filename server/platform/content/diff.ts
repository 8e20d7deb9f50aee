import { isDeepStrictEqual } from 'node:util'
import type { Fields, Seo } from './tables.ts'

/** A field that two versions say differently; null where one of them has none. */
export interface FieldChange {
  readonly field: string
  readonly from: unknown
  readonly to: unknown
}

interface Said {
  readonly fields: Fields
  readonly seo: Seo | null
}

/** What `to` says otherwise than `from`, field by field; of SEO as `seo.title`. */
export function changesBetween(from: Said, to: Said): FieldChange[] {
  return [...changes(from.fields, to.fields), ...changes(named(from.seo), named(to.seo))]
}

function named(seo: Seo | null): Fields {
  return Object.fromEntries(Object.entries(seo ?? {}).map(([name, value]) => [`seo.${name}`, value]))
}

function changes(from: Fields, to: Fields): FieldChange[] {
  const names = [...new Set([...Object.keys(from), ...Object.keys(to)])]
  return names
    .filter((field) => !isDeepStrictEqual(from[field], to[field]))
    .map((field) => ({ field, from: from[field] ?? null, to: to[field] ?? null }))
}

const AUDITED_FIELDS_MAX = 8
const AUDITED_BYTES_MAX = 100

/** The changes as the audit trail keeps them: the beginnings of the values, of the first eight fields. */
export function auditedChanges(changed: readonly FieldChange[]): Record<string, unknown> {
  const shown = changed.slice(0, AUDITED_FIELDS_MAX)
  const more = changed.length - shown.length
  return {
    changes: Object.fromEntries(shown.map(({ field, from, to }) => [field, [beginning(from), beginning(to)]])),
    ...(more === 0 ? {} : { moreFields: more }),
  }
}

function beginning(value: unknown): unknown {
  if (value === null || typeof value === 'number' || typeof value === 'boolean') return value
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  const bytes = Buffer.from(text)
  if (bytes.length <= AUDITED_BYTES_MAX) return text
  return `${bytes
    .subarray(0, AUDITED_BYTES_MAX)
    .toString()
    .replace(/\ufffd+$/, '')}…`
}
