import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Attack } from '../attack.ts'
import { type Answer, valueAt } from '../client.ts'
import type { Stage } from '../stage.ts'
import { together } from './sessions.ts'

const LOGIN = '/api/auth/login'
const REGISTER = '/api/auth/register'
const WRONG = 'certainly not the password'
/** What is asked of the server; other work on the machine is taken off, and the best of several tries counts: a block is in all. */
const LIVE_MS_MAX = 50
const TRIES_MAX = 5

/** How many passwords a process has hashed; null where its metrics are not shown. */
async function hashed(stage: Stage): Promise<number | null> {
  let sum = 0
  for (const node of stage.nodes.urls.keys()) {
    const { text } = await stage.neighbour().send('GET', '/metrics', { node })
    const count = /^\w*auth_password_hashes_total(?:\{[^}]*\})? (\d+)/m.exec(text)?.[1]
    if (count === undefined) return null
    sum += Number(count)
  }
  return sum
}

const bigPasswords: Attack = {
  id: 'L11',
  attack: 'passwords of 1 MB, 200 KB and 1025 bytes, and 257 characters, at every public door that takes one',
  expected: '400 or 413, without hashing',
  alone: true,
  async run({ stage, see, status, note }) {
    const { email } = await stage.person()
    const before = await hashed(stage)
    for (const size of [1_000_000, 200_000, 1025, 257]) {
      const password = 'x'.repeat(size)
      const startedMs = performance.now()
      status(`${size} bytes`, await stage.visitor().post(LOGIN, { email, password }), 400, 413)
      note(`${size}: ${(performance.now() - startedMs).toFixed(0)} ms`)
      const register = { email: stage.address(), password, name: 'A' }
      status(`${size} bytes, register`, await stage.visitor().post(REGISTER, register), 400, 413)
      const reset = { token: 'x'.repeat(43), password }
      status(`${size} bytes, reset`, await stage.visitor().post('/api/auth/reset-password', reset), 400, 413)
    }
    if (before === null) note('not tried: whether anything was hashed, for /metrics is not shown')
    else see('hashed meanwhile', ((await hashed(stage)) ?? 0) - before, 0)
  },
}

