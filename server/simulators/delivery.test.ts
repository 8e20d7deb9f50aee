import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, test } from 'node:test'
import { createDelivery, type Message } from './delivery.ts'
import { createFaults, type Fault } from './faults.ts'
import { createRandom } from './random.ts'

const taken: string[] = []
const statuses: number[] = []
const server = createServer(async (incoming, response) => {
  let body = ''
  for await (const chunk of incoming) body += String(chunk)
  taken.push(body)
  response.writeHead(statuses.shift() ?? 204).end()
})
before(() => new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve)))
after(() => new Promise((resolve) => server.close(resolve)))

function message(id: string): Message {
  const signed = (body: string) => ({ body, headers: { connection: 'close' } })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`
  return { id, type: `thing.${id}`, url, make: () => signed(id), forge: () => signed(`forged ${id}`) }
}

/** What arrives of three messages, in its order. */
async function arriving(faults: readonly Fault[], seed = 1): Promise<string[]> {
  taken.length = 0
  const delivery = createDelivery(createFaults(createRandom(seed), faults), { retryMs: 5 })
  for (const id of ['a', 'b', 'c']) delivery.send(message(id))
  await delivery.settled()
  await delivery.close()
  return [...taken]
}

const CASES: readonly (readonly [string, readonly Fault[], readonly string[]])[] = [
  ['without faults each comes once, in order', [], ['a', 'b', 'c']],
  ['a dropped one does not come', [{ kind: 'drop', match: 'thing.b' }], ['a', 'c']],
  ['a duplicated one comes twice', [{ kind: 'duplicate', match: 'thing.a' }], ['a', 'a', 'b', 'c']],
  ['a reordered one comes behind the next', [{ kind: 'reorder' }], ['b', 'a', 'c']],
  [
    'one that waits for a next that never is comes at the end',
    [{ kind: 'reorder', match: 'thing.c' }],
    ['a', 'b', 'c'],
  ],
  ['a delayed one comes last', [{ kind: 'delay', match: 'thing.a', ms: 50 }], ['b', 'c', 'a']],
  ['a forged one comes beside the true one', [{ kind: 'forge', match: 'thing.b' }], ['a', 'forged b', 'b', 'c']],
  ['a fault happens as often as it says', [{ kind: 'drop', times: 2 }], ['c']],
]
for (const [name, faults, expected] of CASES) {
  test(name, async () => assert.deepEqual(await arriving(faults), expected))
}

test('what is not answered by 2xx comes again, and what is given up is not', async () => {
  statuses.push(503, 500)
  assert.deepEqual((await arriving([])).sort(), ['a', 'a', 'b', 'b', 'c'])
  const delivery = createDelivery(createFaults(createRandom(1)), { retryMs: 1, triesMax: 2 })
  statuses.push(500, 500, 500)
  taken.length = 0
  delivery.send(message('d'))
  await delivery.settled()
  assert.deepEqual(taken, ['d', 'd'])
  assert.deepEqual(
    delivery.delivered.map(({ status }) => status),
    [500, 500],
  )
  statuses.length = 0
  delivery.resend('d')
  await delivery.settled()
  assert.equal(delivery.delivered.at(-1)?.status, 204)
  assert.throws(() => delivery.resend('never sent'), RangeError)
})

test('chances fall in the same way for the same seed', async () => {
  const faults: Fault[] = [
    { kind: 'drop', chance: 0.4 },
    { kind: 'duplicate', chance: 0.5 },
  ]
  const first = await arriving(faults, 7)
  assert.deepEqual(await arriving(faults, 7), first)
  const seeds: string[] = []
  for (let seed = 0; seed < 8; seed += 1) seeds.push((await arriving(faults, seed)).join(''))
  assert.ok(new Set(seeds).size > 2)
})

test('a fault that does not exist is refused', () => {
  assert.throws(() => createFaults(createRandom(1), [{ kind: 'explode' } as unknown as Fault]), /no fault explode/)
})
