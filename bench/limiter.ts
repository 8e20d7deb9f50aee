import { setTimeout as sleep } from 'node:timers/promises'
import { Redis } from 'ioredis'
import pino from 'pino'
import { secret } from '../server/kernel/config/secret.ts'
import type { Limit } from '../server/kernel/rate-limit/limit.ts'
import { type Claims, createLimiter } from '../server/kernel/rate-limit/limiter.ts'
import { createSharedLimiter } from '../server/kernel/rate-limit/shared-limiter.ts'
import { createRedis } from '../server/kernel/redis/redis.ts'
import type { Logger } from '../server/kernel/telemetry/log.ts'
import { startRedis } from '../test/support/redis.ts'
import { requirement } from '../test/support/requirements.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

/** Read when it is called for: the peer is installed by then. */
const PEER: string = new URL('./peer-limiter.mjs', import.meta.url).href

interface PeerLimiter {
  consume(key: string): Promise<unknown>
}

interface Peer {
  peerInMemory(limit: Limit): PeerLimiter
  peerInRedis(limit: Limit, client: Redis): PeerLimiter
}

const ROUNDS = 9
const KEYS = 100
/** Never reached; with a second for a window all of its sixtieths come into use. */
const NETWORK: Limit = { name: 'network', limit: 100_000_000, windowSeconds: 1 }
const PERSON: Limit = { ...NETWORK, name: 'person' }
const BORDER: Limit = { name: 'border', limit: 100, windowSeconds: 2 }

type Take = (key: string) => unknown

/** Taking from a limit beside rate-limiter-flexible, in memory and in Redis, and what a burst at a window's border gets; in turns. */
export async function limiterRows(): Promise<Row[]> {
  const peer = (await import(PEER)) as Peer
  return [await memoryRow(peer), ...(await redisRows(peer)), await borderRow(peer)]
}

const claims = (key: string, ...limits: [Limit, ...Limit[]]): Claims => {
  const [first, ...others] = limits
  return [{ limit: first, key }, ...others.map((limit) => ({ limit, key }))]
}

async function memoryRow({ peerInMemory }: Peer): Promise<Row> {
  const limiter = createLimiter()
  const theirs = peerInMemory(NETWORK)
  const measured = await inTurns([(key) => limiter.take(claims(key, NETWORK)), (key) => theirs.consume(key)], {
    calls: 50_000,
    inFlight: 1,
  })
  return ratioRow('request limit in memory', measured)
}

async function redisRows({ peerInRedis }: Peer): Promise<Row[]> {
  const { skip } = requirement('redis-server')
  if (skip) return [{ what: 'request limit in Redis', measured: 'no redis-server here', aim: '', met: null }]
  const server = await startRedis()
  const link = createRedis(secret(server.url), pino({ level: 'silent' }) as Logger, 5000)
  const client = new Redis(server.url)
  try {
    while ((await link.ask((asked) => asked.ping())) === null) await sleep(10)
    const limiter = createSharedLimiter(link)
    const network = peerInRedis(NETWORK, client)
    const person = peerInRedis(PERSON, client)
    const budget = { calls: 5_000, inFlight: 50 }
    const one = await inTurns([(key) => limiter.take(claims(key, NETWORK)), (key) => network.consume(key)], budget)
    const both = await inTurns(
      [
        (key) => limiter.take(claims(key, NETWORK, PERSON)),
        (key) => Promise.all([network.consume(key), person.consume(key)]),
      ],
      budget,
    )
    return [
      ratioRow('request limit in Redis, 50 in flight', one),
      ratioRow('two limits of a request in Redis (ours all or nothing)', both),
    ]
  } finally {
    client.disconnect()
    await link.close()
    await server.stop()
  }
}

/** One request opens the window, the rest of the limit comes at its end, and once more the limit just after. */
async function borderRow({ peerInMemory }: Peer): Promise<Row> {
  const limiter = createLimiter()
  const theirs = peerInMemory(BORDER)
  const sides = [
    async () => limiter.take(claims('burst', BORDER)).allowed,
    () =>
      theirs.consume('burst').then(
        () => true,
        () => false,
      ),
  ]
  const burst = async (requests: number): Promise<number[]> => {
    const admitted = sides.map(async (take) => {
      const answers = await Promise.all(Array.from({ length: requests }, take))
      return answers.filter(Boolean).length
    })
    return await Promise.all(admitted)
  }
  const windowMs = BORDER.windowSeconds * 1000
  await burst(1)
  await sleep(windowMs * 0.9)
  const [before, after] = [await burst(BORDER.limit - 1), await sleep(windowMs * 0.15).then(() => burst(BORDER.limit))]
  const [ours = Number.NaN, others] = before.map((admitted, at) => admitted + (after[at] ?? 0))
  return {
    what: `admitted of ${BORDER.limit} in ${BORDER.windowSeconds} s by bursts at its border, within ${windowMs * 0.15} ms`,
    measured: `${ours} (rate-limiter-flexible ${others})`,
    aim: `<= ${BORDER.limit}`,
    met: ours <= BORDER.limit,
  }
}

/** Microseconds of one call, the median of rounds in which the sides take turns. */
async function inTurns(sides: readonly Take[], budget: { calls: number; inFlight: number }): Promise<number[]> {
  const measured = sides.map(() => [] as number[])
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, take] of sides.entries()) {
      const startedMs = performance.now()
      await callAll(take, budget)
      // The first round warms up.
      if (round > 0) measured[at]?.push(((performance.now() - startedMs) * 1000) / budget.calls)
    }
  }
  return measured.map(median)
}

async function callAll(take: Take, { calls, inFlight }: { calls: number; inFlight: number }): Promise<void> {
  let called = 0
  const worker = async (): Promise<void> => {
    while (called < calls) {
      called += 1
      const answer = take(`key-${called % KEYS}`)
      if (answer instanceof Promise) await answer
    }
  }
  await Promise.all(Array.from({ length: inFlight }, worker))
}

function ratioRow(what: string, [ours = Number.NaN, theirs = Number.NaN]: readonly number[]): Row {
  const ratio = theirs / ours
  return {
    what,
    measured: `${ratio.toFixed(2)} (${ours.toFixed(2)} us, rate-limiter-flexible ${theirs.toFixed(2)} us)`,
    aim: '',
    met: null,
  }
}
