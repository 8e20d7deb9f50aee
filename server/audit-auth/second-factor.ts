import { type Answer, type Client, valueAt } from './client.ts'
import { logIn } from './log-in.ts'
import type { Person } from './people.ts'
import type { Bearer, Stage } from './stage.ts'
import { type AuthenticatorApp, createAuthenticatorApp } from './totp.ts'

export const MFA_ROUTES = ['POST /api/auth/mfa/totp', 'POST /api/auth/mfa/verify'] as const
const VERIFY = '/api/auth/mfa/verify'

/** Somebody with an authenticator app. */
export interface Enrolled {
  readonly person: Person
  /** A session from before the enrolment, at the level of the password alone. */
  readonly before: Bearer
  readonly app: AuthenticatorApp
  readonly factorId: string
  readonly backupCodes: readonly string[]
  /** The code that confirmed the app: used up. */
  readonly usedCode: string
  /** Proves the password; returns the challenge that is left. */
  challenge(client?: Client): Promise<string>
  answer(challenge: string, code: string, method?: string): Promise<Answer>
  /** Signs in with both factors. */
  signIn(): Promise<Answer>
}

/** Makes somebody who has confirmed an authenticator app. */
export async function enrol(stage: Stage): Promise<Enrolled> {
  const before = await stage.bearer()
  const { person } = before
  const enrolling = await stage.bearer(person)
  const started = await enrolling.send('POST', '/api/auth/mfa/totp', { body: { label: 'Phone' } })
  const app = createAuthenticatorApp(started.at('secret'))
  const factorId = started.at('id')
  const usedCode = await app.next()
  const confirmed = await enrolling.send('POST', `/api/auth/mfa/totp/${factorId}/confirm`, { body: { code: usedCode } })
  if (confirmed.status !== 200)
    throw new Error(`enrolment answered ${confirmed.status} ${confirmed.text.slice(0, 200)}`)
  const challenge = async (client = stage.visitor()): Promise<string> => {
    const { email, password } = person
    return (await logIn(client, { email, password, transport: 'bearer' })).at('challenge')
  }
  const answer = (given: string, code: string, method = 'totp'): Promise<Answer> =>
    stage.visitor().post(VERIFY, { challenge: given, method, code })
  return {
    person,
    before,
    app,
    factorId,
    backupCodes: (valueAt(confirmed.json, 'backupCodes') ?? []) as string[],
    usedCode,
    challenge,
    answer,
    signIn: async () => answer(await challenge(), await app.next()),
  }
}
