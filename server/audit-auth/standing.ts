import type { Trial } from './attack.ts'
import { readToken } from './jwt.ts'
import { logIn } from './log-in.ts'
import type { Stage } from './stage.ts'
import { claimsOf, opensSession, travel } from './travel.ts'

/** What an account may be without a stranger being able to tell. */
export type Standing = 'proven' | 'unproven' | 'disabled' | 'by a provider only'

/** The standings that can be made on this instance; the row names the others. */
export function standingsHere({ stage, can }: Trial): Standing[] {
  const canDisable = stage.has('POST /api/users/{id}/disable') && can('administrator', 'disabled accounts')
  const canTravel = can('provider', 'accounts without a password')
  return [
    ...(['proven', 'unproven'] as const),
    ...(canDisable ? (['disabled'] as const) : []),
    ...(canTravel ? (['by a provider only'] as const) : []),
  ]
}

/** The address of a new account of that standing. */
export async function addressOf(stage: Stage, standing: Standing): Promise<string> {
  if (standing === 'proven') return (await stage.person()).email
  if (standing === 'unproven') return (await stage.unproven()).email
  if (standing === 'disabled') return disabled(stage)
  const email = stage.address()
  const answer = await travel(stage, { mischief: claimsOf({ email, email_verified: true }) })
  if (!opensSession(answer)) throw new Error(`the provider's person was answered ${answer.status} ${answer.code}`)
  return email
}

async function disabled(stage: Stage): Promise<string> {
  const { person, accessToken } = await stage.bearer()
  const administrator = await stage.administrator()
  const answer = await administrator.send('POST', `/api/users/${readToken(accessToken).payload.sub}/disable`)
  if (answer.status !== 204) throw new Error(`disabling was answered ${answer.status} ${answer.code}`)
  return person.email
}

/** Tries wrong passwords until the address is locked for this network. */
export async function lock(stage: Stage, email: string, client = stage.visitor()): Promise<void> {
  for (let tries = 0; tries < 6; tries += 1) await logIn(client, { email, password: 'certainly not the password' })
}
