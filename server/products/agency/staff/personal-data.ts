import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { clientOfUser } from '../clients.ts'
import type { StaffDeps } from './deps.ts'
import { handOverWork } from './employees.ts'

const ERASED = 'erased'
const NO_ADDRESS = 'forgotten@erased.invalid'

/** What this part holds of a person: as one of the staff, and what their address wrote, subscribed to or is known by. */
export async function exportStaff(db: Db, { identity }: Pick<StaffDeps, 'identity'>, userId: Id<'user'>) {
  const address = (await identity.personById(db, userId))?.email_canonical ?? ''
  const client = await clientOfUser(db, userId)
  const [employee] = await db.raw(
    `SELECT state, position, headline, bio, links, joined_at AS "joinedAt", left_at AS "leftAt"
       FROM agency.employee WHERE user_id = $1`,
    [userId],
  )
  const tickets = await db.raw(
    `SELECT ticket.reference, ticket.subject, message.body, message.sent_at AS "sentAt"
       FROM agency.ticket_message message JOIN agency.ticket ticket ON ticket.id = message.ticket_id
      WHERE message.author_id = $1 OR (ticket.client_id = $2 AND message.author = 'client') ORDER BY message.id`,
    [userId, client?.id ?? null],
  )
  const enquiries = await db.raw(
    'SELECT name, subject, body, received_at AS "receivedAt" FROM agency.enquiry WHERE email_canonical = $1',
    [address],
  )
  const leads = await db.raw(
    'SELECT name, company, phone, source, notes, stage, created_at AS "createdAt" FROM agency.lead WHERE email_canonical = $1',
    [address],
  )
  const [newsletter] = await db.raw(
    'SELECT state, confirmed_at AS "confirmedAt" FROM agency.subscriber WHERE email_canonical = $1',
    [address],
  )
  const known = { employee: employee ?? null, tickets, enquiries, leads, newsletter: newsletter ?? null }
  const isEmpty =
    employee === undefined && newsletter === undefined && tickets.length + enquiries.length + leads.length === 0
  return isEmpty ? null : known
}

/** Forgets a person of the staff or outside. What staff answered stays with the ticket, under their id alone. */
export async function eraseStaff(tx: Tx, { identity }: Pick<StaffDeps, 'identity'>, userId: Id<'user'>): Promise<void> {
  const address = (await identity.personById(tx, userId))?.email_canonical ?? ''
  await handOverWork(tx, userId)
  await tx.raw('DELETE FROM agency.employee WHERE user_id = $1', [userId])
  await tx.raw('DELETE FROM agency.subscriber WHERE email_canonical = $1', [address])
  await tx.raw('DELETE FROM agency.enquiry WHERE email_canonical = $1', [address])
  await tx.raw("DELETE FROM agency.lead WHERE email_canonical = $1 AND stage <> 'won'", [address])
  await tx.raw(
    `UPDATE agency.lead SET name = 'Former client', email = $2, email_canonical = $2, company = NULL, phone = NULL, notes = ''
      WHERE email_canonical = $1`,
    [address, NO_ADDRESS],
  )
  const client = await clientOfUser(tx, userId)
  if (client === undefined) return
  await tx.raw(
    `UPDATE agency.ticket_message SET body = $2
      WHERE author = 'client' AND ticket_id IN (SELECT id FROM agency.ticket WHERE client_id = $1)`,
    [client.id, ERASED],
  )
  await tx.raw(
    `UPDATE agency.ticket SET subject = $2, state = 'closed', resolved_at = coalesce(resolved_at, $3), updated_at = $3
      WHERE client_id = $1`,
    [client.id, ERASED, now()],
  )
}
