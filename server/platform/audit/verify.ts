import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../kernel/db/database.ts'
import { CHAIN_START, chainHash, checkpointMac, recordMac } from './canonical.ts'
import type { RecordRow } from './tables.ts'

export interface AuditVerification {
  readonly ok: boolean
  readonly checked: number
  readonly sealedUpTo: number
  /** The first thing that is not as it was written, in words, or null. */
  readonly firstFault: string | null
}

const PAGE = 2000

type SealedRow = RecordRow & { seq: bigint; hash: Buffer } & Record<string, unknown>

/**
 * Walks the whole chain: every sealed record's hash and MAC, gapless numbers, every checkpoint's MAC and hash, and the MAC of records
 * not yet sealed. Finds any changed, deleted, inserted or reordered record, and a tail cut behind the last checkpoint.
 */
export async function verifyAudit(db: Db, key: Buffer): Promise<AuditVerification> {
  const checkpoints = await readCheckpoints(db)
  let seq = 0n
  let hash: Buffer = CHAIN_START
  const fault = (text: string): AuditVerification => ({
    ok: false,
    checked: Number(seq),
    sealedUpTo: Number(seq),
    firstFault: text,
  })
  for (;;) {
    const rows = await db.raw<SealedRow>(
      `SELECT seal.seq, seal.hash, record.* FROM audit.seal LEFT JOIN audit.record ON record.id = seal.record_id WHERE seal.seq > $1 ORDER BY seal.seq LIMIT ${PAGE}`,
      [seq],
    )
    for (const row of rows) {
      if (row.seq !== seq + 1n) return fault(`record ${seq + 1n} is missing`)
      if (row.id === null) return fault(`record ${row.seq} is missing`)
      const wanted = chainHash(hash, row.seq, row)
      if (!wanted.equals(row.hash) || !recordMac(key, row).equals(row.mac))
        return fault(`record ${row.seq} was changed`)
      const checkpoint = checkpoints.get(row.seq)
      if (checkpoint !== undefined && !checkpoint.hash.equals(wanted))
        return fault(`the checkpoint at ${row.seq} does not match the chain`)
      seq = row.seq
      hash = wanted
    }
    if (rows.length < PAGE) break
  }
  for (const [at, checkpoint] of checkpoints) {
    if (!timingSafeEqual(checkpoint.mac, checkpointMac(key, at, checkpoint.hash, checkpoint.at)))
      return fault(`the checkpoint at ${at} was changed`)
    if (at > seq) return fault(`the chain ends at ${seq}, before its checkpoint at ${at}`)
  }
  const unsealed = await verifyUnsealed(db, key)
  if (unsealed.fault !== null) return fault(unsealed.fault)
  return { ok: true, checked: Number(seq) + unsealed.checked, sealedUpTo: Number(seq), firstFault: null }
}

async function readCheckpoints(db: Db): Promise<Map<bigint, { hash: Buffer; at: Date; mac: Buffer }>> {
  const rows = await db.raw<{ seq: bigint; hash: Buffer; at: Date; mac: Buffer }>(
    'SELECT seq, hash, at, mac FROM audit.checkpoint ORDER BY seq',
  )
  return new Map(rows.map((row) => [row.seq, row]))
}

async function verifyUnsealed(db: Db, key: Buffer): Promise<{ checked: number; fault: string | null }> {
  const rows = await db.raw<RecordRow & { waiting: boolean } & Record<string, unknown>>(
    `SELECT record.*, unsealed.record_id IS NOT NULL AS waiting FROM audit.record LEFT JOIN audit.unsealed ON unsealed.record_id = record.id
     WHERE NOT EXISTS (SELECT FROM audit.seal WHERE seal.record_id = record.id)`,
  )
  for (const row of rows) {
    if (!row.waiting) return { checked: 0, fault: `record ${row.id} is in no chain` }
    if (!recordMac(key, row).equals(row.mac))
      return { checked: 0, fault: `record ${row.id}, not yet sealed, was changed` }
  }
  return { checked: rows.length, fault: null }
}
