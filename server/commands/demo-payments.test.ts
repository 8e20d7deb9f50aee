import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { readConfig } from '../kernel/config/config.ts'
import { openDemoPayments, withDemoPayments } from './demo-payments.ts'

const accounts = {
  STRIPE_SECRET_KEY: 'sk_test_0123456789',
  STRIPE_PUBLISHABLE_KEY: 'pk_test_0123456789',
  STRIPE_WEBHOOK_SECRET: 'whsec_0123456789abcdef',
}

describe('the demo pays with play money', () => {
  let folder = ''
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-demo-'))
  })
  after(() => rm(folder, { recursive: true }))

  function config(environment: Readonly<Record<string, string>> = {}) {
    const given = { NODE_ENV: 'development', DATA_DIR: folder, ...environment }
    return readConfig(given, { products: [], terminal: false })
  }

  test('processes of one installation share one set; the next takes over where the first has ended', async () => {
    assert.equal(await openDemoPayments(config(), { join: true }), null, 'a command starts none')
    const first = await openDemoPayments(config())
    const [second, command] = [await openDemoPayments(config()), await openDemoPayments(config(), { join: true })]
    assert.ok(first !== null && second !== null && command !== null)
    assert.deepEqual([second.urls, command.urls], [first.urls, first.urls])
    const key = (one: typeof first) => one.settings.stripe?.secretKey.reveal()
    assert.equal(key(second), key(first))
    await second.close()
    assert.equal((await fetch(`${first.urls.paypal}/_control/orders`, { method: 'POST' })).status, 200, 'not its own')
    await first.close()
    const third = await openDemoPayments(config())
    assert.deepEqual(third?.urls, first.urls)
    await third?.close()
  })

  test('and nothing says then that there are no payments', async () => {
    const saysNone = ({ inspection }: ReturnType<typeof config>) =>
      inspection.findings.some(({ message }) => message.endsWith('no payments'))
    const without = await withDemoPayments(config({ DEMO: 'false' }))
    const { config: demonstrated, demo } = await withDemoPayments(config())
    await demo?.close()
    assert.deepEqual([saysNone(without.config), saysNone(demonstrated)], [true, false])
  })

  test('another installation has others', async () => {
    const other = 'another secret of thirty-two characters or more'
    const [one, two] = [await openDemoPayments(config()), await openDemoPayments(config({ SESSION_SECRET: other }))]
    assert.notDeepEqual(one?.urls, two?.urls)
    assert.notEqual(one?.settings.stripe?.publishableKey, two?.settings.stripe?.publishableKey)
    await Promise.all([one?.close(), two?.close()])
  })

  for (const [name, environment] of [
    ['with an account at a provider', accounts],
    ['without the demo', { DEMO: 'false' }],
    ['where the browser is on another machine', { PUBLIC_URL: 'https://demo.example.com' }],
    ['outside of development', { NODE_ENV: 'test', DEMO: 'true' }],
  ] as const)
    test(`is not offered ${name}`, async () => {
      assert.equal(await openDemoPayments(config(environment)), null)
    })
})
