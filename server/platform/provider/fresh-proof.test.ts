import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import * as client from 'openid-client'
import { createHttpClient } from '../../../test/support/http-client.ts'
import { createApplications } from '../../../test/support/openid-application.ts'
import type { Person } from '../../../test/support/people.ts'
import { startServer, type TestServer } from '../../../test/support/server.ts'
import { setClock } from '../../kernel/clock.ts'

let server: TestServer
let applications: ReturnType<typeof createApplications>

/** A person who signed in some seconds ago. */
async function signedInAgo(seconds: number): Promise<Person> {
  const restore = setClock(() => Date.now() - seconds * 1000)
  try {
    return await server.people.signedIn()
  } finally {
    restore()
  }
}

/** The same person after the password was asked for again. */
async function provenAnew(person: Person): Promise<Person> {
  const { status, body } = await person.http.post('/api/auth/step-up', { password: person.password })
  assert.equal(status, 200, JSON.stringify(body))
  return { ...person, http: createHttpClient(server.url, { authorization: `Bearer ${body.accessToken}` }) }
}

describe('what an application wants of the person beyond a living session', () => {
  before(async () => {
    server = await startServer()
    applications = createApplications(server, await server.people.signedIn('administrator'))
  })
  after(() => server.stop())

  for (const trusted of [false, true])
    test(`nothing is settled with prompt=consent${trusted ? ', for an application of the team neither' : ''}`, async () => {
      const registered = await applications.register({ trusted })
      const person = await server.people.signedIn()
      await applications.signIn(registered, person)
      const settledWith = async (prompt: string) => {
        const { uid } = await applications.start(registered, { prompt })
        return (await person.http.get(`/api/oidc/interactions/${uid}`)).body.settled
      }
      for (const prompt of ['', 'login']) assert.equal(await settledWith(prompt), true, prompt)
      for (const prompt of ['consent', 'login consent']) assert.equal(await settledWith(prompt), false, prompt)
    })

  const wanted: readonly (readonly [name: string, more: Record<string, string>, isEnough: boolean])[] = [
    ['prompt=login', { prompt: 'login' }, false],
    ['max_age=0', { prompt: '', max_age: '0' }, false],
    ['max_age=30', { prompt: '', max_age: '30' }, false],
    ['max_age=30 and prompt=consent', { max_age: '30' }, false],
    ['max_age=600', { prompt: '', max_age: '600' }, true],
    ['neither', { prompt: '' }, true],
  ]
  for (const [name, more, isEnough] of wanted)
    test(`a proof of two minutes ago is ${isEnough ? 'enough' : 'too old'} for a request with ${name}`, async () => {
      const registered = await applications.register()
      const person = await signedInAgo(120)
      const started = await applications.start(registered, more)
      const path = `/api/oidc/interactions/${started.uid}/approve`
      if (!isEnough) {
        const refused = await person.http.post(path)
        assert.deepEqual([refused.status, refused.body.code], [403, 'http/assurance-too-low'])
        const listed = await person.http.get('/api/oidc/consents')
        assert.deepEqual(listed.body.items, [], 'nothing was allowed')
      }
      const proven = isEnough ? person : await provenAnew(person)
      const url = await applications.confirm(started, proven)
      const tokens = await client.authorizationCodeGrant(registered.application, url, {
        pkceCodeVerifier: started.verifier,
        expectedState: started.state,
        expectedNonce: started.nonce,
        ...(more.max_age === undefined ? {} : { maxAge: Number(more.max_age) }),
      })
      const age = Math.floor(Date.now() / 1000) - Number(tokens.claims()?.auth_time ?? Number.NaN)
      if (more.max_age !== undefined) assert.ok(isEnough ? age >= 120 : age < 120, `auth_time is ${age} s ago`)
    })
})
