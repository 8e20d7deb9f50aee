import type { KeyObject } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Origin } from '../../kernel/db/actor.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { CHAIN_START, chainHash, checkpointMac } from './canonical.ts'
import type { AuditTables, RecordRow } from './tables.ts'

const BATCH = 1000
const CHECKPOINT_EVERY_SECONDS = 60
/** Advisory lock that makes one process the sealer at a time. */
const SEALER_LOCK = 7_226_304_552

export interface SealResult {
  readonly sealed: number
  /** Set when a checkpoint was written: to be told to the log, which leaves the machine. */
  readonly checkpoint: { readonly seq: bigint; readonly hash: string } | null
}

/** Moves unsealed records into the chain, oldest first, at most 1,000; nothing when another process is at it. */
export async function sealBatch(db: Db, key: KeyObject, origin: Origin): Promise<SealResult> {
  return await db.transaction(origin, async (tx) => {
    const [lock] = await tx.raw<{ locked: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS locked', [SEALER_LOCK])
    if (lock?.locked !== true) return { sealed: 0, checkpoint: null }
    const tip = await readTip(tx)
    const rows = await tx.raw<RecordRow & Record<string, unknown>>(
      `SELECT record.* FROM audit.unsealed JOIN audit.record ON record.id = unsealed.record_id ORDER BY record.at, record.id LIMIT ${BATCH}`,
    )
    let { seq, hash } = tip
    const seals = rows.map((row) => {
      seq += 1n
      hash = chainHash(hash, seq, row)
      return { seq, record_id: row.id, hash }
    })
    if (seals.length > 0) {
      await tx.query<AuditTables>().insertInto('audit.seal').values(seals).execute()
      await tx.raw('DELETE FROM audit.unsealed WHERE record_id = ANY($1::uuid[])', [
        seals.map((seal) => seal.record_id),
      ])
    }
    return { sealed: seals.length, checkpoint: await checkpointWhenDue(tx, key, seq, hash) }
  })
}

async function readTip(tx: Tx): Promise<{ seq: bigint; hash: Buffer }> {
  const tip = await tx
    .query<AuditTables>()
    .selectFrom('audit.seal')
    .select(['seq', 'hash'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  return tip ?? { seq: 0n, hash: CHAIN_START }
}

async function checkpointWhenDue(tx: Tx, key: KeyObject, seq: bigint, hash: Buffer): Promise<SealResult['checkpoint']> {
  const last = await tx
    .query<AuditTables>()
    .selectFrom('audit.checkpoint')
    .select(['seq', 'at'])
    .orderBy('seq', 'desc')
    .limit(1)
    .executeTakeFirst()
  const at = now()
  const due =
    seq > (last?.seq ?? 0n) &&
    (last === undefined || at.getTime() - last.at.getTime() >= CHECKPOINT_EVERY_SECONDS * 1000)
  if (!due) return null
  await tx
    .query<AuditTables>()
    .insertInto('audit.checkpoint')
    .values({ seq, hash, at, mac: checkpointMac(key, seq, hash, at) })
    .execute()
  return { seq, hash: hash.toString('hex') }
}
