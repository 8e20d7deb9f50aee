import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { noEffects } from '../../../../test/support/effects.ts'
import { expectStatus, type MusicServer, startMusic } from '../../../../test/support/music.ts'

let server: MusicServer
before(async () => {
  server = await startMusic({ demo: true })
})
after(() => server.stop())

test('the demo has hosts with names and a calendar, and comes once', async () => {
  const manager = await server.people.signedIn('manager')
  const month = `from=${new Date().toISOString()}&to=${new Date(Date.now() + 30 * 86_400_000).toISOString()}`
  const read = async () => expectStatus(await manager.http.get(`/api/staff/appointments?${month}`), 200).items
  const seen = (await read()) as { status: string; hosts: { name: string }[] }[]
  assert.deepEqual(seen.map(({ status }) => status).toSorted(), [
    'cancelled',
    'confirmed',
    'confirmed',
    'confirmed',
    'pending',
  ])
  assert.ok(seen.every(({ hosts }) => hosts[0]?.name === 'Wanjiru Kamau'))
  const watched = await server.watch()
  const agency = server.app.units.all.find(({ name }) => name === 'agency')
  assert.ok(agency)
  await agency.seedDemo?.()
  assert.deepEqual(await watched(), noEffects)
  assert.equal((await read()).length, 5)
})
