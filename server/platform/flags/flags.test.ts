import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { expectProblem, expectStatus, type MusicServer, startMusic } from '../../../test/support/music.ts'
import type { Person } from '../../../test/support/people.ts'

let server: MusicServer
let admin: Person
before(async () => {
  server = await startMusic()
  admin = await server.people.signedIn('administrator')
})
after(() => server.stop())

describe('a flag', () => {
  test('begins switched off everywhere, and is in the snapshot of every environment', async () => {
    const wanted = { key: 'new-checkout', title: 'The new checkout', type: 'boolean' }
    const made = expectStatus(await admin.http.post('/api/flags', wanted), 201)
    assert.deepEqual(
      made.environments.map(({ environment, enabled }: { environment: string; enabled: boolean }) => [
        environment,
        enabled,
      ]),
      [
        ['development', false],
        ['test', false],
        ['staging', false],
        ['production', false],
      ],
    )
    assert.deepEqual(expectStatus(await admin.http.get('/api/flags/new-checkout'), 200), made)
    assert.deepEqual(expectStatus(await admin.http.get('/api/flags?search=CHECK'), 200).items, [made])
    const { flags, revision } = await server.app.units.flags.snapshot(server.app.db, 'production')
    assert.ok(revision > 1)
    assert.equal(flags.find(({ key }) => key === 'new-checkout')?.offVariant, 'off')
  })

  test('is refused with the place that is wrong', async () => {
    for (const [wanted, pointer] of [
      [{ key: 'export', type: 'boolean' }, '/key'],
      [{ key: 'a', type: 'string' }, '/variants'],
      [{ key: 'a', type: 'number', variants: [{ key: 'x', value: '1' }] }, '/variants/0/value'],
      [
        {
          key: 'a',
          type: 'string',
          variants: [
            { key: 'x', value: '1' },
            { key: 'x', value: '2' },
          ],
        },
        '/variants/1/key',
      ],
    ] as const) {
      const answer = await admin.http.post('/api/flags', { title: 'Wrong', ...wanted })
      expectProblem(answer, 'flags/invalid')
      assert.equal(answer.body.errors[0].pointer, pointer)
    }
    expectProblem(
      await admin.http.post('/api/flags', { key: 'new-checkout', title: 'Again', type: 'boolean' }),
      'flags/key-taken',
    )
  })
})
