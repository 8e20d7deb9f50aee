import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { cookieClient } from '../../../test/support/cookie-client.ts'
import { testOrigin } from '../../../test/support/database.ts'
import { addPerson, bearer, signInByBearer, startIdentity } from '../../../test/support/identity.ts'

const stack = await startIdentity()
const visitor = cookieClient(stack.url)

type Refused = { readonly status: number; readonly code: string; readonly pointer: string }

/** What of a thrown or answered problem says why a password was refused. */
function refusal(problem: { status: number; errors?: readonly { code: string; pointer: string }[] }): Refused {
  return { status: problem.status, code: problem.errors?.[0]?.code ?? '', pointer: problem.errors?.[0]?.pointer ?? '' }
}

async function thrown(work: Promise<unknown>): Promise<Refused> {
  return work.then(
    () => assert.fail('the password was taken'),
    (problem) => refusal(problem),
  )
}

const setupToken = new URL((await stack.identity.createSetupLink()) ?? '').hash.slice('#token='.length)
const email = 'lovelace@mail.example'
const entrances: Record<string, (password: string) => Promise<Refused>> = {
  register: async (password) =>
    refusal((await visitor.post('/api/auth/register', { email, password, name: 'Ada Lovelace' })).body),
  reset: async (password) => {
    await visitor.post('/api/auth/forgot-password', { email: person.email })
    const token = stack.letters.findLast(({ to }) => to === person.email)?.token
    return refusal((await visitor.post('/api/auth/reset-password', { token, password })).body)
  },
  change: async (newPassword) => {
    const body = { currentPassword: person.password, newPassword }
    return refusal((await visitor.post('/api/auth/change-password', body, bearer(accessToken))).body)
  },
  invitation: (password) => thrown(stack.identity.preparePassword(password, { email, name: 'Ada Lovelace' })),
  'set-up': async (password) =>
    refusal((await visitor.post('/api/auth/setup', { token: setupToken, email, password, name: 'Ada Lovelace' })).body),
  operator: (password) =>
    thrown(stack.identity.createAdministrator({ email, password, name: 'Ada Lovelace' }, testOrigin)),
}

const person = await addPerson(stack)
const { accessToken } = await signInByBearer(stack.url, person)

describe('a password that is easy to guess', () => {
  after(() => stack.close())

  for (const [name, enter] of Object.entries(entrances)) {
    test(`is refused with its reason at ${name}`, async () => {
      const pointer = name === 'change' ? '/newPassword' : '/password'
      assert.deepEqual(await enter('Password1!'), { status: 422, code: 'common', pointer })
      assert.deepEqual(await enter('letmeinletmein'), { status: 422, code: 'guessable', pointer })
      assert.deepEqual(await enter('plinth-2026'), { status: 422, code: 'context', pointer })
    })
  }

  test('of 256 varied characters is judged without holding anybody up', async () => {
    const password = Array.from({ length: 256 }, (_, at) => String.fromCharCode(33 + ((at * 37) % 94))).join('')
    const body = { email: 'varied@mail.example', password, name: 'Ada' }
    const [answer, ...others] = await Promise.all([
      visitor.post('/api/auth/register', body),
      ...Array.from({ length: 5 }, () => visitor.get('/api/auth/setup')),
    ])
    assert.equal(answer?.status, 202)
    assert.deepEqual(new Set(others.map(({ status }) => status)), new Set([200]))
  })
})
