import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import type { ImportRecord } from './canonical.ts'

/** Records as JSON, exactly: decimals and instants say what they are. */
export function storeRecords(records: readonly ImportRecord[]): unknown {
  return records.map(encode)
}

/** Records that `storeRecords` stored; of fills from before it was kept who told their fee, the broker did. */
export function readRecords(stored: unknown): ImportRecord[] {
  return (stored as unknown[]).map((record) => {
    const read = decode(record) as ImportRecord
    return read.type === 'fill' && read.feeSource === undefined ? { ...read, feeSource: 'broker' } : read
  })
}

type Fields = Record<string, unknown>

function encode(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(encode)
  if (value instanceof Date) return { instant: value.toISOString() }
  const { units, scale } = value as Fields
  if (typeof units === 'bigint' && typeof scale === 'number') return { decimal: formatDecimal({ units, scale }) }
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, encode(field)]))
}

function decode(value: unknown): unknown {
  if (value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(decode)
  const { instant, decimal: text } = value as Fields
  if (typeof instant === 'string') return new Date(instant)
  if (typeof text === 'string') return decimal(text)
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [name, decode(field)]))
}
