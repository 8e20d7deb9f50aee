import assert from 'node:assert/strict'
import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicMs, now, nowMs } from '../clock.ts'
import { type Ownership, ownFolder, type Refusal } from './embedded-owner.ts'

let folder: string
let owned: Ownership[]

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'plinth-owner-'))
  owned = []
})

afterEach(async () => {
  for (const ownership of owned) await ownership.release()
  await rm(folder, { recursive: true })
})

const ownerFile = (): string => join(folder, 'owner.json')

async function own(silenceMs?: number): Promise<Ownership | Refusal> {
  const answer = await ownFolder(folder, silenceMs)
  if ('release' in answer) owned.push(answer)
  return answer
}

/** The file this process would write, with some fields of another. */
async function leave(fields: Record<string, unknown>): Promise<void> {
  const ownership = await ownFolder(folder)
  assert.ok('release' in ownership)
  const mine = JSON.parse(await readFile(ownerFile(), 'utf8'))
  await ownership.release()
  await writeFile(ownerFile(), JSON.stringify({ ...mine, ...fields }))
}

describe('an owner file is taken over when its process', () => {
  const dead: Record<string, Record<string, unknown>> = {
    'is gone': { pid: 2 ** 22 + 1 },
    'had this pid but another start': { start: 'another boot/1' },
    'was in another container that is silent': { host: 'elsewhere', pid: 1 },
  }
  for (const [name, fields] of Object.entries(dead)) {
    test(name, async () => {
      await leave(fields)
      await utimes(ownerFile(), 0, 0)
      assert.ok('release' in (await own()))
      const { pid } = JSON.parse(await readFile(ownerFile(), 'utf8'))
      assert.equal(pid, process.pid)
      assert.deepEqual(await readdir(folder), ['owner.json'])
    })
  }

  test('left it cut short', async () => {
    await writeFile(ownerFile(), '{"tok')
    assert.ok('release' in (await own()))
  })
})

test('a live owner refuses others and names its pid, start and host', async () => {
  await own()
  const refusal = await own()
  assert.ok('holder' in refusal)
  assert.equal(refusal.holder.pid, process.pid)
  assert.equal(refusal.isElsewhere, false)
  assert.deepEqual(await readdir(folder), ['owner.json'])
})

test('an owner in another container refuses others as long as its heart beats', async () => {
  await leave({ host: 'elsewhere', pid: 1 })
  const beating = setInterval(() => void utimes(ownerFile(), now(), now()), 300)
  try {
    const refusal = await own()
    assert.ok('holder' in refusal)
    assert.equal(refusal.isElsewhere, true)
  } finally {
    clearInterval(beating)
  }
})

test('a silent owner in another container whose last beat is recent is waited for before it counts as dead', async () => {
  await leave({ host: 'elsewhere', pid: 1 })
  const startedMs = monotonicMs()
  assert.ok('release' in (await own(600)))
  assert.ok(monotonicMs() - startedMs >= 600)
})

test('a taker that saw a dead owner and was overtaken does not push the new owner out', async () => {
  await leave({ host: 'elsewhere', pid: 1 })
  const beat = Math.floor(nowMs() / 1000)
  await utimes(ownerFile(), beat, beat)
  const late = own(600)
  await sleep(100)
  await rm(ownerFile())
  assert.ok('release' in (await own()))
  await utimes(ownerFile(), beat, beat)
  const refusal = await late
  assert.ok('holder' in refusal)
  assert.equal(refusal.holder.pid, process.pid)
})

test('of many that find a dead owner at once, one wins, in every one of 40 rounds', async () => {
  for (let round = 0; round < 40; round += 1) {
    await leave({ start: 'another boot/1' })
    const answers = await Promise.all(Array.from({ length: 12 }, () => ownFolder(folder)))
    const winners = answers.filter((answer) => 'release' in answer)
    assert.equal(winners.length, 1)
    await winners[0]?.release()
    assert.deepEqual(await readdir(folder), [])
  }
})

test('of many that come and go, never two own the folder', async () => {
  let owners = 0
  let turns = 0
  await leave({ start: 'another boot/1' })
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      while (turns < 200) {
        const answer = await ownFolder(folder)
        if (!('release' in answer)) continue
        owners += 1
        turns += 1
        assert.equal(owners, 1)
        await new Promise(setImmediate)
        owners -= 1
        await answer.release()
      }
    }),
  )
  assert.ok(turns >= 200)
})
