import type { Static, TSchema } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { MailTemplate } from '../../kernel/mail/template.ts'
import type { SecretParts } from './parts.ts'
import type { SecretRow } from './tables.ts'

/** Mails whoever a secret belongs to; nobody when that person is gone. */
export async function tellOwner<Schema extends TSchema, More extends object>(
  { people, mailer, productName: product, publicUrl }: SecretParts,
  tx: Tx,
  { id, owner_id: ownerId, path, environment }: SecretRow,
  letter: { readonly template: MailTemplate<Schema>; readonly more: More },
): Promise<void> {
  const owner = ownerId === null ? undefined : (await people([ownerId], tx)).get(ownerId)
  if (owner === undefined) return
  const url = new URL(`/secrets/${id}`, publicUrl).href
  const data = { product, name: owner.name, path, environment, url, ...letter.more }
  await mailer.send(tx, recipient(owner), letter.template, data as Static<Schema>)
}