/** A server of our own, which says how long a request takes whatever the attacked one does. */
async function startIdle(): Promise<{ url: string; close(): void }> {
  const server = createServer((_request, response) => void response.end('{}'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://127.0.0.1:${port}`, close: () => void server.close() }
}

const p99 = (times: readonly number[]): number =>
  times.toSorted((one, other) => one - other)[Math.floor(times.length * 0.99)] ?? 0

interface Pulse {
  readonly live: readonly number[]
  readonly idle: readonly number[]
  readonly statuses: readonly number[]
}

/** Asks /livez, and the idle server beside it, until `work` is done. */
async function pulse(stage: Stage, idle: string, work: Promise<unknown>): Promise<Pulse> {
  const [live, alone, statuses]: [number[], number[], number[]] = [[], [], []]
  let isDone = false
  const done = work.finally(() => {
    isDone = true
  })
  const ask = async (): Promise<void> => {
    while (!isDone) {
      const startedMs = performance.now()
      statuses.push((await stage.visitor().get('/livez')).status)
      live.push(performance.now() - startedMs)
      const againMs = performance.now()
      await (await fetch(idle)).text()
      alone.push(performance.now() - againMs)
      await sleep(5)
    }
  }
  await Promise.all([done, ...Array.from({ length: 4 }, ask)])
  return { live, idle: alone, statuses }
}

const storm: Attack = {
  id: 'L11s',
  attack: '200 sign-ins at once, while somebody asks /livez',
  expected:
    'a bounded queue: some are told 503 with Retry-After, the others are answered; 99 of 100 times /livez answers within 50 ms, not counting twice what a request to an idle server takes meanwhile',
  alone: true,
  async run({ stage, see, note }) {
    const idle = await startIdle()
    let [best, notes]: [number, string] = [Number.POSITIVE_INFINITY, '']
    const answers: Answer[] = []
    for (let tries = 0; tries < TRIES_MAX && best > LIVE_MS_MAX; tries += 1) {
      const logins = together(200, () => stage.visitor().post(LOGIN, { email: stage.address(), password: WRONG }))
      const seen = await pulse(stage, idle.url, logins)
      answers.push(...(await logins))
      see('/livez', seen.statuses.filter((status) => status !== 200).length, 0)
      // What else the machine does delays the server that hashes as well as the idle one and the asking: it is taken off twice.
      const extraMs = p99(seen.live) - 2 * p99(seen.idle)
      if (extraMs < best)
        notes = `/livez p99 ${p99(seen.live).toFixed(0)} ms of ${seen.live.length}, of an idle server ${p99(seen.idle).toFixed(0)} ms`
      best = Math.min(best, extraMs)
    }
    idle.close()
    const refused = answers.filter(({ status }) => status === 503)
    see('other answers', answers.filter(({ status }) => ![401, 403, 503].includes(status)).length, 0)
    see('the queue is bounded: some were refused', refused.length > 0, true)
    see('503 without Retry-After', refused.filter(({ headers }) => headers.get('retry-after') === null).length, 0)
    see('/livez', best <= LIVE_MS_MAX ? 'answers' : `${best.toFixed(0)} ms late`, 'answers')
    note(`${refused.length} of ${answers.length} were told to come back; ${notes}`)
  },
}

const JUDGED_MS_MAX = 150
const ORDINARY = 'a quiet harbour at dawn 42'

/** How much longer than an ordinary registration one with that password takes, and how late /livez is meanwhile. */
async function judging(stage: Stage, password: string): Promise<{ judgedMs: number; lateMs: number }> {
  const register = async (given: string): Promise<number> => {
    const startedMs = performance.now()
    await stage.visitor().post(REGISTER, { email: stage.address(), password: given, name: 'A B' })
    return performance.now() - startedMs
  }
  const live = async (): Promise<number> => {
    const startedMs = performance.now()
    await stage.visitor().get('/livez')
    return performance.now() - startedMs
  }
  const ordinaryMs = await register(ORDINARY)
  const idleMs = await live()
  let [isDone, worstMs] = [false, 0]
  const judged = register(password).finally(() => {
    isDone = true
  })
  while (!isDone) worstMs = Math.max(worstMs, await live())
  return { judgedMs: (await judged) - ordinaryMs, lateMs: worstMs - idleMs }
}

const strengthTime: Attack = {
  id: 'L12',
  attack: 'register with passwords that are dear to judge: 256 varied characters, long repetitions, nested sequences',
  expected:
    'at most 150 ms more than an ordinary registration, and /livez at most 50 ms late meanwhile, in the best of five tries (unguarded, the strength of 256 characters takes 8 s)',
  alone: true,
  async run({ stage, see, note }) {
    const alphabet = Array.from({ length: 256 }, (_, at) => String.fromCharCode(33 + ((at * 7) % 90))).join('')
    const passwords: Record<string, string> = {
      'varied characters': alphabet,
      'rows of keys': 'qwertyuiop'.repeat(25),
      'four kinds': 'aA1!'.repeat(64),
      words: `${'password'.repeat(31)}x9`,
      digits: '1234567890'.repeat(25),
      'look-alikes': 'p@55w0rD$1lL1!'.repeat(18),
    }
    // The dictionaries are read at the first question.
    await stage.visitor().post(REGISTER, { email: stage.address(), password: ORDINARY, name: 'A B' })
    for (const [what, password] of Object.entries(passwords)) {
      let [judgedMs, lateMs] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY]
      for (let tries = 0; tries < TRIES_MAX && (judgedMs > JUDGED_MS_MAX || lateMs > LIVE_MS_MAX); tries += 1) {
        const took = await judging(stage, password)
        judgedMs = Math.min(judgedMs, took.judgedMs)
        lateMs = Math.min(lateMs, took.lateMs)
      }
      see(`${what}: judged`, judgedMs <= JUDGED_MS_MAX ? 'in time' : `${judgedMs.toFixed(0)} ms`, 'in time')
      see(`${what}: /livez`, lateMs <= LIVE_MS_MAX ? 'in time' : `${lateMs.toFixed(0)} ms late`, 'in time')
      note(`${what} +${Math.max(0, judgedMs).toFixed(0)} ms`)
    }
    const ready = await stage.visitor().get('/livez')
    see('afterwards', valueAt(ready.json, 'status') === undefined ? ready.status : 200, 200)
  },
}

export const loadAttacks: readonly Attack[] = [bigPasswords, storm, strengthTime]
