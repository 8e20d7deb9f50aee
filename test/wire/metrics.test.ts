import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { after, before, describe, test } from 'node:test'
import { requirement } from '../support/requirements.ts'
import { startServer, type TestServer } from '../support/server.ts'

const SERIES_MAX = 3000

describe('/metrics', () => {
  let server: TestServer
  const promtool = requirement('promtool')

  before(async () => {
    server = await startServer()
    const person = await server.people.signedIn()
    await person.http.get('/api/auth/me')
    for (const path of [
      '/api/nothing',
      '/api/files/01a1fbea-df40-7000-8000-000000000000',
      '/%zz',
      '/api/a/b/c',
      '/livez',
    ])
      await person.http.get(path)
    await server.jobsIdle()
  })
  after(() => server.stop())

  const scrape = async (headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${server.url}/metrics`, { headers })

  test('counts requests by route template, never by address or id', async () => {
    const text = await (await scrape()).text()
    assert.match(
      text,
      /http_server_request_duration_seconds_count\{http_request_method="GET",http_route="\/api\/files\/:id",http_response_status_code="404"\} 1/,
    )
    assert.match(text, /http_route="unmatched",http_response_status_code="404"\} 2/)
    assert.match(text, /http_server_problem_total\{code="http\/not-found"\} 2/)
    assert.doesNotMatch(text, /01a1fbea|nothing|%zz/)
    assert.ok(text.split('\n').filter((line) => line !== '' && !line.startsWith('#')).length < SERIES_MAX)
  })

  test('is in the form of the exposition format, and promtool finds no fault', { skip: promtool.skip }, async () => {
    const answer = await scrape()
    assert.match(answer.headers.get('content-type') ?? '', /^text\/plain; version=0\.0\.4/)
    const output = execFileSync(promtool.path ?? 'promtool', ['check', 'metrics'], {
      input: await answer.text(),
      encoding: 'utf8',
    })
    assert.equal(output, '')
  })

  test('answers this machine only, unless there is a token', async () => {
    assert.equal((await scrape()).status, 200)
    assert.equal((await scrape({ 'x-forwarded-for': '127.0.0.1' })).status, 401)
    assert.equal((await scrape({ forwarded: 'for=127.0.0.1' })).status, 401)
  })
})

describe('/metrics with METRICS_TOKEN', () => {
  let server: TestServer
  const token = 'metrics-token-of-the-test'

  before(async () => {
    server = await startServer({ environment: { METRICS_TOKEN: token } })
  })
  after(() => server.stop())

  test('answers its bearer and nobody else', async () => {
    const status = async (headers: Record<string, string>): Promise<number> =>
      (await fetch(`${server.url}/metrics`, { headers })).status
    assert.equal(await status({ authorization: `Bearer ${token}` }), 200)
    for (const headers of [
      {},
      { authorization: 'Bearer ' },
      { authorization: `Bearer ${token}x` },
      { authorization: `Basic ${token}` },
    ])
      assert.equal(await status(headers), 401)
  })
})
