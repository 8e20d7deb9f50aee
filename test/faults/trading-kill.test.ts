import assert from 'node:assert/strict'
import { mkdtemp, realpath } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { embeddedUrl } from '../../server/kernel/db/embedded-attach.ts'
import { postgresProcessesIn, signalProcess } from '../../server/kernel/db/embedded-process.ts'
import type { TRADING_POINTS } from '../support/crash-point-names.ts'
import { removeDataDir } from '../support/data-dir.ts'
import { createHttpClient, type HttpClient } from '../support/http-client.ts'
import { expectStatus } from '../support/music.ts'
import { pickPort, type ServerProcess, signInAdministrator, startServerProcess } from '../support/server-process.ts'
import { imports, uploadText } from '../support/trading-imports.ts'

const WATCH = fileURLToPath(new URL('../support/crash-points.ts', import.meta.url))
const REACHED_MS_MAX = 30_000
/** Jobs of lost workers are freed after 22 s. */
const DONE_MS_MAX = 120_000
const FILLS = 240
const LOSE_HEART = `
  UPDATE pgboss.job SET heartbeat_on = now() - interval '23 seconds'
   WHERE state = 'active' AND data -> 'data' ->> 'batchId' = $1`
/** The session of an import whose process does not go on. */
const STANDING_STILL =
  "SELECT pid FROM pg_stat_activity WHERE state = 'idle in transaction' AND query LIKE '%COPY trading.import_row%'"

/** Entries and exits of three symbols, a minute apart, so that LIFO comes to other trades' figures than FIFO. */
function fills(from: number, until: number): string {
  const lines = ['Symbol,Side,Quantity,Price,Date,Commission']
  for (let at = from; at < until; at += 1) {
    const side = at % 4 < 2 ? 'BUY' : 'SELL'
    const date = new Date(Date.UTC(2026, 0, 5, 15) + at * 60_000).toISOString().slice(0, 19).replace('T', ' ')
    lines.push(`${['AAA', 'BBB', 'CCC'][at % 3]},${side},${1 + (at % 5)},${100 + ((at * 7) % 13)},${date},0.35`)
  }
  return `${lines.join('\n')}\n`
}

