import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { Reader } from './caller.ts'
import { agencyProblem } from './problems.ts'
import type { WorkTables } from './work/tables.ts'

const SECRET_BYTES = 32
const DAYS = 90
const DAY_SECONDS = 24 * 3600
/** Links mailed to one address in an hour, whoever asks: a form must not be a way to fill somebody's mailbox. */
const LINKS_AN_HOUR = 3
const FORM = /^[A-Za-z0-9_-]{43}$/

type Subject =
  | { readonly requestId: Id<'service-request'>; readonly ticketId?: undefined }
  | { readonly ticketId: Id<'ticket'>; readonly requestId?: undefined }

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Throws agency/too-many-mails when the address was mailed enough links in the last hour; the count holds until the transaction ends. */
export async function assertMayMailLink(tx: Tx, clientId: Id<'client'>): Promise<void> {
  if (!(await mayMailLink(tx, clientId))) throw agencyProblem('too-many-mails', { retryAfterSeconds: 3600 })
}

/** As assertMayMailLink, for an answer that is the same either way. */
export async function mayMailLink(tx: Tx, clientId: Id<'client'>): Promise<boolean> {
  await tx.raw('SELECT FROM agency.client WHERE id = $1 FOR UPDATE', [clientId])
  const [sent] = await tx.raw<{ count: bigint }>(
    'SELECT count(*) AS count FROM agency.guest_token WHERE client_id = $1 AND by_guest AND created_at > $2',
    [clientId, inSeconds(-3600)],
  )
  return (sent?.count ?? 0n) < LINKS_AN_HOUR
}

/** A secret for the mail that opens one request or ticket, good for 90 days; only its hash is kept. */
export async function issueGuestToken(
  tx: Tx,
  clientId: Id<'client'>,
  subject: Subject & { readonly byGuest: boolean },
): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  await tx
    .query<WorkTables>()
    .insertInto('agency.guest_token')
    .values({
      token_hash: hashOf(secret),
      request_id: subject.requestId ?? null,
      ticket_id: subject.ticketId ?? null,
      client_id: clientId,
      by_guest: subject.byGuest,
      created_at: now(),
      expires_at: inSeconds(DAYS * DAY_SECONDS),
    })
    .execute()
  return secret
}

/** What a guest holds in hand: the value of X-Guest-Token, or null. */
export function guestToken({ request }: Pick<Call, 'request'>): string | null {
  const given = request.headers['x-guest-token']
  return typeof given === 'string' && FORM.test(given) ? given : null
}

/** What a token that still works opens; undefined for any other text. */
export async function openGuestToken(source: Reader, secret: string) {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.guest_token')
    .select(['request_id', 'ticket_id', 'client_id'])
    .where('token_hash', '=', hashOf(secret))
    .where('expires_at', '>', now())
    .executeTakeFirst()
}

/** What a secret was made for, whether or not it still works; null when it was never handed out. */
export async function readGuestToken(source: Reader, secret: string) {
  const [row] = await source.raw<{
    client_id: Id<'client'>
    request_id: Id<'service-request'> | null
    ticket_id: Id<'ticket'> | null
    request_reference: string | null
    ticket_reference: string | null
    expires_at: Date
  }>(
    `SELECT token.client_id, token.request_id, token.ticket_id, request.reference AS request_reference,
            ticket.reference AS ticket_reference, token.expires_at
       FROM agency.guest_token token
       LEFT JOIN agency.service_request request ON request.id = token.request_id
       LEFT JOIN agency.ticket ticket ON ticket.id = token.ticket_id
      WHERE token.token_hash = $1`,
    [hashOf(secret)],
  )
  if (row === undefined) return null
  const { request_reference: request, ticket_reference: ticket, ...token } = row
  return { ...token, request, ticket, isOpen: token.expires_at > now() }
}
