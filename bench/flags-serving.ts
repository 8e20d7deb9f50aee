import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { booleanFlag, putFlags, readEvents } from '../test/support/flags.ts'
import type { TestServer } from '../test/support/server.ts'
import type { Told, Wanted } from './flags-node.ts'
import type { Row } from './table.ts'

const FLAGS = 500
const CHANGES = 200
const CALLS = 1000
const AIMS = { node: 50, client: 250, single: 5, bulk: 15 } as const
const NODE = fileURLToPath(new URL('./flags-node.ts', import.meta.url))

/** From before the write of a change to its effect in another process and at a reader of its events; and OFREP over HTTP with 500 flags. */
export async function flagServingRows(databaseUrl: string): Promise<Row[]> {
  // Named before it is loaded, so that it makes no server of its own and no hook of node:test to stop it: after a hook, every await of the
  // process takes 15 times as long.
  process.env.PLINTH_TEST_DATABASE_URL = databaseUrl
  const { startServer } = await import('../test/support/server.ts')
  const writer = await startServer({ environment: { DATABASE_URL: databaseUrl } })
  const node = fork(NODE, { env: { ...process.env, DATABASE_URL: databaseUrl } })
  try {
    const url = await addressOf(node)
    await putFlags(
      writer.app,
      Array.from({ length: FLAGS }, (_, at) => booleanFlag(`bench-${at}`)),
    )
    const stream = await readEvents(new URL('/ofrep/v1/events', url))
    const [atNode, atClient] = await changes(writer, node, stream)
    await stream.leave()
    const single = await calls(`${url}/ofrep/v1/evaluate/flags/bench-7`)
    const bulk = await calls(`${url}/ofrep/v1/evaluate/flags`)
    return [
      row('flag change to its effect on another node', atNode, AIMS.node),
      row('flag change to a reader of events', atClient, AIMS.client),
      row('OFREP, one flag of 500', single, AIMS.single),
      row('OFREP, 500 flags at once', bulk, AIMS.bulk),
    ]
  } finally {
    const ended = once(node, 'exit')
    node.disconnect()
    await ended
    await writer.stop()
  }
}

type Stream = Awaited<ReturnType<typeof readEvents>>

async function addressOf(node: ChildProcess): Promise<string> {
  const [told]: Told[] = await once(node, 'message')
  if (told === undefined || !('url' in told)) throw new Error('the other node did not start')
  return told.url
}

async function changes(writer: TestServer, node: ChildProcess, stream: Stream): Promise<[number[], number[]]> {
  const [atNode, atClient]: [number[], number[]] = [[], []]
  for (let change = 0; change < CHANGES; change += 1) {
    const wanted: Wanted = { flag: 'bench-7', value: change % 2 === 1 }
    const told = once(node, 'message')
    node.send(wanted)
    const begunNs = process.hrtime.bigint()
    const revision = await putFlags(writer.app, [booleanFlag(wanted.flag, { enabled: wanted.value })])
    await heardOf(stream, revision)
    atClient.push(msSince(begunNs, process.hrtime.bigint()))
    const [effect]: Told[] = await told
    if (effect !== undefined && 'atNs' in effect) atNode.push(msSince(begunNs, BigInt(effect.atNs)))
  }
  return [atNode, atClient]
}

function msSince(fromNs: bigint, toNs: bigint): number {
  return Number(toNs - fromNs) / 1e6
}

/** Waits for the event of a revision: of the one before there may be another on its way. */
async function heardOf(stream: Stream, revision: number): Promise<void> {
  while (!stream.messages.some(({ id }) => id.split('.')[1] === String(revision)))
    await stream.received(stream.messages.length + 1)
}

async function calls(url: string): Promise<number[]> {
  const took: number[] = []
  for (let call = 0; call < CALLS; call += 1) {
    const body = JSON.stringify({ context: { targetingKey: `user-${call}` } })
    const startedMs = performance.now()
    await (await fetch(url, { method: 'POST', headers: { 'content-type': 'application/json' }, body })).arrayBuffer()
    took.push(performance.now() - startedMs)
  }
  return took
}

function row(what: string, tookMs: readonly number[], aimMs: number): Row {
  const sorted = tookMs.toSorted((a, b) => a - b)
  const at = (part: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0
  const measured = `p50 ${at(0.5).toFixed(2)} ms, p99 ${at(0.99).toFixed(2)} ms`
  return { what, measured, aim: `p99 <= ${aimMs} ms`, met: at(0.99) <= aimMs }
}
