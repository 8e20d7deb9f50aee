import type { KeyObject } from 'node:crypto'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { erasureMac, redactionMac } from './canonical.ts'
import { openPersonal } from './personal.ts'
import type { RecordRow } from './tables.ts'

/** Newest records of a person that an export holds. */
const EXPORTED_MAX = 10_000

const OF_PERSON = `
  SELECT record.*, held.key
    FROM audit.record LEFT JOIN audit.personal_key held ON held.person = record.personal_of
   WHERE record.actor_id = $1 OR record.impersonator_id = $1 OR (record.subject_kind = 'user' AND record.subject_id = $1)
   ORDER BY record.at DESC, record.id DESC LIMIT ${EXPORTED_MAX}`

/** What the trail tells of a person, newest first; where requests of others came from is theirs. */
export async function exportRecords(db: Db, userId: Id<'user'>) {
  const rows = await db.raw<RecordRow & { key: Buffer | null } & Record<string, unknown>>(OF_PERSON, [userId])
  return rows.map((row) => {
    const own = row.personal_of === null ? row.actor_id === userId : row.personal_of === userId
    const { ip, userAgent } = own ? openPersonal(row.key, row) : { ip: null, userAgent: null }
    const isSubject = row.subject_kind === 'user' && row.subject_id === userId
    return {
      at: row.at,
      action: row.action,
      by: row.actor_kind === 'user' ? (row.actor_id === userId ? 'you' : 'another person') : row.actor_kind,
      inAnothersName: row.impersonator_id !== null,
      apiKeyId: row.actor_id === userId ? row.api_key_id : null,
      subject: isSubject ? 'you' : { kind: row.subject_kind, id: row.subject_id },
      details: row.details,
      ip,
      userAgent,
    }
  })
}

/**
 * Makes the trail forget where the person's requests came from: the key of newer records is destroyed, older ones are emptied. Ids stay: they
 * point to nobody once the account is erased. NOTE: records of format 1 are emptied once they are sealed, a second after their writing.
 */
export async function eraseRecords(key: KeyObject, tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw(
    `INSERT INTO audit.personal_key (person, erased_mac) VALUES ($1, $2)
     ON CONFLICT (person) DO UPDATE SET key = NULL, erased_mac = excluded.erased_mac`,
    [userId, erasureMac(key, userId)],
  )
  const rows = await tx.raw<RecordRow & { hash: Buffer } & Record<string, unknown>>(
    `UPDATE audit.record SET ip = NULL, user_agent = NULL FROM audit.seal
      WHERE seal.record_id = record.id AND record.format = 1 AND (record.ip IS NOT NULL OR record.user_agent IS NOT NULL)
        AND (record.actor_id = $1 OR (record.actor_kind = 'anonymous' AND record.subject_kind = 'user' AND record.subject_id = $1))
      RETURNING record.*, seal.hash`,
    [userId],
  )
  for (const row of rows) {
    await tx.raw('INSERT INTO audit.redaction (record_id, mac) VALUES ($1, $2)', [
      row.id,
      redactionMac(key, row.hash, row),
    ])
  }
}
