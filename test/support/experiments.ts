import assert from 'node:assert/strict'
import type { FlagsDoor } from '../../server/platform/experiments/index.ts'
import { expectStatus, type MusicServer, startMusic } from './music.ts'
import type { Person } from './people.ts'

export const HOUR_MS = 60 * 60 * 1000
export const DAY_MS = 24 * HOUR_MS
const SPLIT = { hash: 'fractional-v3', salt: 'stand-in' } as const
const HALVES = [
  { variant: 'control', weight: 50_000 },
  { variant: 'treatment', weight: 50_000 },
]

/** A source of metrics that clients tell. */
export const client = (event: string, value: string | null) => ({ from: 'client', event, unit: null, value })

const METRICS = [
  { key: 'bought', kind: 'conversion', numerator: client('purchase', null) },
  {
    ...{ key: 'revenue', kind: 'mean', numerator: client('purchase', 'value'), windowHours: 48 },
    cap: { kind: 'absolute', value: 45 },
  },
  {
    ...{ key: 'per-item', kind: 'ratio', numerator: client('purchase', 'value'), windowHours: 48 },
    ...{ denominator: client('items', 'value'), cap: { kind: 'absolute', value: 45 } },
  },
  { key: 'crashed', kind: 'conversion', numerator: client('crash', null), desired: 'decrease' },
  {
    ...{ key: 'verified', kind: 'conversion' },
    numerator: { from: 'product', event: 'identity.user.verified', unit: 'userId', value: null },
  },
]

export type ExperimentStage = Awaited<ReturnType<typeof startExperiments>>

/** A server with metrics, whose flags split in halves and serve what `got` says. */
export async function startExperiments() {
  const server = await startMusic()
  const admin = await server.people.signedIn('administrator')
  const flags = standInFlags()
  server.app.units.experiments.connectFlags(flags.door)
  for (const metric of METRICS) {
    const wanted = { title: metric.key, desired: 'increase', ...metric }
    expectStatus(await admin.http.post('/api/experiment-metrics', wanted), 201)
  }
  return { server, admin, got: flags.got, switchedOff: flags.switchedOff, ...stepsOf(server, admin) }
}

/** The body of a draft. */
export const draftOf = (key: string, more: object = {}) => ({
  ...{ key, title: `About ${key}`, hypothesis: 'More is bought.', flag: key, environment: 'production' },
  ...{ ruleId: 'split', control: 'control', metrics: [{ key: 'bought', role: 'primary' }], ...more },
})

function stepsOf(server: MusicServer, admin: Person) {
  const made = async (key: string, more: object = {}) =>
    expectStatus(await admin.http.post('/api/experiments', draftOf(key, more)), 201)
  const read = async (key: string) => expectStatus(await admin.http.get(`/api/experiments/${key}`), 200)
  const step = async (key: string, name: string, more: object = {}) => {
    const { version } = await read(key)
    return await admin.http.post(`/api/experiments/${key}/${name}`, { version, ...more })
  }
  return {
    ...{ made, read, step },
    async running(key: string, more: object = {}): Promise<void> {
      await made(key, more)
      expectStatus(await step(key, 'start'), 200)
    },
    /** Computed anew. */
    async results(key: string) {
      expectStatus(await admin.http.post(`/api/experiments/${key}/analyse`), 202)
      await server.jobsIdle()
      return expectStatus(await admin.http.get(`/api/experiments/${key}/results`), 200)
    },
    /** Rows that a client tells; the answer to the first thousand. */
    async report(what: 'events' | 'exposures', rows: readonly object[]) {
      const answers = []
      for (let at = 0; at < rows.length; at += 1000) {
        const batch = { [what]: rows.slice(at, at + 1000) }
        answers.push(expectStatus(await admin.http.post(`/api/experiments/${what}`, batch), 200))
      }
      return answers[0]
    },
  }
}

/** Flags by hand: a rule is known by its name. */
function standInFlags() {
  let serve: Parameters<FlagsDoor['onServed']>[0] = () => undefined
  const switchedOff: object[] = []
  const door: FlagsDoor = {
    onServed: (listener) => {
      serve = listener
    },
    rule: async (_reader, flag, environment, ruleId) => {
      if (environment !== 'production' || ruleId === 'none') return null
      return { experiment: ruleId === 'unbound' ? 'another' : flag, serve: { split: { ...SPLIT, weights: HALVES } } }
    },
    switchOff: async (tx, flag) => {
      switchedOff.push(flag)
      await tx.audit({ action: 'flags.flag.switched-off', subject: { kind: 'flag', id: flag.flag } })
    },
  }
  const got = (experiment: string, variant: string, targetingKey: string, more: object = {}) =>
    serve({ flag: experiment, environment: 'production', variant, experiment, context: { targetingKey }, ...more })
  return { door, switchedOff, got }
}

/** Of results: a variant by a metric. */
// biome-ignore lint/suspicious/noExplicitAny: answers are read member by member
export function variantOf(found: any, metric: string, variant = 'treatment') {
  // biome-ignore lint/suspicious/noExplicitAny: answers are read member by member
  return found.metrics.find(({ key }: any) => key === metric).variants.find((one: any) => one.variant === variant)
}

export const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, at) => make(at))

export const ago = (ms: number): string => new Date(Date.now() - ms).toISOString()

export function near(actual: number, expected: number): void {
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.abs(expected), `${actual} is not ${expected}`)
}
