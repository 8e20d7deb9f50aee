import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { after, afterEach, before, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { type TestDatabase, testDatabase, testOrigin } from '../../../test/support/database.ts'
import type { Tx } from '../db/database.ts'
import { LockLost, withLock } from './lock.ts'

const CHILD = new URL('./holder-child.test-support.ts', import.meta.url)

describe('a lock', () => {
  let database: TestDatabase
  const children: ChildProcess[] = []
  let names = 0

  before(async () => {
    database = await testDatabase()
    await database.db.raw("CREATE TABLE public.ledger AS SELECT 'nobody' AS written_by")
  })
  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
  })
  after(() => database.close())

  const fresh = (more: { ttlSeconds?: number; waitSeconds?: number } = {}) => {
    names += 1
    return { name: `test.work-${names}`, ttlSeconds: 30, waitSeconds: 0, ...more }
  }
  const writtenBy = async () =>
    (await database.db.raw<{ written_by: string }>('SELECT written_by FROM public.ledger'))[0]?.written_by
  const inTransaction = (work: (tx: Tx) => Promise<void>) => database.db.transaction(testOrigin, work)

  test('is held by one at a time, each with a higher token than all before', async () => {
    const options = fresh({ waitSeconds: 20 })
    let inside = 0
    const tokens: bigint[] = []
    await Promise.all(
      Array.from({ length: 6 }, () =>
        withLock(database.db, options, async ({ token }) => {
          inside += 1
          assert.equal(inside, 1)
          tokens.push(token)
          await sleep(20)
          inside -= 1
        }),
      ),
    )
    assert.deepEqual(tokens, [1n, 2n, 3n, 4n, 5n, 6n])
  })

  test('is not waited for longer than said, is free at once after the work or its failure, and bears other names apart', async () => {
    const options = fresh()
    const outcome = await withLock(database.db, options, async () => {
      const startedMs = performance.now()
      assert.equal(await withLock(database.db, options, async () => 'in'), undefined)
      assert.ok(performance.now() - startedMs < 1000)
      assert.equal(await withLock(database.db, { ...options, waitSeconds: 0.3 }, async () => 'in'), undefined)
      assert.ok(performance.now() - startedMs >= 300)
      return await withLock(database.db, fresh(), async () => 'other')
    })
    assert.equal(outcome, 'other')
    const failing = withLock(database.db, options, async () => {
      throw new RangeError('the work failed')
    })
    await assert.rejects(failing, RangeError)
    assert.equal(await withLock(database.db, options, async ({ token }) => token), 3n)
  })

  test('is kept for as long as the work takes, also during a transaction that has checked it', async () => {
    const options = fresh({ ttlSeconds: 0.6 })
    await withLock(database.db, options, async (fence) => {
      await inTransaction(async (tx) => {
        await fence.check(tx)
        for (let tries = 0; tries < 8; tries += 1) {
          await sleep(200)
          assert.equal(await withLock(database.db, options, async () => 'in'), undefined)
        }
      })
      assert.equal(fence.signal.aborted, false)
    })
  })

  test('of a holder who stands still is taken over; what it writes when it goes on is refused by its token', async () => {
    const options = fresh({ ttlSeconds: 1, waitSeconds: 20 })
    const child = fork(CHILD, [database.url, options.name, '1'])
    children.push(child)
    const told = async (command?: string): Promise<unknown> => {
      const answer = once(child, 'message')
      if (command !== undefined) child.send(command)
      return (await answer)[0]
    }
    assert.deepEqual(await told(), { token: '1' })
    assert.deepEqual(await told('write'), { outcome: 'written', lost: false })
    assert.equal(await writtenBy(), 'child 1')
    child.kill('SIGSTOP')
    await withLock(database.db, options, async (fence) => {
      assert.equal(fence.token, 2n)
      await inTransaction(async (tx) => {
        await fence.check(tx)
        await tx.raw("UPDATE public.ledger SET written_by = 'successor'")
      })
      child.kill('SIGCONT')
      assert.deepEqual(await told('write'), { outcome: 'refused', lost: true })
      assert.equal(await writtenBy(), 'successor')
      assert.equal(fence.signal.aborted, false)
    })
    assert.deepEqual(await told('write'), { outcome: 'refused', lost: true })
    const exited = once(child, 'exit')
    child.send('end')
    assert.deepEqual(await exited, [0, null])
    assert.equal(await withLock(database.db, options, async ({ token }) => token), 3n)
  })

  test('is not taken over while a transaction that has checked it is open', async () => {
    const options = fresh({ waitSeconds: 20 })
    const order: string[] = []
    await withLock(database.db, options, async (fence) => {
      let successor: Promise<unknown> = Promise.resolve()
      await inTransaction(async (tx) => {
        await fence.check(tx)
        await database.db.raw("UPDATE kernel.lease SET held_until = '-infinity' WHERE name = $1", [options.name])
        successor = withLock(database.db, options, async () => order.push('taken over'))
        await sleep(2500)
        order.push('committed')
      })
      await successor
      await assert.rejects(inTransaction(fence.check), LockLost)
    })
    assert.deepEqual(order, ['committed', 'taken over'])
  })

  test('that was taken over, or cannot be extended, tells so by the signal', async () => {
    const options = fresh({ ttlSeconds: 0.9 })
    await withLock(database.db, options, async ({ signal }) => {
      await database.db.raw('UPDATE kernel.lease SET fence = fence + 1 WHERE name = $1', [options.name])
      await once(signal, 'abort', { signal: AbortSignal.timeout(5000) })
      assert.match(String(signal.reason), /^LockLost: test\.work-\d+ was taken over$/)
    })
    await withLock(database.db, fresh({ ttlSeconds: 0.9 }), async ({ signal }) => {
      await inTransaction(async (tx) => {
        await tx.raw('LOCK TABLE kernel.lease IN ACCESS EXCLUSIVE MODE')
        await once(signal, 'abort', { signal: AbortSignal.timeout(5000) })
      })
      assert.match(String(signal.reason), /^LockLost: test\.work-\d+ could not be extended in time$/)
    })
  })
})
