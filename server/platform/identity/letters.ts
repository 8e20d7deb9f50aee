import type { Tx } from '../../kernel/db/database.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { accountExistsMail, passwordChangedMail } from './mails.ts'
import type { Parts } from './parts.ts'
import type { Person } from './people.ts'

type Recipient = Pick<Person, 'email' | 'name' | 'locale'>

/** Queues a mail with a link; `path` stands behind PUBLIC_URL. */
export async function sendLink(
  parts: Parts,
  tx: Tx,
  to: Recipient,
  { template, path }: { template: typeof accountExistsMail; path: string },
): Promise<void> {
  await parts.mailer.send(tx, recipient(to), template, {
    product: parts.config.productName,
    name: to.name,
    url: new URL(path, parts.config.publicUrl).href,
  })
}

/** Queues a mail that tells of something done, with where it came from. */
export async function sendNotice(
  parts: Parts,
  tx: Tx,
  to: Recipient,
  template: typeof passwordChangedMail,
): Promise<void> {
  await parts.mailer.send(tx, recipient(to), template, {
    product: parts.config.productName,
    name: to.name,
    url: new URL(FORGOT_PAGE, parts.config.publicUrl).href,
    ip: tx.origin.ip ?? 'unknown',
    userAgent: tx.origin.userAgent ?? 'unknown',
  })
}

/** Pages of the console. Secrets stand behind `#`: a fragment is sent to no server and stands in no log. */
export const FORGOT_PAGE = '/forgot-password'
export const resetPage = (secret: string): string => `/reset-password#token=${secret}`
export const setupPage = (secret: string): string => `/setup#token=${secret}`
export const unlockPage = (secret: string): string => `/unlock#token=${secret}`
/** `returnTo` is what the person wanted to see before they signed in. */
export const magicLinkPage = (secret: string, returnTo: string | null): string =>
  `/magic-link${returnTo === null ? '' : `?${new URLSearchParams({ returnTo })}`}#token=${secret}`
export const emailConfirmPage = (secret: string): string => `/confirm-email#token=${secret}`
export const emailRevertPage = (secret: string): string => `/revert-email#token=${secret}`
export const deletePage = (secret: string): string => `/delete-account#token=${secret}`
export const verifyPage = (secret: string): string => `/api/auth/verify?token=${secret}`
