import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type BadInput, withHeader } from '../support/bad-inputs/bad-input.ts'
import { badBodies } from '../support/bad-inputs/bodies.ts'
import { badHeads } from '../support/bad-inputs/heads.ts'
import { badTargets } from '../support/bad-inputs/targets.ts'
import { createHttpClient } from '../support/http-client.ts'
import { type RawAnswer, sendRaw } from '../support/raw-http.ts'
import { startServer, type TestServer } from '../support/server.ts'

const RSS_GROWTH_MAX_BYTES = 120 * 1024 * 1024
const TELLS_TOO_MUCH = /\n\s+at |node_modules|server\/kernel|\.ts:\d|Maximum call stack|SELECT |pg_catalog/

/** A problem document of ours, complete, with the headers of every answer and nothing about our insides. */
function assertProblem(answer: RawAnswer, { status, code }: Pick<BadInput, 'status' | 'code'>): void {
  assert.equal(answer.status, status, answer.text.slice(0, 200))
  assert.match(answer.headers['content-type'] ?? '', /^application\/problem\+json/)
  const chunked = answer.headers['transfer-encoding'] === 'chunked'
  const problem = JSON.parse(
    chunked ? answer.text.slice(answer.text.indexOf('{'), answer.text.lastIndexOf('}') + 1) : answer.text,
  )
  assert.equal(problem.status, status)
  if (code !== '') assert.equal(problem.code, code)
  assert.equal(problem.type, `/problems/${problem.code}`)
  assert.match(problem.requestId, /^[A-Za-z0-9._:-]{8,64}$/)
  assert.equal(answer.headers['x-request-id'], problem.requestId)
  assert.equal(answer.headers['content-security-policy'], "default-src 'none'; frame-ancestors 'none'")
  assert.equal(answer.headers['x-content-type-options'], 'nosniff')
  assert.doesNotMatch(answer.text, TELLS_TOO_MUCH)
  assert.equal(answer.answers, 1, 'one request is one answer')
}

describe('malformed requests are answered 4xx with a problem document', () => {
  let server: TestServer
  let authorization = ''
  const prototypeKeys = Reflect.ownKeys(Object.prototype)
  let startedBytes = 0

  before(async () => {
    server = await startServer()
    const person = await server.people.signedIn()
    const login = { email: person.email, password: person.password, transport: 'bearer' }
    const { body } = await createHttpClient(server.url).post('/api/auth/login', login)
    authorization = `Bearer ${body.accessToken}`
    startedBytes = process.memoryUsage().rss
  })
  after(() => server.stop())

  const catalogue = { bodies: badBodies(), heads: badHeads(), targets: badTargets() }
  for (const [title, inputs] of Object.entries(catalogue)) {
    describe(title, () => {
      for (const input of inputs) {
        test(`${input.status}: ${input.name}`, async () => {
          const bytes = input.signedIn ? withHeader(input.bytes, `Authorization: ${authorization}`) : input.bytes
          assertProblem(await sendRaw(server.url, bytes), input)
        })
      }
    })
  }

  test('the catalogue holds at least 400 inputs', () => {
    const count = Object.values(catalogue).flat().length
    assert.ok(count >= 400, `${count} inputs`)
  })

  test('afterwards the server answers, holds no request and has grown by a bounded amount', async () => {
    assert.equal((await fetch(`${server.url}/livez`)).status, 200)
    const metrics = await (await fetch(`${server.url}/metrics`)).text()
    assert.match(metrics, /\nhttp_server_active_requests 1\n/)
    assert.doesNotMatch(metrics, /http_response_status_code="5/)
    const grownBytes = process.memoryUsage().rss - startedBytes
    assert.ok(grownBytes < RSS_GROWTH_MAX_BYTES, `${grownBytes} bytes more`)
  })

  test('no prototype was touched', () => {
    assert.deepEqual(Reflect.ownKeys(Object.prototype), prototypeKeys)
    assert.equal(({} as { admin?: unknown }).admin, undefined)
  })
})
