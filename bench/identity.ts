import { cpuSeconds, cpuSecondsBesidePool, median } from './load.ts'
import type { RunningServer } from './servers.ts'

const JSON_TYPE = { 'content-type': 'application/json' }
const PASSWORD = 'a-password-for-the-bench'
/** The kernel counts CPU time in ticks of 10 ms: enough calls that one tick is no matter. */
const CALLS = 300
/** Calls before those that are measured: a server in service has its code compiled. */
const WARM_CALLS = 1800
/** Over so long it is seen what the process spends without being asked anything. */
const REST_MS = 3000
const STORM = 200

/** What one operation costs its process, without the network of the client's side and without what the process spends at rest. */
export interface Cost {
  readonly cpuMs: number
  /** Of it, what was not spent in the threads where passwords are hashed. */
  readonly ownMs: number
  readonly p50Ms: number
}

/** CPU of the process and latency by call, one call after the other on one connection, of a process that has been at it for a while. */
export async function costOf(pid: number, calls: number, call: () => Promise<void>): Promise<Cost> {
  for (let warm = 0; warm < Math.max(calls, WARM_CALLS); warm += 1) await call()
  const rest = await spentIn(pid, () => new Promise((resolve) => setTimeout(resolve, REST_MS)))
  const times: number[] = []
  const spent = await spentIn(pid, async () => {
    for (let at = 0; at < calls; at += 1) {
      const startedMs = performance.now()
      await call()
      times.push(performance.now() - startedMs)
    }
  })
  const perCallMs = (seconds: number, restSeconds: number): number =>
    ((seconds - (restSeconds * spent.ms) / rest.ms) / calls) * 1000
  return {
    cpuMs: perCallMs(spent.all, rest.all),
    ownMs: perCallMs(spent.besidePool, rest.besidePool),
    p50Ms: median(times),
  }
}

/** Seconds of CPU that the process spends while `work` lasts, and how long that is. */
async function spentIn(pid: number, work: () => Promise<void>) {
  const [startedMs, all, besidePool] = [performance.now(), cpuSeconds(pid), cpuSecondsBesidePool(pid)]
  await work()
  return {
    all: cpuSeconds(pid) - all,
    besidePool: cpuSecondsBesidePool(pid) - besidePool,
    ms: performance.now() - startedMs,
  }
}

async function send(url: string, body: unknown, headers: Record<string, string> = {}): Promise<Response> {
  return fetch(url, { method: 'POST', headers: { ...JSON_TYPE, ...headers }, body: JSON.stringify(body) })
}

async function mustBeOk(response: Response): Promise<Response> {
  if (!response.ok) throw new Error(`${response.url}: ${response.status} ${await response.text()}`)
  return response
}

export interface PlinthIdentity {
  readonly login: Cost
  readonly refresh: Cost
  /** Median of what the server's log says that a refresh took it. */
  readonly refreshServerMs: number
  readonly sessionCheck: Cost
  /** Access tokens of one session, each different. */
  readonly tokens: readonly string[]
  readonly storm: { readonly liveP99Ms: number; readonly answers: Readonly<Record<number, number>> }
}

/** Sign-in, refresh, session check, and health under two hundred sign-ins at once. */
export async function measurePlinth(server: RunningServer, email: string): Promise<PlinthIdentity> {
  const api = `${server.url}/api/auth`
  const body = { email, password: PASSWORD, transport: 'bearer' }
  let held = { accessToken: '', refreshToken: '' }
  const login = await costOf(server.pid, CALLS, async () => {
    held = (await (await mustBeOk(await send(`${api}/login`, body))).json()) as typeof held
  })
  const tokens: string[] = []
  const refresh = await costOf(server.pid, CALLS * 10, async () => {
    const answer = await mustBeOk(await send(`${api}/refresh`, { refreshToken: held.refreshToken }))
    held = (await answer.json()) as typeof held
    tokens.push(held.accessToken)
  })
  const sessionCheck = await costOf(server.pid, CALLS * 4, async () => {
    const answer = await fetch(`${api}/me`, { headers: { authorization: `Bearer ${held.accessToken}` } })
    await (await mustBeOk(answer)).arrayBuffer()
  })
  const refreshServerMs = median(await server.durationsMs('auth.refresh'))
  return { login, refresh, refreshServerMs, sessionCheck, tokens, storm: await stormOf(server, body) }
}

async function stormOf(server: RunningServer, body: object): Promise<PlinthIdentity['storm']> {
  let over = false
  const times: number[] = []
  const probing = (async () => {
    while (!over) {
      const startedMs = performance.now()
      await (await fetch(`${server.url}/livez`)).arrayBuffer()
      times.push(performance.now() - startedMs)
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
  })()
  const statuses = await Promise.all(
    Array.from({ length: STORM }, async () => {
      const answer = await send(`${server.url}/api/auth/login`, body)
      await answer.arrayBuffer()
      return answer.status
    }),
  )
  over = true
  await probing
  const answers: Record<number, number> = {}
  for (const status of statuses) answers[status] = (answers[status] ?? 0) + 1
  const sorted = times.sort((one, other) => one - other)
  return { liveP99Ms: sorted[Math.floor(sorted.length * 0.99)] ?? Number.NaN, answers }
}

/** The same two operations of better-auth: sign-in with a session row, and reading the session by its cookie. */
export async function measurePeer(server: RunningServer): Promise<{ signIn: Cost; sessionCheck: Cost }> {
  const api = `${server.url}/api/auth`
  const headers = { origin: server.url }
  const person = { email: 'bench@example.org', password: PASSWORD }
  await mustBeOk(await send(`${api}/sign-up/email`, { ...person, name: 'Bench' }, headers))
  let cookie = ''
  const signIn = await costOf(server.pid, CALLS / 4, async () => {
    const answer = await mustBeOk(await send(`${api}/sign-in/email`, person, headers))
    await answer.arrayBuffer()
    cookie = answer.headers
      .getSetCookie()
      .map((line) => line.split(';', 1)[0])
      .join('; ')
  })
  const sessionCheck = await costOf(server.pid, CALLS * 4, async () => {
    const answer = await mustBeOk(await fetch(`${api}/get-session`, { headers: { ...headers, cookie } }))
    if ((await answer.text()) === 'null') throw new Error('the peer does not know its session')
  })
  return { signIn, sessionCheck }
}
