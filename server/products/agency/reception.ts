import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import type { Call } from '../../kernel/http/route.ts'
import { nullable, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Accounts, clientOfAccount, clientOfContact, contactOf } from './clients.ts'
import { isTrapped, type TrapFields } from './form-trap.ts'
import type { ClientRow } from './work/tables.ts'

/** What people write to each other: something. */
export const messageText = Type.String({ minLength: 1, maxLength: 8000, pattern: '\\S' })

/** The answer to whoever hands something in; a guest learns the reference by mail alone. */
export const receivedShape = object({ status: Type.Literal('received'), reference: nullable(Type.String()) })

/** Who hands something in: the client, and the account they are signed in with. */
export interface HandingIn {
  readonly client: ClientRow
  readonly userId: Id<'user'> | null
}

type Handed = TrapFields & Parameters<typeof contactOf>[0]

/** Takes what a client hands in by session, or a guest by a form. Throws agency/form-stale, contact-missing, identity/bad-email. */
export async function receive(
  { formKey, identity }: { readonly formKey: KeyObject; readonly identity: Accounts },
  call: Pick<Call, 'principal' | 'transaction'> & { readonly body: Handed },
  open: (tx: Tx, by: HandingIn) => Promise<{ readonly reference: string }>,
) {
  const { body, principal } = call
  const userId = principal?.actor.userId ?? null
  const trapped = userId === null && isTrapped(formKey, body)
  return await call.transaction(async (tx) => {
    if (trapped) return { status: 'received' as const, reference: null }
    const client =
      userId === null
        ? await clientOfContact(tx, identity, contactOf(body))
        : await clientOfAccount(tx, identity, userId)
    const { reference } = await open(tx, { client, userId })
    return { status: 'received' as const, reference: userId === null ? null : reference }
  })
}
