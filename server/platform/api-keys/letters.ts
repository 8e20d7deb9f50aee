import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { recipient } from '../../kernel/mail/address.ts'
import type { ApiKeysDeps } from './deps.ts'
import { keyMadeMail, reviewMail } from './mails.ts'

type LetterDeps = Pick<ApiKeysDeps, 'identity' | 'mailer' | 'publicUrl' | 'productName'>

/** Tells the owner of a key they have made, or that somebody else has in their name. */
export async function tellOfNewKey(deps: LetterDeps, tx: Tx, ownerId: Id<'user'>, keyName: string): Promise<void> {
  const to = await ownerOf(deps, tx, ownerId)
  if (to !== null) await deps.mailer.send(tx, to.mailbox, keyMadeMail, { ...to.common, keys: [keyName] })
}

export async function tellToReview(
  deps: LetterDeps,
  tx: Tx,
  { ownerId, changed }: { readonly ownerId: Id<'user'>; readonly changed: string },
  keys: readonly { readonly name: string; readonly last_four: string }[],
): Promise<void> {
  const to = await ownerOf(deps, tx, ownerId)
  const lines = keys.map(({ name, last_four: lastFour }) => `${name} (ends in ${lastFour})`)
  if (to !== null) await deps.mailer.send(tx, to.mailbox, reviewMail, { ...to.common, changed, keys: lines })
}

async function ownerOf({ identity, publicUrl, productName }: LetterDeps, tx: Tx, ownerId: Id<'user'>) {
  const owner = (await identity.userSummaries([ownerId], tx)).get(ownerId)
  if (owner === undefined) return null
  const common = { product: productName, name: owner.name, url: new URL('/api-keys', publicUrl).href }
  return { mailbox: recipient(owner), common }
}
