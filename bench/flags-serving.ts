import { booleanFlag, putFlags, readEvents } from '../test/support/flags.ts'
import { startServer } from '../test/support/server.ts'
import type { Row } from './table.ts'

const FLAGS = 500
const CHANGES = 100
const CALLS = 1000
const AIMS = { node: 50, client: 250, single: 5, bulk: 15 } as const

/** From the commit of a change to its effect on another node and at a reader of its events; and OFREP over HTTP with 500 flags. */
export async function flagServingRows(databaseUrl: string): Promise<Row[]> {
  const environment = { DATABASE_URL: databaseUrl }
  const writer = await startServer({ environment })
  const node = await startServer({ environment })
  try {
    await putFlags(
      writer.app,
      Array.from({ length: FLAGS }, (_, at) => booleanFlag(`bench-${at}`)),
    )
    const stream = await readEvents(new URL('/ofrep/v1/events', node.url))
    const [atNode, atClient] = await changes(writer, node, stream)
    await stream.leave()
    const single = await calls(`${node.url}/ofrep/v1/evaluate/flags/bench-7`)
    const bulk = await calls(`${node.url}/ofrep/v1/evaluate/flags`)
    return [
      row('flag change to its effect on another node', atNode, AIMS.node),
      row('flag change to a reader of events', atClient, AIMS.client),
      row('OFREP, one flag of 500', single, AIMS.single),
      row('OFREP, 500 flags at once', bulk, AIMS.bulk),
    ]
  } finally {
    await node.stop()
    await writer.stop()
  }
}

type Server = Awaited<ReturnType<typeof startServer>>
type Stream = Awaited<ReturnType<typeof readEvents>>

async function changes(writer: Server, node: Server, stream: Stream): Promise<[number[], number[]]> {
  const [atNode, atClient]: [number[], number[]] = [[], []]
  let wanted = node.app.units.flags.evaluate('bench-7', {}, false)
  for (let change = 0; change < CHANGES; change += 1) {
    wanted = !wanted
    const revision = await putFlags(writer.app, [booleanFlag('bench-7', { enabled: wanted })])
    const committedMs = performance.now()
    const told = heardOf(stream, revision).then(() => atClient.push(performance.now() - committedMs))
    while (node.app.units.flags.evaluate('bench-7', {}, false) !== wanted)
      await new Promise((resolve) => setImmediate(resolve))
    atNode.push(performance.now() - committedMs)
    await told
  }
  return [atNode, atClient]
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
