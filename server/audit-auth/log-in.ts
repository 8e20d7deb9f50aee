import { postAsPerson } from './captcha.ts'
import type { Answer, Client } from './client.ts'

export interface Credentials {
  readonly email: string
  readonly password: string
  readonly transport?: 'cookie' | 'bearer'
}

/** Tries a password as a person at a browser does: with the CSRF token, and the captcha where one is asked for. */
export async function logIn(client: Client, { email, password, transport }: Credentials): Promise<Answer> {
  const body = { email, password, ...(transport === undefined ? {} : { transport }) }
  return postAsPerson(client, '/api/auth/login', body, client.jar.size > 0 ? await client.csrf() : {})
}
