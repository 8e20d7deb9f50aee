import { createHash, createHmac, type KeyObject } from 'node:crypto'
import type { RecordRow } from './tables.ts'

type Content = Omit<RecordRow, 'mac'>

/** The bytes a record is hashed as: JSON with its members in a fixed order and those of details sorted at every level. */
function canonicalRecord(row: Content): string {
  return JSON.stringify(row.format === 1 ? firstFormat(row) : secondFormat(row))
}

function firstFormat(row: Content): unknown[] {
  return [
    ...beginning(row),
    row.subject_kind,
    row.subject_id,
    sorted(row.details),
    row.request_id,
    row.ip,
    row.user_agent,
  ]
}

/** Where the request came from stands in it as ciphertext only. */
function secondFormat(row: Content): unknown[] {
  return [
    row.format,
    ...beginning(row),
    row.impersonator_id,
    row.api_key_id,
    row.subject_kind,
    row.subject_id,
    sorted(row.details),
    row.request_id,
    row.personal_of,
    row.personal?.toString('base64') ?? null,
  ]
}

function beginning(row: Content): unknown[] {
  return [row.id, row.at.toISOString(), row.action, row.actor_kind, row.actor_id]
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return Object.fromEntries(entries.map(([key, inner]) => [key, sorted(inner)]))
}

export function recordMac(key: KeyObject, row: Content): Buffer {
  return createHmac('sha256', key).update('record\n').update(canonicalRecord(row)).digest()
}

/** The hash before the first record: fixed, so that the chain has one possible beginning. */
export const CHAIN_START = Buffer.alloc(32)

/** h(n) = SHA-256(h(n-1) || seq || canonical record). */
export function chainHash(previous: Buffer, seq: bigint, row: Content): Buffer {
  return createHash('sha256').update(previous).update(`${seq}\n`).update(canonicalRecord(row)).digest()
}

export function checkpointMac(key: KeyObject, seq: bigint, hash: Buffer, at: Date): Buffer {
  return createHmac('sha256', key).update(`checkpoint\n${seq}\n${at.toISOString()}\n`).update(hash).digest()
}

/** Vouches that the program destroyed the person's key. */
export function erasureMac(key: KeyObject, person: string): Buffer {
  return createHmac('sha256', key).update(`erased\n${person}`).digest()
}

/** Vouches that the program emptied a record of format 1, which stood in the chain with `hash`. */
export function redactionMac(key: KeyObject, hash: Buffer, redacted: Content): Buffer {
  return createHmac('sha256', key).update('redacted\n').update(hash).update(canonicalRecord(redacted)).digest()
}
