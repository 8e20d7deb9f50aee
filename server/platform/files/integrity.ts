import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { monotonicMs } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { Problem } from '../../kernel/problem.ts'
import type { HealthCheck } from '../../kernel/telemetry/health.ts'
import { hashStored } from './arrived.ts'
import { recordFault } from './record-fault.ts'
import type { FileRow, FilesTables } from './tables.ts'

/** Each file is read once in so many days: long before somebody wants it whose backup is gone. */
export const PASS_DAYS = 30
/** A run every hour; what is missed by some, or comes meanwhile, is made up for by a quarter more. */
const SHARE = 1.25 / (PASS_DAYS * 24)
/** Of a small store each run reads more than its share: at 50 MB/s, four seconds. */
const FILES_MIN = 10
const BYTES_MIN = 200_000_000
/** Within the deadline of its job. */
const RUN_SECONDS_MAX = 1500

/** How much of the store one run reads; half as much again of files with a known fault. */
export interface ScanLimits {
  readonly filesMax: number
  /** The file that passes it is still read. */
  readonly bytesMax: number
  /** No file is begun later: the next run goes on with it. */
  readonly secondsMax?: number
  readonly signal: AbortSignal
}

/** What one run reads of a store of this size, so that all of it is read in PASS_DAYS. */
export async function scanShare(db: Db): Promise<Pick<ScanLimits, 'filesMax' | 'bytesMax' | 'secondsMax'>> {
  const [row] = await db.raw<{ files: number; bytes: number }>(
    'SELECT count(*)::float8 AS files, coalesce(sum(bytes), 0)::float8 AS bytes FROM files.file',
  )
  return {
    filesMax: Math.max(FILES_MIN, Math.ceil((row?.files ?? 0) * SHARE)),
    bytesMax: Math.max(BYTES_MIN, Math.ceil((row?.bytes ?? 0) * SHARE)),
    secondsMax: RUN_SECONDS_MAX,
  }
}

export interface ScanOutcome {
  readonly checked: number
  /** Files that were in order when last seen and are not now. */
  readonly damaged: number
}

type Checked = Pick<FileRow, 'id' | 'blob_key' | 'bytes' | 'sha256' | 'fault'>

/**
 * Reads the files that were not read for the longest time and compares length and SHA-256. What is found is kept at the file and
 * recorded when it changes, either way. Those with a known fault come first: nobody gets them before they were found whole. Each is
 * written down when it was read, so that the next run goes on where this one ended, however it did. A store that does not answer ends the
 * run: it says nothing about the bytes.
 */
export async function scanIntegrity(db: Db, blobs: BlobStore, limits: ScanLimits): Promise<ScanOutcome> {
  const untilMs = monotonicMs() + (limits.secondsMax ?? RUN_SECONDS_MAX) * 1000
  const faulty = await longestUnread(db, 'is not', Math.floor(limits.filesMax / 2))
  const others = await longestUnread(db, 'is', limits.filesMax)
  const outcome = { checked: 0, damaged: 0 }
  for (const [rows, bytesMax] of [[faulty, limits.bytesMax / 2] as const, [others, limits.bytesMax] as const]) {
    let bytes = 0
    for (const row of rows) {
      if (bytes >= bytesMax || monotonicMs() >= untilMs) break
      limits.signal.throwIfAborted()
      const fault = await faultOf(blobs, row, limits.signal)
      const origin = systemOrigin('files.scan-integrity', row.id)
      if (await db.transaction(origin, (tx) => recordFault(tx, row.blob_key, fault))) outcome.damaged += 1
      outcome.checked += 1
      bytes += Number(row.bytes)
    }
  }
  return outcome
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

/** Says how many files were missing or different when their bytes were last read, and when one was not read for too long. */
export function integrityCheck(db: Db): HealthCheck {
  return {
    name: 'files-integrity',
    ready: false,
    async run() {
      const [row] = await db.raw<{ faulty: number; unreadDays: number | null }>(STANDING)
      const faulty = row?.faulty ?? 0
      if (faulty > 0)
        return {
          status: 'warn',
          observed: `${faulty} stored file(s) are missing or not what was stored, and are given to nobody`,
          fix: 'See files.found-damaged in the audit trail, restore their bytes from a backup, and run files.scan-integrity.',
        }
      const unreadDays = Math.floor(row?.unreadDays ?? 0)
      if (unreadDays < PASS_DAYS) return { status: 'pass', observed: 'no stored file was found damaged' }
      return {
        status: 'warn',
        observed: `a stored file was not read for ${unreadDays} days; each is to be within ${PASS_DAYS}`,
        fix: 'See whether files.scan-integrity runs every hour and ends well: each run reads its share for at most 25 minutes.',
      }
    },
  }
}

/** Ids are by time: of files never read the first one is the oldest. */
const STANDING = `SELECT count(*)::int AS faulty, extract(epoch FROM now() - least(
    (SELECT created_at FROM files.file WHERE checked_at IS NULL ORDER BY id LIMIT 1),
    (SELECT checked_at FROM files.file WHERE checked_at IS NOT NULL ORDER BY checked_at LIMIT 1)
  ))::float8 / 86400 AS "unreadDays"
  FROM files.file WHERE fault IS NOT NULL`
