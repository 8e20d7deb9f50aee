import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { fastify } from 'fastify'
import { createBrowserCookie } from './browser-cookie.ts'

const app = fastify()
const secure = createBrowserCookie(true)
app.get('/', async (request, reply) => secure.keep(request, reply))
after(() => app.close())

const ask = async (cookie: string) => {
  const answer = await app.inject({ url: '/', headers: { cookie } })
  return { value: answer.body, set: String(answer.headers['set-cookie']) }
}

test('over https the cookie is bound to the host, hidden from scripts, and not sent by the forms of other sites', async () => {
  const { value, set } = await ask('')
  assert.equal(set, `__Host-flow=${value}; Path=/; Max-Age=600; HttpOnly; SameSite=Lax; Secure`)
  assert.match(value, /^[\w-]{43}$/)
})

test('flows under way at once share a value; one that is not ours is replaced', async () => {
  const { value } = await ask('')
  assert.equal((await ask(`other=1; __Host-flow=${value}`)).value, value)
  for (const foreign of ['__Host-flow=short', 'plinth_flow=1', `__Host-flow=${'a'.repeat(42)}"`])
    assert.notEqual((await ask(foreign)).value, foreign.split('=')[1])
})
