import type { Tx } from '../../kernel/db/database.ts'
import { magicLinkMail } from './credential-mails.ts'
import { magicLinkPage, resetPage, sendLink, verifyPage } from './letters.ts'
import { resetMail, verifyMail } from './mails.ts'
import { issueOneTime } from './one-time.ts'
import type { Parts } from './parts.ts'
import type { Person } from './people.ts'

const VERIFY_SECONDS = 24 * 60 * 60
const RESET_SECONDS = 60 * 60
const MAGIC_LINK_SECONDS = 15 * 60

type Recipient = Pick<Person, 'id' | 'email' | 'email_canonical' | 'name' | 'locale'>

/** Mails a link that proves the address, once, within a day; it ends the older one. */
export async function mailVerification(parts: Parts, tx: Tx, person: Recipient): Promise<void> {
  const secret = await issueOneTime(tx, {
    purpose: 'verify',
    subject: person.id,
    payload: { email: person.email_canonical },
    lifetimeSeconds: VERIFY_SECONDS,
  })
  await sendLink(parts, tx, person, { template: verifyMail, path: verifyPage(secret) })
}

/** The secret of a link to choose a new password; a newer one ends the older. */
export function issueReset(tx: Tx, person: Pick<Person, 'id' | 'email_canonical'>): Promise<string> {
  return issueOneTime(tx, {
    purpose: 'reset',
    subject: person.id,
    payload: { email: person.email_canonical },
    lifetimeSeconds: RESET_SECONDS,
  })
}

/** Mails a link to choose a new password. */
export async function mailReset(parts: Parts, tx: Tx, person: Person): Promise<void> {
  await sendLink(parts, tx, person, { template: resetMail, path: resetPage(await issueReset(tx, person)) })
}

/**
 * Mails a link to sign in with. Who has not proven the address yet gets the link for that instead: this one would let in whoever made
 * the account by the password they chose.
 */
export async function mailMagicLink(parts: Parts, tx: Tx, person: Person, returnTo: string | null): Promise<void> {
  if (person.email_verified_at === null) return mailVerification(parts, tx, person)
  const secret = await issueOneTime(tx, {
    purpose: 'magic-link',
    subject: person.id,
    payload: { email: person.email_canonical, epoch: person.epoch },
    lifetimeSeconds: MAGIC_LINK_SECONDS,
  })
  await sendLink(parts, tx, person, { template: magicLinkMail, path: magicLinkPage(secret, returnTo) })
}
