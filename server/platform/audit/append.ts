import { now } from '../../kernel/clock.ts'
import type { AuditFact, Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import { recordMac } from './canonical.ts'
import type { RecordRow } from './tables.ts'

const DETAILS_MAX_BYTES = 4096

/** Writes the fact in the caller's transaction: one statement. Actor, request and address come from the transaction's origin. */
export async function appendAudit(key: Buffer, tx: Tx, fact: AuditFact): Promise<void> {
  const { actor, requestId, ip, userAgent } = tx.origin
  const details = JSON.stringify(fact.details ?? {})
  if (Buffer.byteLength(details) > DETAILS_MAX_BYTES)
    throw new RangeError(`audit details of ${fact.action} exceed ${DETAILS_MAX_BYTES} bytes`)
  const row: Omit<RecordRow, 'mac'> = {
    id: newId<'audit-record'>(),
    at: now(),
    action: fact.action,
    actor_kind: actor.kind,
    actor_id: actor.kind === 'user' ? actor.userId : actor.kind === 'system' ? actor.name : null,
    subject_kind: fact.subject.kind,
    subject_id: fact.subject.id,
    details: JSON.parse(details) as Record<string, unknown>,
    request_id: requestId,
    ip: ip ?? null,
    user_agent: userAgent ?? null,
  }
  await tx.raw(
    `WITH added AS (
       INSERT INTO audit.record (id, at, action, actor_kind, actor_id, subject_kind, subject_id, details, request_id, ip, user_agent, mac)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12) RETURNING id)
     INSERT INTO audit.unsealed (record_id) SELECT id FROM added`,
    [
      row.id,
      row.at,
      row.action,
      row.actor_kind,
      row.actor_id,
      row.subject_kind,
      row.subject_id,
      details,
      row.request_id,
      row.ip,
      row.user_agent,
      recordMac(key, row),
    ],
  )
}
