import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { Problem } from '../../kernel/problem.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { hashStored } from './arrived.ts'
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

type Fault = FileRow['fault']
type Checked = Pick<FileRow, 'id' | 'blob_key' | 'bytes' | 'sha256' | 'fault'>

/**
 * Reads the files that were not read for the longest time and compares length and SHA-256. What is found is kept at the file and
 * recorded when it changes, either way. A store that does not answer ends the run: it says nothing about the bytes.
 */
export async function scanIntegrity(db: Db, blobs: BlobStore, limits: ScanLimits): Promise<ScanOutcome> {
  const rows = await db
    .query<FilesTables>()
    .selectFrom('files.file')
    .select(['id', 'blob_key', 'bytes', 'sha256', 'fault'])
    .orderBy('checked_at', (order) => order.asc().nullsFirst())
    .orderBy('id')
    .limit(limits.filesMax)
    .execute()
  let [checked, damaged, bytes] = [0, 0, 0]
  for (const row of rows) {
    if (bytes >= limits.bytesMax) break
    limits.signal.throwIfAborted()
    const fault = await faultOf(blobs, row, limits.signal)
    const recorded = await db.transaction(systemOrigin('files.scan-integrity', row.id), (tx) => record(tx, row, fault))
    if (recorded && fault !== null && row.fault === null) damaged += 1
    checked += 1
    bytes += Number(row.bytes)
  }
  return { checked, damaged }
}

async function faultOf(blobs: BlobStore, row: Checked, signal: AbortSignal): Promise<Fault> {
  try {
    const { sha256, bytes } = await hashStored(blobs, row.blob_key, signal)
    return BigInt(bytes) === row.bytes && sha256 === row.sha256.toString('hex') ? null : 'differs'
  } catch (error) {
    if (error instanceof Problem && error.code === 'blob/missing') return 'missing'
    throw error
  }
}

/** False for a file that was erased meanwhile. */
async function record(tx: Tx, { id, fault: former }: Checked, fault: Fault): Promise<boolean> {
  const updated = await tx
    .query<FilesTables>()
    .updateTable('files.file')
    .set({ checked_at: now(), fault })
    .where('id', '=', id)
    .returning('id')
    .execute()
  if (updated.length === 0) return false
  if (fault !== former)
    await tx.audit({
      action: fault === null ? 'files.found-whole' : 'files.found-damaged',
      subject: { kind: 'file', id },
      details: { fault: fault ?? former },
    })
  return true
}

/** Says how many files the scan last found missing or different. */
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
        observed: `${faulty} stored file(s) are missing or not what was stored`,
        fix: 'See files.found-damaged in the audit trail and restore their bytes from a backup.',
      }
    },
  }
}
