import { execFile } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'

const AUTOCANNON = fileURLToPath(new URL('./node_modules/autocannon/autocannon.js', import.meta.url))
const CONNECTIONS = 20
/** Long enough for the engine to have compiled the hot path of either side. */
const WARM_UP_SECONDS = 6

export interface Target {
  readonly url: string
  /** Process whose CPU time is charged to the requests. */
  readonly pid: number
  readonly headers: Readonly<Record<string, string>>
}

export interface Load {
  readonly requestsPerSecond: number
  /** User and system time of the process by request: steadier than the rate while others use the machine. NaN where it is not told. */
  readonly cpuUs: number
  readonly p99Ms: number
}

/** Loads one target with 20 keep-alive connections in a process of its own; throws when any answer is not 2xx. */
export async function load(target: Target, seconds: number): Promise<Load> {
  const headers = Object.entries(target.headers).flatMap(([name, value]) => ['-H', `${name}=${value}`])
  const args = [AUTOCANNON, '-c', String(CONNECTIONS), '-d', String(seconds), '--json', ...headers, target.url]
  const before = cpuSeconds(target.pid)
  const { stdout } = await promisify(execFile)(process.execPath, args, { maxBuffer: 16 * 1024 * 1024 })
  const result = JSON.parse(stdout) as {
    errors: number
    non2xx: number
    requests: { average: number; total: number }
    latency: { p99: number }
  }
  if (result.errors + result.non2xx > 0)
    throw new Error(`${target.url}: ${result.errors} errors, ${result.non2xx} not 2xx`)
  const cpuUs = ((cpuSeconds(target.pid) - before) / result.requests.total) * 1e6
  return { requestsPerSecond: result.requests.average, cpuUs, p99Ms: result.latency.p99 }
}

const TICKS_PER_SECOND = 100
/** Where a process of Node hashes passwords: libuv's pool, which its threads are named after. */
const POOL_THREAD = 'libuv-worker'

/** User and system time of a process; NaN where the system does not tell it. */
export function cpuSeconds(pid: number): number {
  return process.platform === 'linux' ? secondsIn(`/proc/${pid}/stat`).seconds : Number.NaN
}

/** The same without the threads of libuv's pool. */
export function cpuSecondsBesidePool(pid: number): number {
  if (process.platform !== 'linux') return Number.NaN
  const threads = readdirSync(`/proc/${pid}/task`).map((thread) => secondsIn(`/proc/${pid}/task/${thread}/stat`))
  const pool = threads.filter(({ name }) => name === POOL_THREAD)
  if (pool.length === 0) throw new Error(`process ${pid} has no thread called ${POOL_THREAD}`)
  return sum(threads) - sum(pool)
}

function sum(threads: readonly { readonly seconds: number }[]): number {
  return threads.reduce((total, { seconds }) => total + seconds, 0)
}

function secondsIn(path: string): { name: string; seconds: number } {
  const [, name = '', rest = ''] = /\((.*)\) (.*)/s.exec(readFileSync(path, 'latin1')) ?? []
  const [user, system] = rest.split(' ').slice(11, 13)
  return { name, seconds: (Number(user) + Number(system)) / TICKS_PER_SECOND }
}

/** The middle value; of an even count the mean of the middle two. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length / 2
  const upper = sorted[Math.floor(middle)] ?? Number.NaN
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] ?? Number.NaN)) / 2
}

export interface Comparison {
  readonly ratio: number
  readonly plinth: Load
  readonly bare: Load
}

/** Interleaved rounds, so that both sides meet the same weather; the ratio is the median of the rounds' ratios. */
export async function compare(
  plinth: Target,
  bare: Target,
  { rounds, seconds }: { rounds: number; seconds: number },
): Promise<Comparison> {
  await load(plinth, WARM_UP_SECONDS)
  await load(bare, WARM_UP_SECONDS)
  const measured: { plinth: Load; bare: Load }[] = []
  for (let round = 0; round < rounds; round += 1) {
    const first = round % 2 === 0 ? await load(plinth, seconds) : await load(bare, seconds)
    const second = round % 2 === 0 ? await load(bare, seconds) : await load(plinth, seconds)
    measured.push(round % 2 === 0 ? { plinth: first, bare: second } : { plinth: second, bare: first })
  }
  const middle = (side: 'plinth' | 'bare'): Load => ({
    requestsPerSecond: median(measured.map((one) => one[side].requestsPerSecond)),
    cpuUs: median(measured.map((one) => one[side].cpuUs)),
    p99Ms: median(measured.map((one) => one[side].p99Ms)),
  })
  const ratio = median(measured.map((one) => one.plinth.requestsPerSecond / one.bare.requestsPerSecond))
  return { ratio, plinth: middle('plinth'), bare: middle('bare') }
}
