import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import { type FaultProxy, startFaultProxy } from '../../../test/support/fault-proxy.ts'
import { createDatabase, type Db, type Tx } from './database.ts'

const ADD = 'INSERT INTO note (id, text, at, bytes) VALUES ($1, $2, $3, $4)'
const AT = new Date('2026-01-02T03:04:05.678Z')

async function preparedTexts(db: Db): Promise<string[]> {
  return (await db.raw<{ statement: string }>('SELECT statement FROM pg_prepared_statements')).map(
    (one) => one.statement,
  )
}

for (const prepared of [true, false])
  describe(`statements that nobody waits for, ${prepared ? 'prepared' : 'not prepared'}`, () => {
    let database: TestDatabase
    let proxy: FaultProxy
    let db: Db

    before(async () => {
      database = await testDatabase()
      await database.db.raw('CREATE TABLE note (id int PRIMARY KEY, text text, at timestamptz, bytes bytea)')
      proxy = await startFaultProxy(database.url)
      const nothing = async () => undefined
      const options = { url: proxy.url, name: 'held', poolMax: 1, statementTimeoutMs: 2000, prepared }
      db = createDatabase(
        { ...options, onPoolError: () => undefined },
        { audit: nothing, publish: nothing, enqueue: nothing },
      )
    })
    after(async () => {
      await db.close()
      await proxy.close()
      await database.close()
    })

    const add = (tx: Tx, id: number) => tx.later(ADD, [id, 'a "text"', AT, Buffer.from([0, 255])])
    const ids = async (): Promise<number[]> =>
      (await database.db.raw<{ id: number }>('SELECT id FROM note ORDER BY id')).map(({ id }) => id)
    /** What `work` leaves, and how often it had to be answered. */
    async function asked(work: (tx: Tx) => Promise<unknown>): Promise<number> {
      const before = proxy.questions()
      await db.transaction(testOrigin, work)
      return proxy.questions() - before
    }

    test('are written in their order, before the next statement reads them', async () => {
      const seen = await db.transaction(testOrigin, async (tx) => {
        await add(tx, 1)
        await add(tx, 2)
        const rows = await tx.raw('SELECT * FROM note WHERE id > $1 ORDER BY id', [0])
        await add(tx, 3)
        return rows
      })
      const note = (id: number) => ({ id, text: 'a "text"', at: AT, bytes: Buffer.from([0, 255]) })
      assert.deepEqual(seen, [note(1), note(2)])
      assert.deepEqual(await ids(), [1, 2, 3])
    })

    test('may have rows, which nobody reads', async () => {
      const rows = await db.transaction(testOrigin, async (tx) => {
        await tx.later('SELECT generate_series(1, $1::int)', [3])
        const read = await tx.raw('SELECT $1::int AS one', [1])
        await tx.later('SELECT generate_series(1, $1::int)', [3])
        return read
      })
      assert.deepEqual(rows, [{ one: 1 }])
    })

    test('go along with the next statement or the commit, as the beginning does', async () => {
      const work = (from: number) => async (tx: Tx) => {
        await add(tx, from)
        await add(tx, from + 1)
        await tx.raw('SELECT $1::int', [1])
        await add(tx, from + 2)
        await add(tx, from + 3)
      }
      await asked(work(10))
      assert.equal(await asked(work(20)), prepared ? 2 : 7)
      assert.equal(await asked(async () => undefined), 0)
      assert.equal(await asked((tx) => tx.raw('SELECT $1::int', [1])), prepared ? 2 : 3)
    })

    test('fail the next statement with their error, and nothing after them is done', async () => {
      const failing = db.transaction(testOrigin, async (tx) => {
        await add(tx, 30)
        await add(tx, 1)
        await add(tx, 31)
        await tx.raw(ADD, [32, null, null, null])
      })
      await assert.rejects(failing, { code: 'database/conflict' })
      assert.deepEqual(
        (await ids()).filter((id) => id >= 30),
        [],
      )
    })

    test('fail the commit with their error', async () => {
      const failing = db.transaction(testOrigin, async (tx) => {
        await tx.raw(ADD, [33, null, null, null])
        await add(tx, 1)
      })
      await assert.rejects(failing, { code: 'database/conflict' })
      assert.deepEqual(
        (await ids()).filter((id) => id >= 30),
        [],
      )
    })

    test('are not sent when the transaction is given up', async () => {
      const failing = (first: boolean) =>
        asked(async (tx) => {
          if (first) await tx.raw('SELECT $1::int', [1])
          await add(tx, 34)
          throw new RangeError('no')
        })
      await assert.rejects(failing(false), RangeError)
      await assert.rejects(failing(true), RangeError)
      assert.deepEqual(
        (await ids()).filter((id) => id >= 30),
        [],
      )
    })

    test('that cannot be prepared fail alike each time, and spoil no other', async () => {
      for (let round = 0; round < 3; round += 1) {
        const held = db.transaction(testOrigin, async (tx) => {
          await tx.later('INSERT INTO nowhere VALUES ($1)', [1])
          await tx.later(`${ADD} ON CONFLICT DO NOTHING`, [1, null, null, null])
          await tx.raw('SELECT $1::int + 1', [1])
        })
        await assert.rejects(held, /nowhere/)
        const last = db.transaction(testOrigin, async (tx) => {
          await tx.later(`${ADD} ON CONFLICT (id) DO NOTHING`, [1, null, null, null])
          await tx.raw('SELECT $1::int FROM nowhere', [1])
        })
        await assert.rejects(last, /nowhere/)
      }
      const both = await db.transaction(testOrigin, async (tx) => {
        await tx.later(`${ADD} ON CONFLICT DO NOTHING`, [1, null, null, null])
        await tx.later(`${ADD} ON CONFLICT (id) DO NOTHING`, [1, null, null, null])
        return tx.raw('SELECT $1::int + 1 AS two', [1])
      })
      assert.deepEqual(both, [{ two: 2 }])
    })

    test('are undone by a savepoint before them, and come before copied rows', async () => {
      await db.transaction(testOrigin, async (tx) => {
        await tx.raw('SAVEPOINT here')
        await add(tx, 40)
        await tx.raw('ROLLBACK TO SAVEPOINT here')
        await add(tx, 41)
        await tx.copy([{ table: 'note', columns: ['id'], lines: '42\n' }])
      })
      const copied = db.transaction(testOrigin, async (tx) => {
        await add(tx, 43)
        await tx.copy([{ table: 'note', columns: ['id'], lines: '43\n' }])
      })
      await assert.rejects(copied, { code: 'database/conflict' })
      assert.deepEqual(
        (await ids()).filter((id) => id >= 40),
        [41, 42],
      )
    })

    test('come before several statements in one text, which nothing is prepared for', async () => {
      const before = await preparedTexts(db)
      await db.transaction(testOrigin, async (tx) => {
        await tx.raw('INSERT INTO note (id) VALUES (60); INSERT INTO note (id) VALUES (61)')
        await add(tx, 62)
        await tx.raw("UPDATE note SET text = 'literal' WHERE id = 62; DELETE FROM note WHERE id = 61")
      })
      const rows = await database.db.raw('SELECT id, text FROM note WHERE id >= 60 ORDER BY id')
      assert.deepEqual(rows, [
        { id: 60, text: null },
        { id: 62, text: 'literal' },
      ])
      assert.deepEqual(
        (await preparedTexts(db)).filter(
          (text) => !before.includes(text) && !text.startsWith('INSERT INTO note (id, '),
        ),
        [],
      )
    })

    test('do not hide what was asked at once in one transaction', async () => {
      const answers = await db.transaction(testOrigin, async (tx) => {
        await add(tx, 50)
        return Promise.all(
          [1, 2].map((one) => tx.raw('SELECT $1::int AS one, count(*)::int AS n FROM note WHERE id = 50', [one])),
        )
      })
      assert.deepEqual(answers.flat(), [
        { one: 1, n: 1 },
        { one: 2, n: 1 },
      ])
    })
  })
