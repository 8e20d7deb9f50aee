import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { noEffects } from '../../../../test/support/effects.ts'
import { createHttpClient, type HttpClient } from '../../../../test/support/http-client.ts'
import { tokenIn } from '../../../../test/support/mailbox.ts'
import { expectStatus } from '../../../../test/support/music.ts'
import { startTrading, type TradingServer } from '../../../../test/support/trading.ts'

let server: TradingServer
before(async () => {
  server = await startTrading({ demo: true })
})
after(() => server.stop())

/** Signs in as a person of the demo by a link out of the mailbox. */
async function signInAs(email: string): Promise<HttpClient> {
  const visitor = server.people.anonymous()
  expectStatus(await visitor.post('/api/auth/magic-link', { email }), 202)
  await server.jobsIdle()
  const token = tokenIn(await server.mailbox(), email, 'identity.magic-link')
  const answer = await visitor.post('/api/auth/magic-link/redeem', { token, transport: 'bearer' })
  const { accessToken } = expectStatus(answer, 200)
  return createHttpClient(server.url, { authorization: `Bearer ${accessToken}` })
}

test('the trader of the demo has all that a dashboard shows, and comes once', async () => {
  const trading = server.app.units.all.find(({ name }) => name === 'trading')
  const [person] = trading?.demoPeople ?? []
  assert.ok(trading && person)
  const http = await signInAs(person.email)
  const read = async (path: string) => expectStatus(await http.get(`/api/trading/${path}`), 200)

  const accounts = (await read('accounts')).items as { id: string; currency: string; timeZone: string }[]
  assert.deepEqual(
    accounts.map(({ currency, timeZone }) => [currency, timeZone]),
    [
      ['USD', 'America/Chicago'],
      ['EUR', 'Europe/Berlin'],
    ],
  )
  const imports = (await read('imports')).items as { state: string; counts: object; profile: { id: string } }[]
  assert.deepEqual(
    imports.map(({ state, profile }) => [state, profile.id]),
    [
      ['completed', 'trading212'],
      ['completed', 'tradovate-orders'],
    ],
  )
  for (const { counts } of imports) assert.partialDeepStrictEqual(counts, { duplicate: 0, skipped: 0, needsMapping: 0 })
  for (const { id, currency } of accounts) {
    const { groups } = await read(`analytics/dashboard?account=${id}`)
    const [{ summary, equity, drawdown, calendar, heatmap, excursion: _ }] = groups
    assert.ok(summary.n >= 20, `${currency} has ${summary.n} trades`)
    assert.ok(summary.averageR !== null, 'stops are known')
    for (const section of [equity, drawdown, calendar, heatmap]) assert.ok(section.n > 0)
  }
  const [futures] = accounts
  const { groups } = await read(`analytics/excursion?account=${futures?.id}`)
  assert.ok(groups[0].n > 50, 'bars tell how far trades went')
  for (const list of ['journal', 'playbooks', 'reflections', 'sessions', 'goals', 'tags'])
    assert.ok((await read(list)).items.length > 1, list)

  const watched = await server.watch()
  await trading.seedDemo?.()
  assert.deepEqual(await watched(), noEffects)
})
