import assert from 'node:assert/strict'
import { once } from 'node:events'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { OFREPWebProvider } from '@openfeature/ofrep-web-provider'
import { OpenFeature, ProviderEvents, ProviderStatus } from '@openfeature/server-sdk'
import { type Provider, OpenFeature as WebOpenFeature, ProviderEvents as WebProviderEvents } from '@openfeature/web-sdk'
import { createPlinthProvider } from '@plinth/sdk/openfeature'
import { booleanFlag, putFlags, readEvents } from '../support/flags.ts'
import type { HttpClient } from '../support/http-client.ts'
import { expectStatus } from '../support/music.ts'
import { startServer, type TestServer } from '../support/server.ts'

/** What browsers have and Node has not: the part of EventSource that the web provider uses. */
class TestEventSource extends EventTarget {
  readyState = 0
  readonly #stream: Promise<{ leave(): Promise<void> }>
  constructor(url: string) {
    super()
    const tell = (type: string, data: unknown) => this.dispatchEvent(Object.assign(new Event(type), { data }))
    this.#stream = readEvents(url, {}, ({ data }) => tell('message', JSON.stringify(data))).then((stream) => {
      this.readyState = 1
      tell('open', null)
      return stream
    })
  }
  close(): void {
    this.readyState = 2
    void this.#stream.then((stream) => stream.leave())
  }
}

const off = { enabled: false } as const

describe('clients of OpenFeature, and two servers on one database', { timeout: 60_000 }, () => {
  let first: TestServer
  let second: TestServer
  let admin: HttpClient
  let apiKey = ''
  before(async () => {
    first = await startServer()
    second = await startServer({ environment: { DATABASE_URL: first.databaseUrl } })
    admin = (await first.people.signedIn('administrator')).http
    apiKey = expectStatus(await admin.post('/api/api-keys', { name: 'A shop', scopes: ['flags:evaluate'] }), 201).key
    await putFlags(first.app, [
      booleanFlag('checkout'),
      booleanFlag('limit', {
        ...{ type: 'number', offVariant: null, isPublic: false, fallthrough: { variant: 'few' } },
        variants: [{ key: 'few', value: 3 }],
      }),
    ])
  })
  after(async () => {
    await OpenFeature.close()
    await WebOpenFeature.close()
    await second.stop()
    await first.stop()
  })

  const served = (server: TestServer) => server.app.units.flags.evaluate('checkout', {}, false)
  async function until(holds: () => boolean, msMax: number): Promise<number> {
    const startedMs = performance.now()
    while (!holds()) {
      assert.ok(performance.now() - startedMs < msMax, `not within ${msMax} ms`)
      await new Promise((resolve) => setTimeout(resolve, 1))
    }
    return performance.now() - startedMs
  }

  test('a change holds on the other server at once, and by its own look when no notice of it comes', async (t) => {
    await until(() => served(second) === true, 5_000)
    await putFlags(first.app, [booleanFlag('checkout', off)])
    t.diagnostic(`by notice after ${await until(() => served(second) === false, 5_000)} ms`)
    await putFlags(first.app, [booleanFlag('checkout')], { lost: true })
    t.diagnostic(`by the revision after ${await until(() => served(second) === true, 5_000)} ms`)
  })

  test('our provider for Node evaluates by itself, hears of changes, and outlives the server', async () => {
    const cacheFile = join(second.config.dataDir, 'flags-of-the-shop.json')
    const options = { baseUrl: second.url, apiKey, cacheFile, pollSeconds: 0.05, staleSeconds: 0.2 }
    await OpenFeature.setProviderAndWait('shop', createPlinthProvider(options))
    const client = OpenFeature.getClient('shop')
    assert.equal(await client.getBooleanValue('checkout', false), true)
    assert.deepEqual(
      [await client.getNumberDetails('limit', 0), await client.getStringDetails('limit', 'none')].map(
        ({ value, reason, variant, errorCode }) => [value, reason, variant, errorCode],
      ),
      [
        [3, 'STATIC', 'few', undefined],
        ['none', 'ERROR', undefined, 'TYPE_MISMATCH'],
      ],
    )
    assert.equal((await client.getBooleanDetails('unknown', true)).errorCode, 'FLAG_NOT_FOUND')
    const changed = new Promise<readonly string[] | undefined>((resolve) => {
      client.addHandler(ProviderEvents.ConfigurationChanged, (details) => resolve(details?.flagsChanged))
    })
    await putFlags(first.app, [booleanFlag('checkout', off)])
    assert.deepEqual(await changed, ['checkout'])
    assert.equal(await client.getBooleanValue('checkout', true), false)

    const away = createPlinthProvider({ ...options, baseUrl: 'http://127.0.0.1:1' })
    await OpenFeature.setProviderAndWait('shop', away)
    const stale = new Promise((resolve) => client.addHandler(ProviderEvents.Stale, resolve))
    assert.equal(await client.getBooleanValue('checkout', true), false)
    await stale
    assert.equal(client.providerStatus, ProviderStatus.STALE)
    const refused = createPlinthProvider({ ...options, apiKey: 'plinth_nobody' })
    await assert.rejects(OpenFeature.setProviderAndWait('refused', refused), /401/)
    assert.equal(OpenFeature.getClient('refused').providerStatus, ProviderStatus.FATAL)
  })

  test('the official provider for the web fetches all, hears of changes, and asks by ETag', async () => {
    Object.assign(globalThis, { EventSource: TestEventSource })
    const statuses: number[] = []
    const listening = once(second.app.http.app.server, 'request')
    const provider = new OFREPWebProvider({
      baseUrl: second.url,
      cacheMode: 'disabled',
      fetchImplementation: async (...request: Parameters<typeof fetch>) => {
        const answer = await fetch(...request)
        statuses.push(answer.status)
        return answer
      },
    })
    await WebOpenFeature.setContext({ targetingKey: 'ada' })
    await WebOpenFeature.setProviderAndWait(provider as Provider)
    await listening
    const client = WebOpenFeature.getClient()
    assert.equal(client.getBooleanValue('checkout', true), false)
    assert.equal(client.getNumberValue('limit', 9), 9)
    // The stream tells at once what is, which the first answer had told already.
    await until(() => statuses.length === 2, 5_000)
    const changed = new Promise((resolve) => client.addHandler(WebProviderEvents.ConfigurationChanged, resolve))
    await putFlags(first.app, [booleanFlag('checkout')])
    await changed
    assert.equal(client.getBooleanValue('checkout', false), true)
    assert.deepEqual(statuses, [200, 304, 200])
  })
})
