import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { appendFile, cp, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { connect } from 'node:net'
import { networkInterfaces, tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { after, afterEach, before, describe, test } from 'node:test'
import pg from 'pg'
import { monotonicMs } from '../clock.ts'
import { EmbeddedOwnedError, type EmbeddedPostgres, startEmbeddedPostgres } from './embedded.ts'
import { memoryBytes, sharedBuffers } from './embedded-memory.ts'
import { processStart, until } from './embedded-process.ts'

const OWNER = `
  const { startEmbeddedPostgres } = await import(process.argv[1])
  const onExit = () => process.exit(1)
  try {
    const { url } = await startEmbeddedPostgres({ dataDir: process.argv[2], onExit })
    console.log(JSON.stringify({ url }))
  } catch (error) {
    console.log(JSON.stringify({ name: error.name, owner: error.pid, message: error.message }))
    process.exitCode = 1
  }
`

interface Said {
  readonly url?: string
  readonly name?: string
  readonly owner?: number
  readonly message?: string
}

let root: string
let dataDir: string
const running: EmbeddedPostgres[] = []
const children: ChildProcess[] = []

before(async () => {
  root = await mkdtemp(join(tmpdir(), 'plinth-embedded-'))
  dataDir = join(root, 'data')
  const embedded = await start()
  assert.equal(embedded.firstStart, true)
  assert.match(embedded.version, /^18\./)
  await query(embedded.url, 'CREATE TABLE written (id int PRIMARY KEY)')
  await stopAll()
})

afterEach(stopAll)

after(async () => rm(root, { recursive: true, force: true }))

async function start(folder = dataDir, onExit: (reason: string) => void = assert.fail): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({ dataDir: folder, onExit })
  running.push(embedded)
  return embedded
}

async function stopAll(): Promise<void> {
  for (const child of children.splice(0)) await kill(child)
  for (const embedded of running.splice(0)) await embedded.stop()
}

/** Starts the embedded PostgreSQL in another process, and answers what that process says of it. */
async function startElsewhere(folder = dataDir): Promise<{ child: ChildProcess; said: Promise<Said> }> {
  const program = new URL('./embedded.ts', import.meta.url).href
  const child = spawn(process.execPath, ['--input-type=module', '-e', OWNER, program, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  children.push(child)
  assert.ok(child.stdout)
  const lines = createInterface({ input: child.stdout })
  return { child, said: once(lines, 'line').then(([line]) => JSON.parse(String(line)) as Said) }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  child.kill('SIGKILL')
  await once(child, 'exit')
}

async function query(url: string, text: string): Promise<pg.QueryResult> {
  const client = new pg.Client({ connectionString: url })
  // The server going away ends the client with an event too; the query tells it.
  client.on('error', (error) => void error)
  await client.connect()
  try {
    return await client.query(text)
  } finally {
    await client.end()
  }
}

async function scalar(url: string, text: string): Promise<unknown> {
  const { rows } = await query(url, text)
  return Object.values(rows[0] ?? {})[0]
}

function withFields(url: string, fields: { readonly username?: string; readonly password?: string }): string {
  const changed = new URL(url)
  changed.username = fields.username ?? changed.username
  changed.password = fields.password ?? changed.password
  return changed.href
}

async function postmasterPid(folder = dataDir): Promise<number> {
  return Number((await readFile(join(folder, 'postgres/postmaster.pid'), 'utf8')).split('\n')[0])
}

/** Writes rows one after the other until the server is gone; answers the ids it acknowledged. */
async function writeUntilGone(url: string, first: number, each: (id: number) => void): Promise<number[]> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', (error) => void error)
  await client.connect()
  const acknowledged: number[] = []
  for (let id = first; ; id += 1) {
    try {
      await client.query('INSERT INTO written VALUES ($1)', [id])
    } catch {
      // The server was killed on purpose.
      return acknowledged
    }
    acknowledged.push(id)
    each(id)
  }
}

async function missing(url: string, ids: readonly number[]): Promise<number[]> {
  const { rows } = await query(url, 'SELECT id FROM written')
  const present = new Set(rows.map(({ id }) => id))
  return ids.filter((id) => !present.has(id))
}

describe('a cluster', () => {
  test('keeps its rows and its port over a restart, and gives the folder free when stopped', async () => {
    const first = await start()
    await query(first.url, 'INSERT INTO written VALUES (1)')
    await stopAll()
    assert.deepEqual((await readdir(dataDir)).sort(), [
      'postgres',
      'postgres.log',
      'postgres.password',
      'postgres.port',
    ])
    const second = await start()
    assert.equal(second.firstStart, false)
    assert.equal(second.port, first.port)
    assert.deepEqual(await missing(second.url, [1]), [])
  })

  test('is durable, checked and in UTF-8, and its role is no superuser', async () => {
    const { url } = await start()
    const settings = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums', 'server_encoding']
    const values = await Promise.all(settings.map((setting) => scalar(url, `SHOW ${setting}`)))
    assert.deepEqual(values, ['on', 'on', 'on', 'on', 'UTF8'])
    assert.equal(await scalar(url, 'SELECT rolsuper FROM pg_roles WHERE rolname = current_user'), false)
    assert.equal(await scalar(url, "SELECT lower('ÄÉ')"), 'äé')
  })

  test('keeps what an import works on in memory, and writes a page whole but once in half a gigabyte of log', async () => {
    const { url } = await start()
    assert.equal(await scalar(url, 'SHOW shared_buffers'), sharedBuffers(memoryBytes()))
    assert.equal(await scalar(url, 'SHOW max_wal_size'), '1GB')
  })

  test('keeps its files from other users', async () => {
    await start()
    const modes = await Promise.all(
      ['.', 'postgres', 'postgres.password', 'postgres.log', 'postgres.port', 'owner.json'].map(async (name) => {
        return ((await stat(join(dataDir, name))).mode & 0o777).toString(8)
      }),
    )
    assert.deepEqual(modes, ['700', '700', '600', '600', '600', '600'])
  })

  test('refuses a wrong password, no password, and the superuser with the password of the application', async () => {
    const { url } = await start()
    const variants = [{ password: 'wrong' }, { password: '' }, { username: 'postgres' }]
    for (const variant of variants) {
      const attempt = withFields(url, variant)
      await assert.rejects(query(attempt, 'SELECT 1'), /password/, attempt)
    }
  })

  test('listens on 127.0.0.1 and no other address', async () => {
    const { port } = await start()
    const external = Object.values(networkInterfaces())
      .flatMap((list) => list ?? [])
      .filter(({ internal }) => !internal)
    for (const host of ['127.0.0.2', '::1', ...external.map(({ address }) => address)]) {
      await assert.rejects(connected(host, port), /ECONNREFUSED|EADDRNOTAVAIL|EINVAL|ENETUNREACH/, host)
    }
    await connected('127.0.0.1', port)
  })

  test('takes another port when its last one is in use', async () => {
    const first = await start()
    const copy = join(root, 'copy')
    await stopAll()
    await cp(dataDir, copy, { recursive: true })
    const original = await start()
    const second = await start(copy)
    assert.equal(original.port, first.port)
    assert.notEqual(second.port, first.port)
    assert.deepEqual(await missing(second.url, [1]), [])
  })

  test('keeps the log of a long run bounded', async () => {
    await appendFile(join(dataDir, 'postgres.log'), 'x'.repeat(9 * 1024 * 1024))
    await start()
    assert.ok((await stat(join(dataDir, 'postgres.log'))).size < 1024 * 1024)
    assert.ok((await stat(join(dataDir, 'postgres.log.1'))).size > 9_000_000)
    await rm(join(dataDir, 'postgres.log.1'))
  })
})

async function connected(host: string, port: number): Promise<void> {
  const socket = connect({ host, port })
  try {
    await once(socket, 'connect', { signal: AbortSignal.timeout(2000) })
  } finally {
    socket.destroy()
  }
}

describe('one owner', () => {
  test('a second process is refused within 2 s, and told who owns the folder', async () => {
    await start()
    const startedMs = monotonicMs()
    const { said } = await startElsewhere()
    const { name, owner, message } = await said
    assert.ok(monotonicMs() - startedMs < 2000)
    assert.equal(name, 'EmbeddedOwnedError')
    assert.equal(owner, process.pid)
    assert.match(message ?? '', new RegExp(`process ${process.pid} since 20.*DATA_DIR`))
  })

  test('a second start in the same process is refused', async () => {
    await start()
    await assert.rejects(start(), (error) => error instanceof EmbeddedOwnedError && error.pid === process.pid)
  })

  test('of two processes that find a dead owner, one starts and the other is refused', async () => {
    const dead = { token: 'dead', pid: process.pid, start: 'another start', host: await ownHost(), since: '2026-01-01' }
    await writeFile(join(dataDir, 'owner.json'), JSON.stringify(dead))
    const takers = await Promise.all([startElsewhere(), startElsewhere()])
    const said = await Promise.all(takers.map((taker) => taker.said))
    assert.deepEqual(said.map(({ url, name }) => name ?? typeof url).sort(), ['EmbeddedOwnedError', 'string'])
  })
})

async function ownHost(): Promise<string> {
  await start()
  const { host } = JSON.parse(await readFile(join(dataDir, 'owner.json'), 'utf8'))
  await stopAll()
  return host
}

describe('a killed owner', () => {
  test('leaves every acknowledged row to the next, which first stops the PostgreSQL left behind', async () => {
    const { child, said } = await startElsewhere()
    const { url = '' } = await said
    const orphan = await postmasterPid()
    const acknowledged = await writeUntilGone(url, 1000, (id) => id === 1200 && child.kill('SIGKILL'))
    await kill(child)
    assert.ok(acknowledged.length > 200)
    const next = await start()
    assert.notEqual(await postmasterPid(), orphan)
    assert.equal(processStart(orphan), null)
    assert.deepEqual(await missing(next.url, acknowledged), [])
  })

  test('leaves every acknowledged row when PostgreSQL was killed with it', async () => {
    const { child, said } = await startElsewhere()
    const { url = '' } = await said
    const postmaster = await postmasterPid()
    const acknowledged = await writeUntilGone(url, 100_000, (id) => {
      if (id !== 100_200) return
      child.kill('SIGKILL')
      process.kill(postmaster, 'SIGKILL')
    })
    await kill(child)
    assert.ok(acknowledged.length > 200)
    const next = await start()
    assert.deepEqual(await missing(next.url, acknowledged), [])
  })

  test('leaves a PostgreSQL that ends by itself', async () => {
    const { child, said } = await startElsewhere()
    await said
    const orphan = await postmasterPid()
    await kill(child)
    assert.ok(await until(() => processStart(orphan) === null, 3000))
  })

  test('in the middle of making the cluster leaves nothing the next start could take for one', async () => {
    const folder = join(root, 'half')
    const { child } = await startElsewhere(folder)
    const half = async (): Promise<string[]> =>
      (await readdir(folder)).filter((name) => name.startsWith('postgres.new-'))
    let made = false
    for (const startedMs = monotonicMs(); !made && monotonicMs() - startedMs < 60_000; ) {
      const [name] = await half().catch(() => [])
      made = name !== undefined && (await readdir(join(folder, name))).includes('PG_VERSION')
    }
    assert.ok(made)
    await kill(child)
    assert.equal((await half()).length, 1)
    const embedded = await start(folder)
    assert.equal(embedded.firstStart, true)
    assert.deepEqual(await half(), [])
  })
})

describe('what goes wrong', () => {
  test('the end of PostgreSQL is told once, and the folder can be started again', async () => {
    const reasons: string[] = []
    const embedded = await start(dataDir, (reason) => void reasons.push(reason))
    process.kill(await postmasterPid(), 'SIGKILL')
    assert.ok(await until(() => reasons.length > 0, 3000))
    assert.match(reasons.join(), /ended by itself \(SIGKILL\)/)
    await embedded.stop()
    assert.equal(reasons.length, 1)
    assert.equal(await scalar((await start()).url, 'SELECT 1'), 1)
  })

  test('a lost password file is named, and so is one of another cluster', async () => {
    const path = join(dataDir, 'postgres.password')
    const kept = await readFile(path, 'utf8')
    await rm(path)
    await assert.rejects(start(), /postgres\.password is missing/)
    await writeFile(path, 'another\n', { mode: 0o600 })
    await assert.rejects(start(), /postgres\.password is not the one/)
    await writeFile(path, kept)
    assert.equal(await scalar((await start()).url, 'SELECT 1'), 1)
  })
})
