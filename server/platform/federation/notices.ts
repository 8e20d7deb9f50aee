import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { linkedMail } from './mails.ts'
import { type Parts, titleOf } from './parts.ts'

export const ACCOUNT_PAGE = '/account'

/** Tells the account's address what happened to its ways in. */
export async function sendNotice(
  parts: Parts,
  tx: Tx,
  { userId, provider }: { userId: Id<'user'>; provider: string },
  template: typeof linkedMail,
): Promise<void> {
  const person = await parts.identity.personById(tx, userId)
  if (person === null) return
  await parts.mailer.send(tx, recipient(person), template, {
    product: parts.config.productName,
    name: person.name,
    provider: titleOf(parts, provider),
    url: new URL(ACCOUNT_PAGE, parts.config.publicUrl).href,
    ip: tx.origin.ip ?? 'unknown',
    userAgent: tx.origin.userAgent ?? 'unknown',
  })
}
