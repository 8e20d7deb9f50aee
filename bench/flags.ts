import { compile, type Flag } from '../sdk/flags/index.ts'
import { median } from './load.ts'
import type { Row } from './table.ts'

/** Read when it is called for: the peers are installed by then. */
const PEER: string = new URL('./peer-flags.mjs', import.meta.url).href

/** A type and no interface: only a type has every index that a context has. */
type User = { readonly targetingKey: string; readonly country: string }
type Evaluate = (key: string, user: User) => unknown

interface Peer {
  openPeers(setup: object): Promise<Readonly<Record<string, Evaluate>>>
}

const ROUNDS = 15
const CALLS = 50_000
const PLAIN = 'plain'
const COUNTRIES = ['DE', 'FR', 'NL', 'BE', 'AT']
const PERCENT = 25
const FLAGS = Array.from({ length: 500 }, (_, at) => `flag-${at}`)
/** Two of three are of a country in the list. */
const USERS: readonly User[] = Array.from({ length: 1000 }, (_, at) => ({
  targetingKey: `0192f3a4-7c1e-7000-8000-${String(at).padStart(12, '0')}`,
  country: ['DE', 'US', 'FR'][at % 3] ?? '',
}))

/** Evaluating flags beside the engines of flagd, GrowthBook and Unleash: 500 with a rule each, in this process, in turns. */
export async function flagRows(): Promise<Row[]> {
  const { openPeers } = (await import(PEER)) as Peer
  const peers = await openPeers({ plain: PLAIN, flags: FLAGS, countries: COUNTRIES, percent: PERCENT })
  const names = ['ours', ...Object.keys(peers)]
  const evaluator = compile(snapshot(), { now: Date.now })
  const sides: Evaluate[] = [(key, user) => evaluator.evaluate(key, user).value, ...Object.values(peers)]
  const plain = inTurns(sides, { calls: CALLS, run: (side, at) => side(PLAIN, userAt(at)) })
  const ruled = inTurns(sides, { calls: CALLS, run: (side, at) => side(FLAGS[at % FLAGS.length] ?? '', userAt(at)) })
  const whole: Evaluate[] = [(_, user) => evaluator.all(user), ...Object.values(peers).map(eachOf)]
  const all = inTurns(whole, { calls: 50, run: (side, at) => side('', userAt(at)) })
  return [
    row('a boolean flag', { names, measured: plain, unit: 'ns', max: 150 }),
    row('a list of countries and 25 %, 500 flags', { names, measured: ruled, unit: 'ns', max: 600 }),
    row('all 500 flags for one user', { names, measured: all.map((ns) => ns / 1e6), unit: 'ms', max: 0.3 }),
  ]
}

function eachOf(evaluate: Evaluate): Evaluate {
  return (_, user) => FLAGS.map((key) => evaluate(key, user))
}

function userAt(at: number): User {
  return USERS[at % USERS.length] ?? { targetingKey: '', country: '' }
}

function snapshot() {
  const flagOf = (key: string, changes: Partial<Flag>): Flag => ({
    key,
    type: 'boolean',
    variants: [
      { key: 'on', value: true },
      { key: 'off', value: false },
    ],
    enabled: true,
    offVariant: 'off',
    prerequisites: [],
    rules: [],
    fallthrough: { variant: 'off' },
    isPublic: false,
    ...changes,
  })
  const ruled = FLAGS.map((key) => {
    const condition = { attribute: 'country', operator: 'in', value: COUNTRIES } as const
    const rollout = { hash: 'fractional-v3', salt: `salt of ${key}`, share: PERCENT * 1000 } as const
    return flagOf(key, { rules: [{ id: 'rule', condition, rollout, serve: { variant: 'on' } }] })
  })
  return {
    environment: 'bench',
    revision: 1,
    flags: [...ruled, flagOf(PLAIN, { fallthrough: { variant: 'on' } })],
    segments: [],
  }
}

interface Turn {
  readonly calls: number
  readonly run: (side: Evaluate, at: number) => unknown
}

/** Nanoseconds of one call, the median of rounds in which the sides take turns. */
function inTurns(sides: readonly Evaluate[], { calls, run }: Turn): number[] {
  const measured = sides.map(() => [] as number[])
  for (let round = 0; round <= ROUNDS; round += 1) {
    for (const [at, side] of sides.entries()) {
      const startedMs = performance.now()
      for (let n = 0; n < calls; n += 1) run(side, n)
      // The first round warms up.
      if (round > 0) measured[at]?.push(((performance.now() - startedMs) * 1e6) / calls)
    }
  }
  return measured.map(median)
}

interface Measured {
  readonly names: readonly string[]
  readonly measured: readonly number[]
  readonly unit: 'ns' | 'ms'
  readonly max: number
}

function row(what: string, { names, measured, unit, max }: Measured): Row {
  const told = measured.map((value) => (unit === 'ns' ? value.toFixed(0) : value.toFixed(3)))
  const peers = names.slice(1).map((name, at) => `${name} ${told[at + 1]}`)
  return {
    what: `flags: ${what}`,
    measured: `${told[0]} ${unit} (${peers.join(', ')})`,
    aim: `<= ${max} ${unit}`,
    met: (measured[0] ?? Number.NaN) <= max,
  }
}
