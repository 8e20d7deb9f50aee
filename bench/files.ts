import { createHash, randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { cpuSeconds, median } from './load.ts'
import { type RunningServer, startBareFiles } from './servers.ts'
import type { Row } from './table.ts'

const WORKERS = 8
const ROUNDS = 5
const ROUND_MS = 3000
const WARM_UP_MS = 3000
const CONTENT = Buffer.concat([Buffer.from('89504e470d0a1a0a', 'hex'), randomBytes(64 * 1024 - 8)])
const ANNOUNCED = {
  ...{ filename: 'cover.png', contentType: 'image/png', purpose: 'music.cover' },
  bytes: CONTENT.length,
  sha256: createHash('sha256').update(CONTENT).digest('hex'),
}

interface Side {
  readonly server: Pick<RunningServer, 'url' | 'pid'>
  readonly headers: Readonly<Record<string, string>>
}

interface Rate {
  readonly uploadsPerSecond: number
  readonly cpuUs: number
}

/**
 * Files of 64 KiB announced, sent and confirmed by eight clients at once, beside the least that makes them durable; in turns. They are
 * one person's, whose announcements wait for each other, as the quota has it.
 */
export async function fileRows(server: RunningServer, token: string, databaseUrl: string): Promise<Row[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-bench-files-'))
  await schema(databaseUrl, 'CREATE SCHEMA bench_files')
  await schema(
    databaseUrl,
    'CREATE TABLE bench_files.upload (id uuid PRIMARY KEY, bytes bigint, sha256 text, confirmed_at timestamptz)',
  )
  const bare = await startBareFiles(databaseUrl, folder)
  try {
    const plinth: Side = { server, headers: { authorization: `Bearer ${token}` } }
    return [row(await inTurns(plinth, { server: bare, headers: {} }))]
  } finally {
    await bare.stop()
    await schema(databaseUrl, 'DROP SCHEMA bench_files CASCADE')
    await rm(folder, { recursive: true })
  }
}

async function schema(databaseUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl })
  await client.connect()
  await client.query(statement)
  await client.end()
}

async function inTurns(plinth: Side, bare: Side): Promise<{ plinth: Rate; bare: Rate }[]> {
  for (const side of [plinth, bare]) await load(side, WARM_UP_MS)
  const measured: { plinth: Rate; bare: Rate }[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    if (round % 2 === 0) measured.push({ plinth: await load(plinth, ROUND_MS), bare: await load(bare, ROUND_MS) })
    else {
      const first = await load(bare, ROUND_MS)
      measured.push({ plinth: await load(plinth, ROUND_MS), bare: first })
    }
  }
  return measured
}

async function load(side: Side, ms: number): Promise<Rate> {
  const before = cpuSeconds(side.server.pid)
  const startedMs = performance.now()
  const counts = await Promise.all(
    Array.from({ length: WORKERS }, async () => {
      let uploads = 0
      for (; performance.now() - startedMs < ms; uploads += 1) await uploadOne(side)
      return uploads
    }),
  )
  const uploads = counts.reduce((sum, count) => sum + count, 0)
  const seconds = (performance.now() - startedMs) / 1000
  return { uploadsPerSecond: uploads / seconds, cpuUs: ((cpuSeconds(side.server.pid) - before) / uploads) * 1e6 }
}

async function uploadOne({ server, headers }: Side): Promise<void> {
  const post = async (path: string, body: object): Promise<unknown> => {
    const init = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' } }
    return JSON.parse(await sent(new URL(path, server.url), { ...init, body: JSON.stringify(body) }))
  }
  const signed = (await post('/api/uploads/sign', ANNOUNCED)) as {
    uploadId: string
    url: string
    headers: Record<string, string>
  }
  await sent(new URL(signed.url, server.url), { method: 'PUT', headers: signed.headers, body: CONTENT })
  await post('/api/uploads/confirm', { uploadId: signed.uploadId })
}

async function sent(url: URL, init: RequestInit): Promise<string> {
  const response = await fetch(url, init)
  const body = await response.text()
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status} ${body}`)
  return body
}

function row(measured: readonly { readonly plinth: Rate; readonly bare: Rate }[]): Row {
  const ratio = median(measured.map(({ plinth, bare }) => plinth.uploadsPerSecond / bare.uploadsPerSecond))
  const middle = (side: 'plinth' | 'bare', what: keyof Rate): string =>
    median(measured.map((one) => one[side][what])).toFixed(0)
  const rates = `${middle('plinth', 'uploadsPerSecond')}/s of ${middle('bare', 'uploadsPerSecond')}/s`
  return {
    what: 'a file of 64 KiB announced, sent and confirmed by 8 clients of one person (bare: row, synced bytes, hash, update)',
    measured: `${ratio.toFixed(2)} (${rates}, CPU ${middle('plinth', 'cpuUs')} of ${middle('bare', 'cpuUs')} us)`,
    aim: '',
    met: null,
  }
}
