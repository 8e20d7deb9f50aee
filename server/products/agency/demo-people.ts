import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { newId } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { Identity } from '../../platform/identity/index.ts'

/** The studio of the demo, in Nairobi. Accounts without a password: nobody can sign in as any of them. */
export const demoStaff = [
  { key: 'amina', name: 'Amina Odhiambo', email: 'amina@jua.studio.example', role: 'manager', position: 'Studio lead' },
  { key: 'brian', name: 'Brian Mutua', email: 'brian@jua.studio.example', role: 'developer', position: 'Web engineer' },
  {
    key: 'zawadi',
    name: 'Zawadi Njoroge',
    email: 'zawadi@jua.studio.example',
    role: 'support',
    position: 'Client care',
  },
] as const

/** Demo data is written by the same steps as any, and mails nobody. */
export const silentMailer: Mailer = { send: async () => newId<'mail'>() }

/** Makes an account without a way in, or finds the one there is. */
export async function demoAccount(
  tx: Tx,
  identity: Pick<Identity, 'createPerson' | 'personByEmail'>,
  { name, email }: { readonly name: string; readonly email: string },
): Promise<Id<'user'>> {
  const made = await identity.createPerson(tx, { name, email, passwordHash: null, by: 'demo' })
  const userId = made ?? (await identity.personByEmail(tx, email))?.id
  if (userId === undefined) throw new TypeError('an address has an account or gets one')
  return userId
}
