import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { noEffects } from '../../../test/support/effects.ts'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'

let server: MusicServer
let admin: Person
before(async () => {
  server = await startMusic()
  admin = await server.people.signedIn('admin')
})
after(() => server.stop())

const SITE = '/api/settings/site'
const open = () => server.people.anonymous()

async function say(value: object): Promise<void> {
  const { version } = expectStatus(await admin.http.get(SITE), 200)
  expectStatus(await admin.http.put(SITE, { value, version }), 200)
}

describe('a setting', () => {
  test('has its fallback until it is said, is then read by everybody, and named in feeds at once', async () => {
    assert.deepEqual((await open().get(SITE)).body, { value: { name: 'Plinth' }, version: 0 })
    assert.match((await open().get('/rss.xml')).body, /<title>Plinth<\/title>/)
    const value = { name: 'Jua & Sons', description: 'Design' }
    const answer = expectStatus(await admin.http.put(SITE, { value, version: 0 }), 200)
    assert.deepEqual([answer.value, answer.version, answer.changedBy, answer.isOutdated], [value, 1, admin.id, false])
    assert.deepEqual((await open().get('/api/settings/public')).body.site, value)
    assert.match((await open().get('/rss.xml')).body, /<title>Jua &amp; Sons<\/title>/)
  })

  test('is audited with what it was and is', async () => {
    await say({ name: 'Before', description: 'same' })
    const seen = await server.watch()
    await say({ name: 'After', description: 'same' })
    assert.deepEqual(await seen(), { ...noEffects, audit: ['settings.setting.changed'] })
    const [record] = await server.query<{ details: { changes: unknown } }>(
      "SELECT details FROM audit.record WHERE action = 'settings.setting.changed' ORDER BY id DESC LIMIT 1",
    )
    assert.deepEqual(record?.details.changes, { name: ['Before', 'After'] })
  })

  test('that somebody else has said since is not said over: one of sixteen', async () => {
    const { version } = expectStatus(await admin.http.get(SITE), 200)
    const answers = await Promise.all(
      Array.from({ length: 16 }, (_, n) => admin.http.put(SITE, { value: { name: `N${n}` }, version })),
    )
    assert.equal(answers.filter(({ status }) => status === 200).length, 1)
    for (const answer of answers) if (answer.status !== 200) expectProblem(answer, 'settings/changed-since')
    expectProblem(await admin.http.put(SITE, { value: { name: 'Late' }, version: 0 }), 'settings/changed-since')
  })

  test('is refused with the field that is wrong, and nothing is kept', async () => {
    const { version } = expectStatus(await admin.http.get(SITE), 200)
    const seen = await server.watch()
    for (const [value, pointer] of [
      [{ name: '' }, '/value/name'],
      [{ description: 'Only' }, '/value/name'],
      [{ name: 'Site', extra: 1 }, '/value/extra'],
    ] as const) {
      const answer = await admin.http.put(SITE, { value, version })
      expectProblem(answer, 'http/invalid')
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
    expectProblem(await admin.http.put('/api/settings/unknown', { value: {}, version: 0 }), 'http/not-found')
    assert.deepEqual(await seen(), noEffects)
  })

  test('of an older schema gives way to the fallback, and says so', async () => {
    const { version } = expectStatus(await admin.http.get('/api/settings/announcement'), 200)
    const value = { isShown: true, text: 'Closed on Friday' }
    expectStatus(await admin.http.put('/api/settings/announcement', { value, version }), 200)
    await server.query(`UPDATE settings.setting SET value = '{"banner": true}' WHERE key = 'announcement'`)
    const { items } = expectStatus(await admin.http.get('/api/settings'), 200)
    const found = items.find(({ key }: { key: string }) => key === 'announcement')
    assert.deepEqual([found.value, found.isOutdated, found.version], [{ isShown: false }, true, 1])
    const again = expectStatus(await admin.http.put('/api/settings/announcement', { value, version: 1 }), 200)
    assert.deepEqual([again.value.text, again.isOutdated], ['Closed on Friday', false])
  })

  test('is listed and changed by whoever may, and by nobody else', async () => {
    const editor = await server.people.signedIn('editor')
    for (const who of [editor, await server.people.signedIn()]) {
      expectProblem(await who.http.get('/api/settings'), 'http/denied')
      expectProblem(await who.http.put(SITE, { value: { name: 'Mine' }, version: 0 }), 'http/denied')
    }
    assert.equal((await open().get('/api/settings')).status, 401)
    const { items } = expectStatus(await admin.http.get('/api/settings'), 200)
    assert.deepEqual(
      items.map(({ key }: { key: string }) => key),
      [
        ...['file-lifecycle', 'captcha', 'site', 'business', 'announcement'],
        ...['trading-plan', 'trading-plans', 'trading-currency-rates', 'trading-price-bars'],
      ],
    )
    assert.equal(items[2].schema.properties.name.maxLength, 100)
  })
})