describe('a server that is killed or stands still while it works at trading accounts', () => {
  let dataDir = ''
  let port = 0
  let server: ServerProcess
  let http: HttpClient
  before(async () => {
    dataDir = await realpath(await mkdtemp(join(tmpdir(), 'plinth-trading-')))
    port = await pickPort()
    server = await startServerProcess({ dataDir, port })
    http = createHttpClient(server.url, { authorization: `Bearer ${await signInAdministrator(server.url)}` })
    expectStatus(await http.post('/api/trading/start'), 204)
  })
  after(async () => {
    server.signal('SIGTERM')
    await server.ended
    await removeDataDir(dataDir)
  })

  /** Ends the server at a point that `work` leads to, and starts it anew. */
  async function killedAt(point: keyof typeof TRADING_POINTS, work: () => Promise<void>, andDatabase = false) {
    await restart({ NODE_OPTIONS: `--import=${WATCH}`, CRASH_AT: point, CRASH_ARMED: 'from the start' })
    await work()
    const ending = await Promise.race([server.ended, sleep(REACHED_MS_MAX, null, { ref: false })])
    assert.equal(ending?.signal, 'SIGKILL', `not reached: ${point}\n${server.output()}`)
    if (andDatabase) for (const pid of postgresProcessesIn(join(dataDir, 'postgres'))) signalProcess(pid, 'SIGKILL')
  }

  /** Freezes the server in an import, has another take its job over and end it, and lets the late one come back to it. */
  async function frozenAt(point: keyof typeof TRADING_POINTS, batchId: string): Promise<void> {
    const crash = { CRASH_AT: point, CRASH_ARMED: 'from the start', CRASH_BY: 'SIGSTOP' }
    await restart({ NODE_OPTIONS: `--import=${WATCH}`, ...crash })
    const asked = ask(`${imports}/${batchId}/commit`)
    const late = http
    let heir: ServerProcess | null = null
    try {
      await connected(standsStill)
      heir = await startServerProcess({ dataDir, port: await pickPort(), databaseUrl: await embeddedUrl(dataDir) })
      http = createHttpClient(heir.url, { authorization: `Bearer ${await signInAdministrator(heir.url)}` })
      await connected(async (database) => {
        const { rowCount } = await database.query(LOSE_HEART, [batchId])
        assert.equal(rowCount, 1)
        // As PostgreSQL does by itself after ten seconds: until then the late one holds the account.
        await database.query(`SELECT pg_terminate_backend(pid) FROM (${STANDING_STILL}) AS late`)
      })
      await until('completed', batchId)
    } finally {
      http = late
      server.signal('SIGCONT')
      heir?.signal('SIGTERM')
      await heir?.ended
    }
    await asked
  }

  async function standsStill(database: pg.Client): Promise<void> {
    const startedMs = performance.now()
    while ((await database.query(STANDING_STILL)).rowCount === 0) {
      assert.ok(performance.now() - startedMs < REACHED_MS_MAX, `no import stands still\n${server.output()}`)
      await sleep(50)
    }
  }

  async function restart(environment: Readonly<Record<string, string>> = {}): Promise<void> {
    server.signal('SIGTERM')
    await server.ended
    server = await startServerProcess({ dataDir, port, environment })
  }

  async function account(name: string, matchingMethod = 'FIFO'): Promise<string> {
    const fields = { currency: 'USD', timeZone: 'America/New_York', openedOn: '2020-01-01', matchingMethod }
    return expectStatus(await http.post('/api/trading/accounts', { name, ...fields }), 201).id
  }

  async function previewed(accountId: string, text: string): Promise<string> {
    const { id } = expectStatus(await http.post(imports, { accountId, fileId: await uploadText({ http }, text) }), 201)
    expectStatus(await http.post(`${imports}/${id}/preview`), 200)
    return id
  }

  /** The answer may be lost with the server. */
  const ask = (path: string) => http.post(path, {}).catch(() => null)

  async function until(state: string, ...ids: readonly string[]): Promise<Record<'created' | 'duplicate', number>[]> {
    const startedMs = performance.now()
    for (;;) {
      const found = await Promise.all(ids.map(async (id) => expectStatus(await http.get(`${imports}/${id}`), 200)))
      if (found.every((one) => one.state === state)) return found.map(({ counts }) => counts)
      const states = found.map((one) => `${one.state} ${one.failure ?? ''}`).join(', ')
      assert.ok(performance.now() - startedMs < DONE_MS_MAX, `${states}\n${server.output()}`)
      await sleep(200)
    }
  }

  async function made(id: string): Promise<number[]> {
    const { created, duplicate } = expectStatus(await http.get(`${imports}/${id}`), 200).counts
    return [created, duplicate]
  }

  async function imported(accountId: string, text: string): Promise<string> {
    const id = await previewed(accountId, text)
    await ask(`${imports}/${id}/commit`)
    await until('completed', id)
    return id
  }

  async function connected<Result>(work: (client: pg.Client) => Promise<Result>): Promise<Result> {
    const client = new pg.Client({ connectionString: await embeddedUrl(dataDir) })
    await client.connect()
    try {
      return await work(client)
    } finally {
      await client.end()
    }
  }

  const [whole, first, second] = [fills(0, FILLS), fills(0, 160), fills(80, FILLS)]
  const accounts: Record<string, string> = {}

  test('imports, an undo and a rework end as if nothing had happened, each once', async () => {
    for (const [name, method] of [
      ['calm'],
      ['calm LIFO', 'LIFO'],
      ['torn'],
      ['told late'],
      ['undone'],
      ['second alone'],
      ['handed over'],
      ['reworked'],
      ['frozen'],
    ])
      accounts[name ?? ''] = await account(name ?? '', method)
    const of = (name: string): string => accounts[name] ?? ''
    await imported(of('calm'), whole)
    await imported(of('calm LIFO'), whole)
    await imported(of('reworked'), whole)
    await imported(of('second alone'), second)
    const undone = await imported(of('undone'), whole)
    const handing = await imported(of('handed over'), first)
    const heir = await imported(of('handed over'), second)
    const torn = [await previewed(of('torn'), first), await previewed(of('torn'), first)]
    torn.push(await previewed(of('torn'), second))
    const late = await previewed(of('told late'), whole)

    await frozenAt('an import has written its rows and not matched them', await previewed(of('frozen'), whole))
    await killedAt('an import has written its rows and not matched them', async () => {
      await Promise.all(torn.map((id) => ask(`${imports}/${id}/commit`)))
    })
    await killedAt('an import is committed and its job does not know', async () => {
      await ask(`${imports}/${late}/commit`)
    })
    await killedAt(
      'an undo has deleted and not matched anew',
      async () => {
        await ask(`${imports}/${undone}/undo`)
      },
      true,
    )
    await killedAt('an undo has handed over and not deleted', async () => {
      await ask(`${imports}/${handing}/undo`)
    })
    await killedAt('a rework has matched anew and is not written down', async () => {
      const { version } = expectStatus(await http.get(`/api/trading/accounts/${of('reworked')}`), 200)
      const change = { version, matchingMethod: 'LIFO' }
      await http.patch(`/api/trading/accounts/${of('reworked')}`, change).catch(() => null)
    })
    await restart()

    // What a killed server did not hear of, its trader asks again.
    await Promise.all([...torn, late].map((id) => ask(`${imports}/${id}/commit`)))
    await Promise.all([undone, handing].map((id) => ask(`${imports}/${id}/undo`)))
    const counts = await until('completed', ...torn)
    assert.equal(
      counts.reduce((sum, { created }) => sum + created, 0),
      FILLS,
    )
    assert.equal(
      counts.reduce((sum, { duplicate }) => sum + duplicate, 0),
      160 + 160 + (FILLS - 80) - FILLS,
    )
    await until('completed', late)
    await until('undone', undone, handing)
    assert.deepEqual(await made(heir), [FILLS - 80, 0])
    await reworked(of('reworked'))
    assert.deepEqual(await connected((client) => findings(client, accounts)), [])
  })

  async function reworked(id: string): Promise<void> {
    for (const startedMs = performance.now(); ; await sleep(200)) {
      const { matchingMethod, pending } = expectStatus(await http.get(`/api/trading/accounts/${id}`), 200)
      if (matchingMethod === 'LIFO' && pending === null) return
      assert.ok(performance.now() - startedMs < DONE_MS_MAX, server.output())
    }
  }

  const oneTrade = '(SELECT id FROM trading.trade WHERE account_id = $1 ORDER BY id LIMIT 1)'
  const oneFill = '(SELECT min(id::text)::uuid FROM trading.execution WHERE account_id = $1)'
  const columns = [
    ...[
      'account_id',
      'instrument_id',
      'lineage_id',
      'position_ref',
      'kind',
      'side',
      'quantity',
      'price',
      'executed_at',
    ],
    ...['source_zone', 'sequence', 'fees', 'fx_rate', 'source', 'batch_id', 'created_at'],
  ].join(', ')
  const planted = [
    [
      'torn',
      `INSERT INTO trading.execution (id, ${columns}) SELECT gen_random_uuid(), ${columns} FROM trading.execution WHERE id = ${oneFill}`,
      '241 fills, 240 in the calm account',
    ],
    [
      'torn',
      'DELETE FROM trading.import_row WHERE (batch_id, number) = (SELECT batch_id, number FROM trading.import_row JOIN trading.import_batch batch ON batch.id = batch_id WHERE account_id = $1 LIMIT 1)',
      'an import does not have the rows that it counts',
    ],
    [
      'reworked',
      `DELETE FROM trading.trade WHERE id = ${oneTrade}`,
      'its trades are others than in the calm LIFO account',
    ],
    [
      'undone',
      `INSERT INTO trading.execution (id, ${columns}) SELECT gen_random_uuid(), ${columns.replace('account_id', '$1')} FROM trading.execution WHERE source <> 'manual' LIMIT 1`,
      '1 fills, 0 in the empty account',
    ],
  ] as const

  test('a fill that came twice or was left, a trade that is missing and a count that is off are found out by the same look', async () => {
    for (const [name, statement, found] of planted)
      await connected(async (client) => {
        await client.query('BEGIN')
        await client.query(statement, [accounts[name]])
        assert.deepEqual(await findings(client, accounts), [`${name}: ${found}`])
        await client.query('ROLLBACK')
      })
  })
})

