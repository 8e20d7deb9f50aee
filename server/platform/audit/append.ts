import type { KeyObject } from 'node:crypto'
import { now } from '../../kernel/clock.ts'
import type { Actor } from '../../kernel/db/actor.ts'
import type { AuditFact, Tx } from '../../kernel/db/database.ts'
import { newId } from '../../kernel/id.ts'
import { recordMac } from './canonical.ts'
import { type PersonalKeys, personOf, sealPersonal } from './personal.ts'
import type { RecordRow } from './tables.ts'

const DETAILS_MAX_BYTES = 4096

const APPEND = `
  WITH added AS (
    INSERT INTO audit.record (id, at, action, actor_kind, actor_id, impersonator_id, api_key_id, subject_kind, subject_id, details,
                              request_id, personal_of, personal, mac, format)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, 2) RETURNING id)
  INSERT INTO audit.unsealed (record_id) SELECT id FROM added`

/** Writes the fact in the caller's transaction. Actor, request and address come from the transaction's origin. */
export async function appendAudit(key: KeyObject, personalKeys: PersonalKeys, tx: Tx, fact: AuditFact): Promise<void> {
  const details = JSON.stringify(fact.details ?? {})
  if (Buffer.byteLength(details) > DETAILS_MAX_BYTES)
    throw new RangeError(`audit details of ${fact.action} exceed ${DETAILS_MAX_BYTES} bytes`)
  const id = newId<'audit-record'>()
  const row: Omit<RecordRow, 'mac'> = {
    id,
    at: now(),
    action: fact.action,
    ...actorColumns(tx.origin.actor),
    subject_kind: fact.subject.kind,
    subject_id: fact.subject.id,
    details: JSON.parse(details) as Record<string, unknown>,
    request_id: tx.origin.requestId,
    ...(await personalColumns(personalKeys, tx, fact, id)),
    ...{ ip: null, user_agent: null, format: 2 },
  }
  await tx.later(APPEND, [
    row.id,
    row.at,
    row.action,
    row.actor_kind,
    row.actor_id,
    row.impersonator_id,
    row.api_key_id,
    row.subject_kind,
    row.subject_id,
    details,
    row.request_id,
    row.personal_of,
    row.personal,
    recordMac(key, row),
  ])
}

type ActorColumns = Pick<RecordRow, 'actor_kind' | 'actor_id' | 'impersonator_id' | 'api_key_id'>

function actorColumns(actor: Actor): ActorColumns {
  const none = { impersonator_id: null, api_key_id: null }
  if (actor.kind !== 'user')
    return { actor_kind: actor.kind, actor_id: actor.kind === 'system' ? actor.name : null, ...none }
  return {
    actor_kind: 'user',
    actor_id: actor.userId,
    impersonator_id: actor.impersonatorId ?? null,
    api_key_id: actor.apiKeyId ?? null,
  }
}

async function personalColumns(
  keys: PersonalKeys,
  tx: Tx,
  fact: AuditFact,
  id: string,
): Promise<Pick<RecordRow, 'personal_of' | 'personal'>> {
  const { ip, userAgent } = tx.origin
  const nothing = { personal_of: null, personal: null }
  if (ip === undefined && userAgent === undefined) return nothing
  const person = personOf(tx.origin, fact)
  const key = await keys.of(tx, person)
  return key === null
    ? nothing
    : { personal_of: person, personal: sealPersonal(key, id, { ip: ip ?? null, userAgent: userAgent ?? null }) }
}
