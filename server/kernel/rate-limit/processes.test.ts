import assert from 'node:assert/strict'
import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { after, before, describe, test } from 'node:test'
import { testDatabase } from '../../../test/support/database.ts'
import { startRedis, type TestRedis } from '../../../test/support/redis.ts'
import { requirement } from '../../../test/support/requirements.ts'
import type { Limit } from './limit.ts'

const CHILD = new URL('./limit-child.test-support.ts', import.meta.url)
const ALONE = new URL('./without-redis-child.test-support.ts', import.meta.url)
const PROCESSES = 4

describe('four processes on one key', { skip: requirement('redis-server').skip }, () => {
  let redis: TestRedis
  const children: ChildProcess[] = []

  before(async () => {
    redis = await startRedis()
    for (let at = 0; at < PROCESSES; at += 1) children.push(fork(CHILD, [redis.url, '400']))
    await Promise.all(children.map((child) => once(child, 'message')))
  })
  after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await redis.stop()
  })

  for (const limit of [
    { name: 'exact', limit: 100, windowSeconds: 3600 },
    { name: 'bucketed', limit: 1000, windowSeconds: 3600 },
  ] satisfies Limit[])
    test(`are admitted exactly as often as its limit of ${limit.limit} says`, async () => {
      const answers = children.map((child) => once(child, 'message'))
      for (const child of children) child.send(limit)
      const admitted = (await Promise.all(answers)).map(([allowed]) => Number(allowed))
      assert.equal(
        admitted.reduce((sum, one) => sum + one, 0),
        limit.limit,
      )
      assert.ok(admitted.filter((one) => one > 0).length > 1, `all by one: ${admitted.join(', ')}`)
    })
})

test('two processes that start while Redis is away admit a strict limit once between them, also one that comes later', async (t) => {
  const database = await testDatabase()
  const children: ChildProcess[] = []
  t.after(async () => {
    for (const child of children) child.kill('SIGKILL')
    await database.close()
  })
  const start = async () => {
    const child = fork(ALONE, ['redis://127.0.0.1:9', database.url, '60'])
    children.push(child)
    await once(child, 'message')
    return child
  }
  const admitted = async (limit: Limit, askers: readonly ChildProcess[]) => {
    const answers = askers.map((child) => once(child, 'message'))
    for (const child of askers) child.send(limit)
    return (await Promise.all(answers)).map(([allowed]) => Number(allowed))
  }
  const [one, other] = [await start(), await start()]
  const strict: Limit = { name: 'strict', limit: 20, windowSeconds: 3600, strict: true }
  const together = await admitted(strict, [one, other])
  assert.equal(
    together.reduce((sum, each) => sum + each, 0),
    strict.limit,
    together.join(' and '),
  )

  const first: Limit = { ...strict, name: 'first-alone' }
  assert.deepEqual(await admitted(first, [one]), [20])
  assert.deepEqual(await admitted(first, [await start(), other]), [0, 0])
  const lenient: Limit = { name: 'lenient', limit: 20, windowSeconds: 3600 }
  assert.deepEqual(await admitted(lenient, [one, other]), [20, 20])
})