const LIKE: Readonly<Record<string, string>> = {
  torn: 'calm',
  'told late': 'calm',
  undone: 'empty',
  'handed over': 'second alone',
  reworked: 'calm LIFO',
  frozen: 'calm',
}

/** In what accounts that were disturbed differ from those that were not. */
async function findings(client: pg.Client, accounts: Readonly<Record<string, string>>): Promise<string[]> {
  const found: string[] = []
  for (const [name, other] of Object.entries(LIKE)) {
    const [own, calm] = [await seen(client, accounts[name]), await seen(client, accounts[other])]
    if (own.fills !== calm.fills) found.push(`${name}: ${own.fills} fills, ${calm.fills} in the ${other} account`)
    if (own.derived !== calm.derived) found.push(`${name}: its trades are others than in the ${other} account`)
    if (own.uncounted > 0) found.push(`${name}: an import does not have the rows that it counts`)
  }
  return found
}

async function seen(client: pg.Client, accountId = '00000000-0000-7000-8000-000000000000') {
  const rows = async (text: string) => (await client.query(text, [accountId])).rows
  const [count] = await rows('SELECT count(*)::int AS fills FROM trading.execution WHERE account_id = $1')
  const derived = await rows(
    `SELECT instrument.symbol, trade.side, trade.status, trade.net_base, trade.fees_base, trade.opened_at, trade.closed_at,
            (SELECT count(*)::int FROM trading.lot_closure WHERE trade_id = trade.id) AS closures,
            (SELECT sum(cost) FROM trading.lot WHERE trade_id = trade.id) AS held
       FROM trading.trade trade JOIN trading.instrument instrument ON instrument.id = trade.instrument_id
      WHERE trade.account_id = $1 ORDER BY trade.opened_at, instrument.symbol`,
  )
  const [off] = await rows(
    `SELECT count(*)::int AS uncounted FROM trading.import_batch batch
      WHERE account_id = $1 AND rows_total <> (SELECT count(*) FROM trading.import_row WHERE batch_id = batch.id)`,
  )
  return { fills: count.fills as number, derived: JSON.stringify(derived), uncounted: off.uncounted as number }
}
