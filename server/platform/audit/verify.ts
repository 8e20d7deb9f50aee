import { type KeyObject, timingSafeEqual } from 'node:crypto'
import type { Db } from '../../kernel/db/database.ts'
import { CHAIN_START, chainHash, checkpointMac, erasureMac, recordMac, redactionMac } from './canonical.ts'
import { openPersonal } from './personal.ts'
import type { RecordRow } from './tables.ts'

export interface AuditVerification {
  readonly ok: boolean
  readonly checked: number
  readonly sealedUpTo: number
  /** The first thing that is not as it was written, in words, or null. */
  readonly firstFault: string | null
}

const PAGE = 2000

/** The key of the record's personal part, as it is kept for the person. */
interface HeldKey {
  readonly held_person: string | null
  readonly held_key: Buffer | null
  readonly held_erased_mac: Buffer | null
}

type SealedRow = RecordRow & HeldKey & { seq: bigint; hash: Buffer; redaction: Buffer | null } & Record<string, unknown>

/**
 * Walks the whole chain: every sealed record's hash and MAC, gapless numbers, every checkpoint's MAC and hash, the MAC of records not yet
 * sealed, and that personal parts can be read or were erased by us. Finds any changed, deleted, inserted or reordered record, and a
 * tail cut behind the last checkpoint.
 */
export async function verifyAudit(db: Db, key: KeyObject): Promise<AuditVerification> {
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
    const rows = await readSealed(db, seq)
    for (const row of rows) {
      if (row.seq !== seq + 1n) return fault(`record ${seq + 1n} is missing`)
      if (row.id === null) return fault(`record ${row.seq} is missing`)
      if (!isUnchanged(key, hash, row)) return fault(`record ${row.seq} was changed`)
      if (!checkpointAgrees(checkpoints.get(row.seq), row.hash))
        return fault(`the checkpoint at ${row.seq} does not match the chain`)
      const personal = personalFault(key, row)
      if (personal !== null) return fault(`record ${row.seq}: ${personal}`)
      seq = row.seq
      hash = row.hash
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

/** Records and keys are read at one instant: a person who is new while the chain is walked is missing in neither. */
function readSealed(db: Db, after: bigint): Promise<SealedRow[]> {
  return db.raw<SealedRow>(
    `SELECT seal.seq, seal.hash, redaction.mac AS redaction, record.*,
            held.person AS held_person, held.key AS held_key, held.erased_mac AS held_erased_mac
       FROM audit.seal LEFT JOIN audit.record ON record.id = seal.record_id
       LEFT JOIN audit.redaction ON redaction.record_id = record.id
       LEFT JOIN audit.personal_key held ON held.person = record.personal_of
      WHERE seal.seq > $1 ORDER BY seal.seq LIMIT ${PAGE}`,
    [after],
  )
}

/** A record is as it was written; or, emptied by us, what is left of it is, and its place in the chain. */
function isUnchanged(key: KeyObject, previous: Buffer, row: SealedRow): boolean {
  if (row.redaction !== null) return redactionMac(key, row.hash, row).equals(row.redaction)
  return chainHash(previous, row.seq, row).equals(row.hash) && recordMac(key, row).equals(row.mac)
}

function checkpointAgrees(checkpoint: { hash: Buffer } | undefined, hash: Buffer): boolean {
  return checkpoint === undefined || checkpoint.hash.equals(hash)
}

/** Tells what is wrong with a record's personal part: its key is gone without our doing, or does not open it. */
function personalFault(key: KeyObject, row: RecordRow & HeldKey): string | null {
  if (row.personal_of === null) return null
  const { held_person: person, held_key: held, held_erased_mac: erased } = row
  if (person === null) return 'the key of its personal part is missing'
  if (held === null)
    return erased?.equals(erasureMac(key, person)) === true ? null : 'the key of its personal part was removed'
  try {
    openPersonal(held, row)
    return null
  } catch {
    return 'the key of its personal part was changed'
  }
}

async function readCheckpoints(db: Db): Promise<Map<bigint, { hash: Buffer; at: Date; mac: Buffer }>> {
  const rows = await db.raw<{ seq: bigint; hash: Buffer; at: Date; mac: Buffer }>(
    'SELECT seq, hash, at, mac FROM audit.checkpoint ORDER BY seq',
  )
  return new Map(rows.map((row) => [row.seq, row]))
}

async function verifyUnsealed(db: Db, key: KeyObject): Promise<{ checked: number; fault: string | null }> {
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
