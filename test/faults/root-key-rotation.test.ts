import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { createSecretKey, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { secret } from '../../server/kernel/config/secret.ts'
import { systemOrigin } from '../../server/kernel/db/actor.ts'
import { offlineBus } from '../../server/kernel/db/bus.ts'
import { asId, newId } from '../../server/kernel/id.ts'
import { createOpenedValues } from '../../server/platform/secrets/store/opened.ts'
import { addVersion, lockSecret, makeCurrent } from '../../server/platform/secrets/store/write.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { is } from '../support/secrets.ts'
import { startServer, type TestServer } from '../support/server.ts'
import { pickPort, type ServerProcess, startServerProcess } from '../support/server-process.ts'

const MAIN = fileURLToPath(new URL('../../server/main.ts', import.meta.url))
const VERSIONS = 900
const [OLD, NEW] = ['e1', 'e2'].map((kid) => `${kid}:${randomBytes(32).toString('base64')}`)

interface Run {
  readonly code: number | null
  readonly output: string
}

describe('a root key that is rotated under load', () => {
  let one: TestServer
  let other: ServerProcess
  let dataDir = ''
  let clients: HttpClient[] = []
  let writtenId = ''
  let authorization = ''

  before(async () => {
    dataDir = await mkdtemp(join(tmpdir(), 'plinth-root-key-'))
    one = await startServer({ environment: { ENCRYPTION_KEYS: `${OLD},${NEW}`, APP_ENV: 'staging' } })
    other = await startOther(`${OLD},${NEW}`)
    const administrator = await one.people.signedIn('administrator')
    const key = is(
      await administrator.http.post('/api/api-keys', { name: 'load', scopes: ['secrets:reveal', 'secrets:manage'] }),
      201,
    )
    await one.app.db.raw(
      `INSERT INTO secrets.access_grant (id, pattern, holder_kind, holder, may, created_at)
       VALUES ($1, 'load/*', 'api-key', $2, '{reveal,manage}', now())`,
      [newId(), key.id],
    )
    authorization = `Bearer ${key.key}`
    clients = [one.url, other.url].map((url) => createHttpClient(url, { authorization }))
    const made = async (path: string) =>
      is(await administrator.http.post('/api/secrets', { path, environment: 'staging', value: 'v1' }), 201).id
    await seed(await made('load/read'))
    writtenId = await made('load/written')
    await one.jobsIdle()
  })
  after(async () => {
    other.signal('SIGTERM')
    await other.ended
    await one.stop()
    await rm(dataDir, { recursive: true, force: true })
  })

  async function startOther(keys: string): Promise<ServerProcess> {
    const environment = { ENCRYPTION_KEYS: keys, APP_ENV: 'staging', EMBEDDED_JOBS: 'false', NODE_ENV: 'test' }
    return await startServerProcess({ dataDir, port: await pickPort(), databaseUrl: one.databaseUrl, environment })
  }

  /** `v<number>` in each of many versions. */
  async function seed(id: string): Promise<void> {
    const { db, vault } = one.app
    const parts = {
      ...{ db, vault, bus: offlineBus(), opened: createOpenedValues(offlineBus()), log: null as never },
      ...{ environment: 'staging' as const, fingerprintKey: createSecretKey(randomBytes(32)) },
    }
    await db.transaction(systemOrigin('test', 'test'), async (tx) => {
      for (let number = 2; number <= VERSIONS; number += 1) {
        const row = await lockSecret(tx, asId<'secret'>(id))
        await addVersion(parts, tx, row, { value: secret(`v${number}`), by: null })
        if (number === VERSIONS) await makeCurrent(parts, tx, row, { number, overlapSeconds: 0 })
      }
    })
  }

  /** `plinth secrets rotate` as a process; `killAt`: it is killed at the first line of output that begins so. */
  function rotate(keys: string, args: readonly string[] = [], killAt?: string): Promise<Run> {
    const child = spawn(process.execPath, [MAIN, 'secrets', 'rotate', ...args], {
      env: {
        ...process.env,
        NODE_ENV: 'test',
        DATA_DIR: dataDir,
        DATABASE_URL: one.databaseUrl,
        ENCRYPTION_KEYS: keys,
      },
    })
    let output = ''
    const keep = (piece: Buffer) => {
      output += piece.toString()
      if (killAt !== undefined && output.includes(`\n${killAt}`)) child.kill('SIGKILL')
    }
    child.stdout.on('data', keep)
    child.stderr.on('data', keep)
    return new Promise((resolve) => child.once('close', (code) => resolve({ code, output })))
  }

  /** Reads and writes over both processes for as long as `work` takes; every answer that was not right. */
  async function underLoad(work: () => Promise<void>): Promise<{ reads: number; writes: number; wrong: string[] }> {
    const seen = { reads: 0, writes: 0, wrong: [] as string[] }
    let goesOn = true
    const reading = clients.map(async (http) => {
      for (let at = 1; goesOn; at = (at % VERSIONS) + 1) {
        const { status, body } = await http.post('/api/secrets/read', { reference: `secret:load/read@${at}` })
        seen.reads += 1
        if (status !== 200 || body.value !== `v${at}`) seen.wrong.push(`read ${at}: ${status} ${JSON.stringify(body)}`)
      }
    })
    const writing = (async () => {
      for (let at = 1; goesOn; at += 1) {
        const [writer, reader] = at % 2 === 0 ? clients : clients.toReversed()
        const body = { value: `w${at}`, expected: at }
        const written = await writer?.post(`/api/secrets/${writtenId}/versions`, body)
        const read = await reader?.post('/api/secrets/read', { reference: 'secret:load/written' })
        seen.writes += 1
        if (written?.status !== 201 || read?.body.value !== `w${at}`)
          seen.wrong.push(`write ${at}: ${written?.status} ${JSON.stringify(read?.body)}`)
      }
    })()
    try {
      await work()
    } finally {
      goesOn = false
      await Promise.all([...reading, writing])
    }
    return seen
  }

  test('fails no read and no write; killed by SIGKILL it goes on where it was, two at once as well', async () => {
    const keys = `${NEW},${OLD}`
    const { reads, writes, wrong } = await underLoad(async () => {
      const killed = await rotate(keys, ['--new-keys'], 'secrets.version.value: ')
      assert.equal(killed.code, null, killed.output)
      const runs = await Promise.all([rotate(keys), rotate(keys)])
      for (const { code, output } of runs) {
        assert.equal(code, 0, output)
        assert.match(output, /e1: may leave ENCRYPTION_KEYS/)
      }
    })
    assert.deepEqual(wrong.slice(0, 5), [])
    assert.ok(reads > 20 && writes > 2, `${reads} reads, ${writes} writes`)
    const left = await one.app.db.raw(
      `SELECT FROM secrets.version AS version
        WHERE substring(value FROM 3 FOR 16) <> (SELECT uuid_send(id) FROM kernel.vault_key WHERE scope = 'installation' AND seals)
       UNION ALL SELECT FROM kernel.vault_key WHERE root_kid <> 'e2'`,
    )
    assert.deepEqual(left, [])
  })

  test('is needed no more: a server opens all without it, and does not start with it alone', async () => {
    other.signal('SIGTERM')
    await other.ended
    await assert.rejects(startOther(OLD ?? ''), /ENCRYPTION_KEYS: lacks e2/)
    other = await startOther(NEW ?? '')
    const http = createHttpClient(other.url, { authorization })
    assert.equal(is(await http.post('/api/secrets/read', { reference: 'secret:load/read@1' }), 200).value, 'v1')
    const doctor = await new Promise<string>((resolve) => {
      const child = spawn(process.execPath, [MAIN, 'doctor'], {
        env: {
          ...process.env,
          NODE_ENV: 'test',
          DATA_DIR: dataDir,
          DATABASE_URL: one.databaseUrl,
          ENCRYPTION_KEYS: OLD,
        },
      })
      let output = ''
      child.stdout.on('data', (piece: Buffer) => {
        output += piece.toString()
      })
      child.once('close', () => resolve(output))
    })
    assert.match(doctor, /fail\s+encryption-keys\s+ENCRYPTION_KEYS lacks e2/)
  })
})
