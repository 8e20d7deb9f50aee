import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { Problem } from '../../kernel/problem.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { hashStored } from './arrived.ts'
import { recordFault } from './record-fault.ts'
import type { FileRow, FilesTables } from './tables.ts'

/** How much of the store one run reads. */
export interface ScanLimits {
  readonly filesMax: number
  /** The file that passes it is still read. */
  readonly bytesMax: number
  readonly signal: AbortSignal
}

export interface ScanOutcome {
  readonly checked: number
  /** Files that were in order when last seen and are not now. */
  readonly damaged: number
}

type Checked = Pick<FileRow, 'id' | 'blob_key' | 'bytes' | 'sha256' | 'fault'>

/**
 * Reads the files that were not read for the longest time and compares length and SHA-256. What is found is kept at the file and
 * recorded when it changes, either way. Those with a known fault come first, up to half of what is read: nobody gets them before they
 * were found whole. A store that does not answer ends the run: it says nothing about the bytes.
 */
export async function scanIntegrity(db: Db, blobs: BlobStore, limits: ScanLimits): Promise<ScanOutcome> {
  const faulty = await longestUnread(db, 'is not', Math.floor(limits.filesMax / 2))
  const others = await longestUnread(db, 'is', limits.filesMax - faulty.length)
  let [checked, damaged, bytes] = [0, 0, 0]
  for (const row of [...faulty, ...others]) {
    if (bytes >= limits.bytesMax) break
    if (row.fault !== null && bytes >= limits.bytesMax / 2) continue
    limits.signal.throwIfAborted()
    const fault = await faultOf(blobs, row, limits.signal)
    const origin = systemOrigin('files.scan-integrity', row.id)
    if (await db.transaction(origin, (tx) => recordFault(tx, row.blob_key, fault))) damaged += 1
    checked += 1
    bytes += Number(row.bytes)
  }
  return { checked, damaged }
}

function longestUnread(db: Db, fault: 'is' | 'is not', limit: number): Promise<Checked[]> {
  return db
    .query<FilesTables>()
    .selectFrom('files.file')
    .select(['id', 'blob_key', 'bytes', 'sha256', 'fault'])
    .where('fault', fault, null)
    .orderBy('checked_at', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .limit(limit)
    .execute()
}

async function faultOf(blobs: BlobStore, row: Checked, signal: AbortSignal): Promise<FileRow['fault']> {
  try {
    const { sha256, bytes } = await hashStored(blobs, row.blob_key, signal)
    return BigInt(bytes) === row.bytes && sha256 === row.sha256.toString('hex') ? null : 'differs'
  } catch (error) {
    if (error instanceof Problem && error.code === 'blob/missing') return 'missing'
    throw error
  }
}

/** Says how many files were missing or different when their bytes were last read. */
export function integrityCheck(db: Db): HealthCheck {
  return {
    name: 'files-integrity',
    ready: false,
    async run() {
      const [row] = await db.raw<{ faulty: number }>(
        'SELECT count(*)::int AS faulty FROM files.file WHERE fault IS NOT NULL',
      )
      const faulty = row?.faulty ?? 0
      if (faulty === 0) return { status: 'pass', observed: 'no stored file was found damaged' }
      return {
        status: 'warn',
        observed: `${faulty} stored file(s) are missing or not what was stored, and are given to nobody`,
        fix: 'See files.found-damaged in the audit trail, restore their bytes from a backup, and run files.scan-integrity.',
      }
    },
  }
}
