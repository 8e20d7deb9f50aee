import { randomBytes } from 'node:crypto'
import type { App } from '../../server/app.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import type { Id } from '../../server/kernel/id.ts'
import { createHttpClient, type HttpClient } from './http-client.ts'

/** A person with an account whose address is proven, signed in by bearer token. */
export interface Person {
  readonly id: Id<'user'>
  readonly email: string
  readonly password: string
  readonly http: HttpClient
}

export interface People {
  /** Makes a person holding `roles` and signs them in. */
  signedIn(...roles: string[]): Promise<Person>
  anonymous(): HttpClient
}

export function createPeople(app: App, url: string): People {
  return {
    anonymous: () => createHttpClient(url),
    async signedIn(...roles) {
      const email = `${roles[0] ?? 'person'}.${randomBytes(5).toString('hex')}@example.org`
      const password = `pw-${randomBytes(12).toString('base64url')}`
      const { identity, access } = app.units
      const person = { email, name: `A ${roles[0] ?? 'person'}`, password }
      const id = roles.includes('administrator')
        ? await identity.createAdministrator(person)
        : await identity.createUser(person)
      for (const role of roles) {
        if (role !== 'administrator')
          await app.db.transaction(systemOrigin('test', 'test'), (tx) => access.grantRole(tx, id, role, 'test'))
      }
      const anonymous = createHttpClient(url)
      const login = await anonymous.post('/api/auth/login', { email, password, transport: 'bearer' })
      const token = (login.body as { accessToken?: string }).accessToken
      if (token === undefined)
        throw new Error(`${email} could not sign in: ${login.status} ${JSON.stringify(login.body)}`)
      return { id, email, password, http: createHttpClient(url, { authorization: `Bearer ${token}` }) }
    },
  }
}
