import type { Static, TSchema } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { MailTemplate } from '../../kernel/mail/template.ts'
import type { MusicDeps, Person } from './deps.ts'

/** Who gets a letter; looked up before the transaction that sends it. Null when the account is gone. */
export type Recipient = Person | null

export async function recipientOf({ people }: Pick<MusicDeps, 'people'>, userId: Id<'user'>): Promise<Recipient> {
  return (await people([userId])).get(userId) ?? null
}

type Wanted<Schema extends TSchema> = {
  readonly template: MailTemplate<Schema>
  /** Page of the console the letter leads to. */
  readonly page: string
  readonly fields: Omit<Static<Schema>, 'name' | 'url'>
}

/** Queues a letter in the transaction; nothing when there is nobody to write to. */
export async function sendLetter<Schema extends TSchema>(
  { mailer, publicUrl }: Pick<MusicDeps, 'mailer' | 'publicUrl'>,
  tx: Tx,
  to: Recipient,
  { template, page, fields }: Wanted<Schema>,
): Promise<void> {
  if (to === null) return
  const data = { name: to.name, url: new URL(page, publicUrl).href, ...fields } as Static<Schema>
  await mailer.send(tx, recipient(to), template, data)
}
