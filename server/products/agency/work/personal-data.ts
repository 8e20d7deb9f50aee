import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { eraseAttachments, holdersOfClient } from '../attachments.ts'
import { clientOfUser } from '../clients.ts'
import type { WorkDeps } from './deps.ts'
import { addEvent } from './requests.ts'
import type { RequestRow, WorkTables } from './tables.ts'

/** What stands where a person's words were. */
const ERASED = 'erased'

/** What this part holds of a person, as client and as one of the staff. */
export async function exportWork(
  { db, catalogue, files }: Pick<WorkDeps, 'db' | 'catalogue' | 'files'>,
  userId: Id<'user'>,
) {
  const query = db.query<WorkTables>()
  const client = await clientOfUser(db, userId)
  const comments = await query
    .selectFrom('agency.project_comment')
    .select(['project_id', 'body', 'visibility', 'written_at'])
    .where('author_id', '=', userId)
    .execute()
  const messages = await db.raw(
    `SELECT request.reference, message.body, message.visibility, message.sent_at AS "sentAt"
       FROM agency.request_message message JOIN agency.service_request request ON request.id = message.request_id
      WHERE message.author_id = $1 OR (message.author = 'client' AND request.client_id = $2) ORDER BY message.id`,
    [userId, client?.id ?? null],
  )
  const acceptances = await query
    .selectFrom('agency.quote_acceptance')
    .select(['quote_id', 'signed_name', 'ip', 'user_agent', 'accepted_at'])
    .where('user_id', '=', userId)
    .execute()
  if (client === undefined) {
    const isHere = comments.length + messages.length + acceptances.length > 0
    return isHere ? { client: null, comments, messages, acceptances } : null
  }
  const requests = await query
    .selectFrom('agency.service_request')
    .select(['reference', 'stage', 'title', 'details', 'service', 'desired_by', 'created_at'])
    .where('client_id', '=', client.id)
    .execute()
  const quotes = await query
    .selectFrom('agency.quote')
    .select(['reference', 'number', 'state', 'title', 'snapshot', 'sent_at', 'closed_at'])
    .where('client_id', '=', client.id)
    .where('state', '<>', 'draft')
    .execute()
  const projects = await query
    .selectFrom('agency.client_project')
    .select(['reference', 'title', 'state', 'created_at', 'testimonial_id'])
    .where('client_id', '=', client.id)
    .execute()
  const guestFiles = await files.held.export(db, await holdersOfClient(db, client.id))
  const testimonials = []
  for (const { testimonial_id: id } of projects)
    if (id !== null) testimonials.push((await catalogue.testimonials.handedIn(db, id))?.fields)
  const { name, email, phone, company, created_at: since } = client
  const said = { messages, comments, testimonials: testimonials.filter((one) => one !== undefined) }
  const known = { name, email, phone, company, since }
  return { client: known, requests, quotes, acceptances, projects, guestFiles, ...said }
}

/**
 * Forgets a client: name, address and words are gone, what was asked for ends, links die. What was quoted and accepted stays as a contract
 * under the client's id, without where it was signed from. What they let others read is taken back, and deleted with the trash. Files that staff added to work stay with the work.
 */
export async function eraseWork(
  tx: Tx,
  { files, catalogue }: Pick<WorkDeps, 'files' | 'catalogue'>,
  userId: Id<'user'>,
): Promise<void> {
  await tx.raw('UPDATE agency.quote_acceptance SET ip = NULL, user_agent = NULL WHERE user_id = $1', [userId])
  await tx.raw("UPDATE agency.project_comment SET body = $2 WHERE author_id = $1 AND author = 'client'", [
    userId,
    ERASED,
  ])
  const client = await clientOfUser(tx, userId)
  if (client !== undefined) {
    for (const id of await testimonialsOf(tx, client.id)) await catalogue.testimonials.withdraw(tx, id)
    await eraseClient(tx, client.id)
  }
  await eraseAttachments(tx, files, { userId, clientId: client?.id ?? null })
}

async function testimonialsOf(tx: Tx, clientId: Id<'client'>): Promise<Id<'entry'>[]> {
  const given = await tx.raw<{ id: Id<'entry'> }>(
    'SELECT testimonial_id AS id FROM agency.client_project WHERE client_id = $1 AND testimonial_id IS NOT NULL',
    [clientId],
  )
  return given.map(({ id }) => id)
}

async function eraseClient(tx: Tx, clientId: Id<'client'>): Promise<void> {
  await tx.raw('DELETE FROM agency.guest_token WHERE client_id = $1', [clientId])
  await tx.raw(
    `UPDATE agency.request_message SET body = $2
      WHERE author = 'client' AND request_id IN (SELECT id FROM agency.service_request WHERE client_id = $1)`,
    [clientId, ERASED],
  )
  const open = await tx.raw<Pick<RequestRow, 'id' | 'stage'>>(
    `SELECT id, stage FROM agency.service_request
      WHERE client_id = $1 AND stage NOT IN ('completed', 'cancelled', 'rejected') FOR UPDATE`,
    [clientId],
  )
  const actor = { kind: 'system', userId: null } as const
  for (const { id, stage } of open) {
    await tx.raw("UPDATE agency.service_request SET stage = 'cancelled' WHERE id = $1", [id])
    const stages = { from: stage, to: 'cancelled' } as const
    await addEvent(tx, id, { kind: 'stage_changed', visibility: 'customer', actor, stages })
  }
  await tx.raw(
    'UPDATE agency.service_request SET title = $2, details = $2, service = NULL, updated_at = $3 WHERE client_id = $1',
    [clientId, ERASED, now()],
  )
  await tx.raw(
    `UPDATE agency.quote SET state = 'expired', closed_at = $2, updated_at = $2 WHERE client_id = $1 AND state = 'sent'`,
    [clientId, now()],
  )
  await tx.raw('UPDATE agency.quote SET decline_reason = NULL WHERE client_id = $1', [clientId])
  await tx.raw(
    `UPDATE agency.client SET name = 'Former client', email = NULL, email_canonical = NULL, phone = NULL, company = NULL,
       user_id = NULL, erased_at = $2 WHERE id = $1`,
    [clientId, now()],
  )
}
