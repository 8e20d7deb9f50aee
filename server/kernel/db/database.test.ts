import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { type FaultProxy, startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { faultFlows } from '../../../test/support/ledger-seed.ts'
import { Problem } from '../problem.ts'
import { copyField, copyInstant } from './copy.ts'
import { createDatabase, type Db, type TxSinks } from './database.ts'

const NO_SINKS: TxSinks = {
  audit: async () => undefined,
  publish: async () => undefined,
  enqueue: async () => undefined,
}

/** Pairs of flows that lock in opposite order: by `npm run test:faults` a thousand. */
const FLOWS = faultFlows(12)

async function thrownBy(work: Promise<unknown>): Promise<Problem> {
  const thrown = await work.then(
    () => null,
    (error: unknown) => error,
  )
  assert.ok(thrown instanceof Problem, String(thrown))
  return thrown
}

describe('a transaction', () => {
  let database: TestDatabase
  let db: Db

  before(async () => {
    database = await testDatabase()
    db = database.db
    await db.raw('CREATE TABLE account (id int PRIMARY KEY, balance int NOT NULL)')
    await db.raw('INSERT INTO account VALUES (1, 100), (2, 100)')
  })
  after(() => database.close())

  const balance = async (id: number): Promise<number> =>
    (await db.raw<{ balance: number }>('SELECT balance FROM account WHERE id = $1', [id]))[0]?.balance ?? 0

  test('commits its work, and only then runs what waits for the commit', async () => {
    const seen: number[] = []
    await db.transaction(testOrigin, async (tx) => {
      tx.afterCommit(() => seen.push(1))
      await tx.raw('INSERT INTO account VALUES (10, 1)')
      assert.deepEqual(seen, [])
    })
    assert.deepEqual(seen, [1])
    assert.equal(await balance(10), 1)
  })

  test('leaves nothing when its work throws', async () => {
    const seen: number[] = []
    const failing = db.transaction(testOrigin, async (tx) => {
      tx.afterCommit(() => seen.push(1))
      await tx.raw('INSERT INTO account VALUES (11, 1)')
      throw new RangeError('no')
    })
    await assert.rejects(failing, RangeError)
    assert.deepEqual(seen, [])
    assert.equal(await balance(11), 0)
  })

  test('copies rows in as they are, whatever their texts hold', async () => {
    await db.raw('CREATE TABLE copied (id int PRIMARY KEY, text text, bytes bytea, at timestamptz, more jsonb)')
    const rows: unknown[][] = [
      [
        1,
        'tab\t, line\nand\r\v\f\b, a \\ and a \\N',
        Buffer.from([0, 92, 255]),
        new Date(1_700_000_000_001),
        { a: 'x\ty\\' },
      ],
      [2, '', Buffer.alloc(0), null, ['é', '漢']],
      [3, null, null, null, null],
      [4, '\\.', null, null, '"'],
    ]
    const json = (value: unknown) => (typeof value === 'string' ? JSON.stringify(value) : value)
    const lines = rows.map((row) => `${[...row.slice(0, 4), json(row[4])].map(copyField).join('\t')}\n`).join('')
    await db.transaction(testOrigin, (tx) =>
      tx.copy([{ table: 'copied', columns: ['id', 'text', 'bytes', 'at', 'more'], lines }]),
    )
    const stored = await db.raw('SELECT * FROM copied ORDER BY id')
    assert.deepEqual(
      stored.map((row) => Object.values(row)),
      rows,
    )
  })

  test('copies rows into one table after another', async () => {
    await db.raw('CREATE TABLE copied_first (id int PRIMARY KEY)')
    await db.raw('CREATE TABLE copied_next (id int REFERENCES copied_first)')
    const of = (table: string, ids: readonly number[]) => ({ table, columns: ['id'], lines: `${ids.join('\n')}\n` })
    const many = Array.from({ length: 50_000 }, (_, id) => id)
    await db.transaction(testOrigin, async (tx) => {
      await tx.copy([
        of('copied_first', many),
        of('copied_next', many),
        of('copied_first', [-1]),
        of('copied_next', [-1]),
      ])
      await tx.copy([])
    })
    const counted = await db.raw<{ n: bigint }>('SELECT count(*) AS n FROM copied_first JOIN copied_next USING (id)')
    assert.equal(counted[0]?.n, 50_001n)
  })

  test('goes on after copied rows that were refused, on the same connection', async () => {
    const rows = (lines: string) => ({ table: 'account', columns: ['id', 'balance'], lines })
    const refused = db.transaction(testOrigin, async (tx) => {
      await tx.raw('SAVEPOINT before')
      await assert.rejects(tx.copy([rows('13\t5\n'), rows('1\t5\n'.repeat(20_000)), rows('14\t5\n')]), {
        code: '23505',
      })
      await tx.raw('ROLLBACK TO SAVEPOINT before')
      await tx.copy([rows('12\t7\n')])
      return await tx.raw('SELECT 1 AS one')
    })
    assert.deepEqual(await refused, [{ one: 1 }])
    assert.equal(await balance(12), 7)
    const nowhere = { table: 'nowhere', columns: ['id'], lines: '1\n'.repeat(20_000) }
    await assert.rejects(db.transaction(testOrigin, (tx) => tx.copy([nowhere, rows('14\t5\n')])))
    assert.deepEqual([await balance(12), await balance(13), await balance(14)], [7, 0, 0])
  })

  test('is run again after a serialisation failure, once per conflict', async () => {
    const states: string[] = []
    db.onRetry((state) => states.push(state))
    let runs = 0
    const move = (): Promise<void> =>
      db.transaction(
        testOrigin,
        async (tx) => {
          runs += 1
          const [row] = await tx.raw<{ sum: bigint }>('SELECT sum(balance) AS sum FROM account WHERE id IN (1, 2)')
          await sleep(50)
          await tx.raw('UPDATE account SET balance = balance + $1 WHERE id = 1', [Number(row?.sum) > 0 ? 1 : 0])
        },
        { isolation: 'serializable' },
      )
    const former = await balance(1)
    await Promise.all([move(), move(), move()])
    assert.equal(await balance(1), former + 3)
    assert.ok(runs > 3, 'no conflict was provoked')
    assert.equal(states.filter((state) => state === '40001').length, runs - 3)
  })

  test('is run again after a deadlock', async () => {
    let runs = 0
    const lock = (first: number, second: number): Promise<void> =>
      db.transaction(testOrigin, async (tx) => {
        runs += 1
        await tx.raw('UPDATE account SET balance = balance + 1 WHERE id = $1', [first])
        await sleep(60)
        await tx.raw('UPDATE account SET balance = balance + 1 WHERE id = $1', [second])
      })
    const former = await balance(2)
    await Promise.all([lock(1, 2), lock(2, 1)])
    assert.equal(await balance(2), former + 2)
    assert.ok(runs >= 3, 'no deadlock was provoked')
  })

  test('that locks in the opposite order of another is done all the same, however often', async () => {
    const PAIRS = 4
    await db.raw('INSERT INTO account SELECT n, 0 FROM generate_series(101, 100 + 2 * $1::int) AS n', [PAIRS])
    const told: string[] = []
    const move = async (first: number, second: number): Promise<void> => {
      const moved = db.transaction(testOrigin, async (tx) => {
        for (const id of [first, second]) await tx.raw('UPDATE account SET balance = balance + 1 WHERE id = $1', [id])
      })
      await moved.then(
        () => told.push('done'),
        (error: unknown) => told.push(error instanceof Problem ? error.code : String(error)),
      )
    }
    await Promise.all(
      Array.from({ length: PAIRS }, async (_, pair) => {
        const [one, other] = [101 + 2 * pair, 102 + 2 * pair]
        for (let flow = pair; flow < FLOWS; flow += PAIRS) await Promise.all([move(one, other), move(other, one)])
      }),
    )
    assert.deepEqual([...new Set(told)], ['done'])
    const [sum] = await db.raw<{ sum: number }>('SELECT sum(balance)::int AS sum FROM account WHERE id > 100')
    assert.deepEqual([told.length, sum?.sum], [2 * FLOWS, 4 * FLOWS])
  })

  test('is given up after three more tries and answered as busy', async () => {
    let runs = 0
    const always = db.transaction(testOrigin, async (tx) => {
      runs += 1
      await tx.raw("DO $$ BEGIN RAISE EXCEPTION 'x' USING ERRCODE = '40001'; END $$")
    })
    assert.deepEqual([(await thrownBy(always)).code, runs], ['database/busy', 4])
  })

  test('gives and takes an instant to the millisecond, whenever it was', async () => {
    const moments = [0, 1, 999, -1, -62_135_596_800_000, -62_167_219_200_000, -99_999_999_999_999, 253_402_300_800_000]
    const instants = fc.sample(fc.integer({ min: -62_167_219_200_000, max: 253_402_300_799_999 }), 500)
    for (const ms of [...moments, ...instants]) assert.equal(copyInstant(ms), new Date(ms).toISOString())
    const kept = [...moments, ...instants].filter((ms) => ms >= -62_135_596_800_000 && ms < 253_402_300_800_000)
    await db.raw('CREATE TABLE moment (at timestamptz)')
    const lines = kept.map((ms) => `${copyInstant(ms)}\n`).join('')
    await db.transaction(testOrigin, (tx) => tx.copy([{ table: 'moment', columns: ['at'], lines }]))
    const rows = await db.raw<{ at: Date }>('SELECT at FROM moment ORDER BY at')
    assert.deepEqual(
      rows.map(({ at }) => at.getTime()),
      kept.toSorted((one, other) => one - other),
    )
    const [odd] = await db.raw(
      "SELECT 'infinity'::timestamptz AS never, '0044-03-15 12:00:00Z BC'::timestamptz AS ides, '12000-01-01Z'::timestamptz AS later, '2026-01-01 00:00:00.1239Z'::timestamptz AS finer",
    )
    assert.deepEqual(odd, {
      ...{ never: Number.POSITIVE_INFINITY, ides: new Date('-000043-03-15T12:00:00Z') },
      ...{ later: new Date('+012000-01-01T00:00:00Z'), finer: new Date('2026-01-01T00:00:00.123Z') },
    })
  })

  test('gives int8 as bigint, date as text and timestamptz as Date', async () => {
    const [row] = await db.raw(
      "SELECT 9007199254740993::int8 AS big, '2026-02-03'::date AS day, '2026-01-01Z'::timestamptz AS at, 1.10::numeric AS exact",
    )
    assert.deepEqual(row, {
      big: 9007199254740993n,
      day: '2026-02-03',
      at: new Date('2026-01-01T00:00:00Z'),
      exact: '1.10',
    })
  })

  test('waits for a connection about a second, then is answered 503', async () => {
    const held = Promise.all(
      Array.from({ length: db.poolState().max }, () =>
        db.transaction(testOrigin, (tx) => tx.raw('SELECT pg_sleep(2.5)')),
      ),
    )
    await sleep(300)
    const startedMs = performance.now()
    const problem = await thrownBy(db.transaction(testOrigin, (tx) => tx.raw('SELECT 1')))
    const waitedMs = performance.now() - startedMs
    assert.deepEqual([problem.code, problem.status, problem.retryAfterSeconds], ['database/pool-timeout', 503, 2])
    assert.ok(waitedMs > 900 && waitedMs < 2000, `${Math.round(waitedMs)} ms`)
    await held
    assert.equal((await db.raw('SELECT 1')).length, 1)
  })
})

describe('over a connection that fails', () => {
  let database: TestDatabase
  let proxy: FaultProxy
  let db: Db
  const lost: Error[] = []

  before(async () => {
    database = await testDatabase()
    await database.db.raw('CREATE TABLE note (id int PRIMARY KEY)')
    proxy = await startFaultProxy(database.url)
    const onPoolError = (error: Error): void => void lost.push(error)
    db = createDatabase(
      { url: proxy.url, name: 'cut', poolMax: 2, statementTimeoutMs: 500, prepared: true, onPoolError },
      NO_SINKS,
    )
  })
  after(async () => {
    await db.close()
    await proxy.close()
    await database.close()
  })

  test('a COMMIT whose answer is lost is reported as unavailable, and was done', async () => {
    for (let id = 1; id <= 20; id += 1) {
      const cut = db.transaction(testOrigin, async (tx) => {
        await tx.raw('INSERT INTO note VALUES ($1)', [id])
        proxy.cutAnswerTo(/commit/i)
      })
      assert.equal((await thrownBy(cut)).code, 'database/unavailable')
    }
    assert.equal(proxy.cuts(), 20)
    assert.equal((await database.db.raw('SELECT id FROM note')).length, 20)
  })

  test('a server that falls silent is given up after its time, and the pool recovers', async () => {
    await db.raw('SELECT 1')
    proxy.stall()
    const startedMs = performance.now()
    assert.equal((await thrownBy(db.transaction(testOrigin, (tx) => tx.raw('SELECT 1')))).status, 504)
    assert.ok(performance.now() - startedMs < 4000)
    proxy.resume()
    assert.equal((await db.transaction(testOrigin, (tx) => tx.raw('SELECT 1'))).length, 1)
    assert.equal(db.poolState().waiting, 0)
  })

  test('idle connections that the server ends do not end the process', async () => {
    await db.raw('SELECT 1')
    await database.db.raw(
      "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'plinth-cut'",
    )
    await sleep(200)
    assert.ok(lost.length > 0)
    assert.equal((await db.raw('SELECT 1')).length, 1)
  })
})
