import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { parseMailbox } from '../../kernel/mail/address.ts'
import { invitationMail } from './mails.ts'
import type { Parts } from './parts.ts'
import { organisationsProblem } from './problems.ts'
import type { OrganisationsTables } from './tables.ts'

const SECRET_BYTES = 32
const DAYS = 7
/** Mails to one address within a day, by whomever: an invitation must not be a way to fill somebody's mailbox. */
const MAILS_A_DAY = 10
const DAY_SECONDS = 24 * 60 * 60

export interface Link {
  readonly secret: string
  readonly row: { readonly secret_hash: Buffer; readonly sent_at: Date; readonly expires_at: Date }
}

/** A secret of 256 random bits needs no slow hash: there is nothing to guess. */
export function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** A new secret for a link, good for seven days, and what is kept of it. */
export function newLink(): Link {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const row = { secret_hash: hashOf(secret), sent_at: now(), expires_at: inSeconds(DAYS * DAY_SECONDS) }
  return { secret, row }
}

/** Lets one invitation of an address be written at a time, while it may be mailed. Throws organisations/too-many-mails. */
export async function assertMayMail(tx: Tx, canonical: string): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`organisations.invitation ${canonical}`])
  const [sent] = await tx.raw<{ mails: number }>(
    `SELECT coalesce(sum(times_sent), 0)::int AS mails FROM organisations.invitation
      WHERE email_canonical = $1 AND sent_at > $2`,
    [canonical, inSeconds(-DAY_SECONDS)],
  )
  if ((sent?.mails ?? 0) >= MAILS_A_DAY)
    throw organisationsProblem('too-many-mails', { retryAfterSeconds: DAY_SECONDS })
}

interface Letter {
  readonly email: string
  readonly inviterId: Id<'user'>
  readonly organisationId: Id<'organisation'> | null
  readonly secret: string
}

/** The secret stands behind `#`: a fragment is sent to no server and stands in no log. */
export async function mailInvitation(parts: Parts, tx: Tx, letter: Letter): Promise<void> {
  const { config, identity, mailer } = parts
  const inviter = (await identity.userSummaries([letter.inviterId], tx)).get(letter.inviterId)
  await mailer.send(tx, parseMailbox({ name: null, address: letter.email }), invitationMail, {
    product: config.productName,
    inviter: inviter?.name ?? config.productName,
    organisation: await nameOf(tx, letter.organisationId),
    url: new URL(`/invitation#token=${letter.secret}`, config.publicUrl).href,
    days: DAYS,
  })
}

/** What an organisation is called; null for none. */
export async function nameOf(
  reader: Pick<Db, 'query'> | Pick<Tx, 'query'>,
  id: Id<'organisation'> | null,
): Promise<string | null> {
  if (id === null) return null
  const row = await reader
    .query<OrganisationsTables>()
    .selectFrom('organisations.organisation')
    .select('name')
    .where('id', '=', id)
    .executeTakeFirst()
  return row?.name ?? null
}
