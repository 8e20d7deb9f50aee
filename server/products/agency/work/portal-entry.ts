import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { FirstFactor, SignIn } from '../../../platform/identity/index.ts'
import { bindClient, findClient } from '../clients.ts'
import { openGuestToken } from '../guest-access.ts'
import { agencyProblem } from '../problems.ts'
import type { WorkDeps } from './deps.ts'
import type { ClientRow } from './tables.ts'

type Carried = Pick<FirstFactor, 'transport' | 'replaces' | 'deviceToken'>

/**
 * Signs a guest in by the link of a mail, which proves the address, and makes the account that the client is bound to. That happens once: an
 * address with a proven account signs in by identity's own ways, so that a link which lies in a mailbox for months opens no account. Throws
 * agency/guest-link-gone, agency/sign-in-first.
 */
export async function enterPortal(
  tx: Tx,
  { identity }: Pick<WorkDeps, 'identity'>,
  token: string,
  carried: Carried,
): Promise<SignIn> {
  const opened = await openGuestToken(tx, token)
  if (opened === undefined) throw agencyProblem('guest-link-gone')
  await tx.raw('SELECT FROM agency.client WHERE id = $1 FOR UPDATE', [opened.client_id])
  const client = await findClient(tx, opened.client_id)
  if (client?.email == null || client.email_canonical === null) throw agencyProblem('guest-link-gone')
  if (client.user_id !== null) throw agencyProblem('sign-in-first')
  const userId = await makeAccount(tx, identity, { ...client, email: client.email })
  if (userId === null) throw agencyProblem('sign-in-first')
  await bindClient(tx, userId, client.email_canonical)
  await tx.audit({ action: 'agency.portal.entered', subject: { kind: 'client', id: client.id }, details: { userId } })
  return await identity.signIn(tx, { userId, via: 'invitation', aal: 1, ...carried })
}

/** Null when the address has a proven account already. */
async function makeAccount(
  tx: Tx,
  identity: WorkDeps['identity'],
  { name, email }: ClientRow & { readonly email: string },
): Promise<Id<'user'> | null> {
  const by = 'portal'
  const account = await identity.personByEmail(tx, email)
  if (account === null) return await identity.createPerson(tx, { email, name, passwordHash: null, by })
  if (account.email_verified_at !== null) return null
  return (await identity.handOver(tx, { userId: account.id, name, by })) ? account.id : null
}
