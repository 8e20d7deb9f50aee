import type { Static, TSchema } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { MailTemplate } from '../../../kernel/mail/template.ts'
import { findClient, mailboxOf } from '../clients.ts'
import { issueGuestToken } from '../guest-access.ts'
import type { Person, WorkDeps } from './deps.ts'
import type { ClientRow } from './tables.ts'

type Post = Pick<WorkDeps, 'mailer' | 'publicUrl'>

interface ClientLetter<Schema extends TSchema> {
  readonly template: MailTemplate<Schema>
  /** Page of the portal it leads to, for clients with an account. */
  readonly page: string
  /** What a guest without an account may open instead; null: the portal asks them in. */
  readonly guest: { readonly requestId: Id<'service-request'>; readonly byGuest: boolean } | null
  readonly fields: Omit<Static<Schema>, 'name' | 'url'>
}

/** Queues a letter to a client; a guest's link carries a fresh secret. Nothing for a client who was erased. */
export async function writeToClient<Schema extends TSchema>(
  { mailer, publicUrl }: Post,
  tx: Tx,
  client: ClientRow,
  { template, page, guest, fields }: ClientLetter<Schema>,
): Promise<void> {
  const to = mailboxOf(client)
  if (to === null) return
  const isGuest = client.user_id === null && guest !== null
  const path = isGuest ? guestPage(page, await issueGuestToken(tx, client.id, guest)) : page
  const data = { name: client.name, url: new URL(path, publicUrl).href, ...fields } as Static<Schema>
  await mailer.send(tx, to, template, data)
}

/** Where a guest opens their portal; from there it goes on to the page that the letter is about, unless the guest sees that already. */
function guestPage(page: string, secret: string): string {
  const wanted = page.startsWith('/portal/requests/') ? '' : `?${new URLSearchParams({ returnTo: page })}`
  return `/guest/request${wanted}#token=${secret}`
}

/** As writeToClient, for who knows only the id. */
export async function writeToClientById<Schema extends TSchema>(
  post: Post,
  tx: Tx,
  id: Id<'client'>,
  letter: ClientLetter<Schema>,
): Promise<void> {
  const client = await findClient(tx, id)
  if (client !== undefined) await writeToClient(post, tx, client, letter)
}

/** Queues a letter to one of the staff; nothing when the account is gone. */
export async function writeToStaff<Schema extends TSchema>(
  { mailer, publicUrl }: Post,
  tx: Tx,
  to: Person | null,
  { template, page, fields }: Omit<ClientLetter<Schema>, 'guest'>,
): Promise<void> {
  if (to === null) return
  const data = { name: to.name, url: new URL(page, publicUrl).href, ...fields } as Static<Schema>
  await mailer.send(tx, recipient(to), template, data)
}
