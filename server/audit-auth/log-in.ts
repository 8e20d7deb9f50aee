import { postAsPerson } from './captcha.ts'
import { type Answer, type Client, patiently } from './client.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly transport?: 'cookie' | 'bearer'
}

/** Tries a password as a person at a browser does: with the CSRF token, the captcha where one is asked for, and again later when told to. */
export async function logIn(client: Client, { email, password, transport }: Credentials): Promise<Answer> {
  const body = { email, password, ...(transport === undefined ? {} : { transport }) }
  const headers = client.jar.size > 0 ? await client.csrf() : {}
  return patiently(() => postAsPerson(client, '/api/auth/login', body, headers))
}
