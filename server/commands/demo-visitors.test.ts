import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { createHttpClient } from '../../test/support/http-client.ts'
import { migratedDatabaseUrl } from '../../test/support/migrated.ts'
import { expectStatus } from '../../test/support/music.ts'
import {
  pickPort,
  type ServerProcess,
  signInAdministrator,
  startServerProcess,
} from '../../test/support/server-process.ts'
import { until } from '../kernel/jobs/jobs.test-support.ts'

interface Paid {
  readonly state: string
  readonly provider: string
  readonly disputed: { readonly minor: string }
}

describe('the visitors of the demo', () => {
  let folder = ''
  let database: Awaited<ReturnType<typeof migratedDatabaseUrl>>
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'plinth-visitors-'))
    database = await migratedDatabaseUrl()
  })
  after(async () => {
    await database.drop()
    await rm(folder, { recursive: true })
  })

  async function start(): Promise<ServerProcess> {
    const environment = { DEMO: 'true' }
    return await startServerProcess({ dataDir: folder, port: await pickPort(), databaseUrl: database.url, environment })
  }

  async function payments(url: string): Promise<Paid[]> {
    const http = createHttpClient(url, { authorization: `Bearer ${await signInAdministrator(url)}` })
    return expectStatus(await http.get('/api/payments?limit=100'), 200).items
  }

  const standings = (paid: readonly Paid[]) =>
    paid
      .map(({ provider, state, disputed }) => `${provider} ${state}${disputed.minor !== '0' ? ' disputed' : ''}`)
      .sort()

  test('pay by card and telephone, take money back and dispute, once', async () => {
    const wanted = ['mpesa captured', 'stripe captured', 'stripe captured disputed', 'stripe refunded']
    const first = await start()
    let seen: string[] = []
    try {
      await until(async () => {
        seen = standings(await payments(first.url))
        return seen.length === wanted.length && !seen.some((one) => one.endsWith('open'))
      })
    } finally {
      first.signal('SIGTERM')
      await first.ended
    }
    assert.deepEqual(seen, wanted, first.output())
    const second = await start()
    try {
      assert.equal((await payments(second.url)).length, wanted.length)
    } finally {
      second.signal('SIGTERM')
      await second.ended
    }
  })
})
