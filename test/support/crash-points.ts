import { promises } from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import pg from 'pg'
import { CRASH_POINTS, type CrashPoint } from './crash-point-names.ts'

/**
 * Loaded into a server by `--import`: once SIGUSR2 has come, or at once under CRASH_ARMED, the process kills itself the so manieth time it comes to
 * the point named by CRASH_AT, or does to itself what CRASH_BY says. The server knows nothing of it: what it sends to PostgreSQL and does to files is watched where it leaves the process.
 */
const point: CrashPoint | undefined = CRASH_POINTS[process.env.CRASH_AT ?? '']
const by = (process.env.CRASH_BY ?? 'SIGKILL') as NodeJS.Signals
const passesBefore = Number(process.env.CRASH_AFTER ?? 0)
const state = { armed: process.env.CRASH_ARMED === 'from the start', passed: 0 }
process.on('SIGUSR2', () => {
  state.armed = true
})

function reach(): void {
  if (!state.armed) return
  if (state.passed === passesBefore) process.kill(process.pid, by)
  state.passed += 1
}

type Query = (this: pg.Client, config: unknown, ...rest: unknown[]) => unknown
const texts = new WeakMap<pg.Client, string[]>()
const send = pg.Client.prototype.query as Query

/** A query that brings its own way to be sent and to be told of the end. */
interface Submittable {
  submit(connection: unknown): void
  handleReadyForQuery(connection: unknown): void
}

function isSubmittable(config: unknown): config is Submittable {
  return typeof config === 'object' && config !== null && 'submit' in config
}

function reachedWhenReady(query: Submittable): Submittable {
  const isReady = query.handleReadyForQuery
  query.handleReadyForQuery = (connection) => {
    isReady.call(query, connection)
    reach()
  }
  return query
}

interface Text {
  readonly text?: unknown
}

/** Statements that go in one message, as `kernel/db/batch.ts` sends them. */
interface Batch {
  readonly held: Text[]
  readonly last: Text
}

function isBatch(config: unknown): config is Batch {
  return isSubmittable(config) && 'held' in config
}

function textsOf(config: unknown): string[] {
  if (isBatch(config)) return [...config.held, config.last].map(({ text }) => String(text))
  return [typeof config === 'string' ? config : String((config as Text).text ?? '')]
}

/** Every statement of every transaction comes through here. */
const watched: Query = function (config, ...rest) {
  const sent = textsOf(config)
  const begins = sent.some((text) => /^(begin|start transaction)/i.test(text))
  const transaction = [...(begins ? [] : (texts.get(this) ?? [])), ...sent]
  texts.set(this, transaction)
  const place = sent.findIndex((text) => point?.statement?.test(text) === true)
  const isHere = place !== -1 && transaction.some((earlier) => point?.within?.test(earlier) ?? true)
  if (!isHere || point === undefined || !state.armed) return send.call(this, config, ...rest)
  if (point.when === 'instead') {
    if (!isBatch(config)) return send.call(this, 'SELECT', ...rest.filter((one) => typeof one === 'function'))
    if (place === config.held.length) throw new Error(`What others went along with cannot be left out: ${sent[place]}`)
    config.held.splice(place, 1)
    return send.call(this, config, ...rest)
  }
  if (point.when === 'before') reach()
  if (point.when === 'after' && isSubmittable(config)) return send.call(this, reachedWhenReady(config), ...rest)
  const answer = send.call(this, config, ...rest)
  if (point.when === 'sent') setImmediate(reach)
  if (point.when === 'after') {
    return Promise.resolve(answer).then((result) => {
      reach()
      return result
    })
  }
  return answer
}
pg.Client.prototype.query = watched as typeof pg.Client.prototype.query

const link = promises.link
promises.link = async (from, to) => {
  const isHere = point?.named?.test(String(to)) ?? true
  if (isHere && point?.file === 'unnamed') reach()
  await link(from, to)
  if (isHere && point?.file === 'named') reach()
}
syncBuiltinESMExports()
