import { randomInt } from 'node:crypto'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { parseArgs } from 'node:util'
import { catalogue } from '../test/faults/catalogue/catalogue.ts'
import { isWeakened } from '../test/faults/catalogue/control.ts'
import { controls } from '../test/faults/catalogue/controls/controls.ts'
import { requirement, requirements } from '../test/support/requirements.ts'
import { faultTable } from './fault-table.ts'
import { type ControlOfCase, type ControlResult, runControls } from './negative-controls.ts'
import { withTestDatabase } from './test-database.ts'
import { type Phase, type Result, runTests } from './test-run.ts'

const usage =
  'npm test -- [--quick | --browser | --faults | --attacks | --coverage] [part of a test file path ...] | --controls [case ...]'

const { values: flags, positionals: filters } = parseArgs({
  allowPositionals: true,
  options: {
    quick: { type: 'boolean' },
    browser: { type: 'boolean' },
    faults: { type: 'boolean' },
    attacks: { type: 'boolean' },
    coverage: { type: 'boolean' },
    controls: { type: 'boolean' },
  },
})

/** One more than there are cores: tests wait for a database, a clock or a socket for a third of their time. */
const short = Math.min(availableParallelism() + 1, 4)
/** A page is drawn by one core while the other serves and asks. */
const BROWSERS = 2
const KILLS = 2
/** Half of their time they wait for what is away, late or restarted. */
const FAULTS = 2
const SLOWEST = 40
/** A server that is killed again and again under load: by `--faults` as often as the tests say. */
const ROUNDS_OF_ALL = 8
/** How much of each fault a run of faults makes, where others make do with little of it. */
const OF_FAULTS = { FAULT_CONNECTIONS: '1000', FAULT_FLOWS: '1000', ROLLING_RESTARTS: '20' }
/** Of each kind of work that a server is ended in: by `--faults` at all of its points. */
const POINTS_OF_ALL = 4
/** Of each carrier, while their worker is killed every 2 s: by `--faults` as many as the test says. */
const JOBS_OF_ALL = 500
/** Inputs made up for each route, others each time: by its path as many as the test says. */
const INPUTS_OF_ALL = 5
/** Of each property of trading figures: by its path as many as the test says. */
const CASES_OF_ALL = 10_000
/** Of a whole run: more than so many that fail are no accident of a busy machine. */
const AGAIN_MAX = 3

const isBrowser = (path: string): boolean => path.startsWith('test/browser/')
const isFaults = (path: string): boolean => path.startsWith('test/faults/')
/** They end processes and count what is left; none of them measures a time. */
const isKills = (path: string): boolean =>
  /^test\/faults\/(crash-points|jobs-kill|kill-9|kill-9-external|poison-job|power-loss|trading-kill)\.test\.ts$/.test(
    path,
  )
const isAttacks = (path: string): boolean => path.startsWith('test/attacks/')
/** Tells by the time of answers what somebody who guesses could tell: nothing runs beside it. */
const isTimed = (path: string): boolean => path === 'test/attacks/one-node.test.ts'

const files = globSync('{server,sdk,tools,console,test}/**/*.test.ts', {
  exclude: (path) => path.endsWith('node_modules'),
})
  .map((path) => path.replaceAll('\\', '/'))
  .filter((path) => filters.length === 0 || filters.some((filter) => path.includes(filter.replace(/^\.\//, ''))))
  .sort()

const chromium = requirement('chromium')
const { phases, leftOut } = plan()

if (flags.browser && !chromium.present) fail(`the browser tests need Chromium: ${chromium.install}, or CHROMIUM_PATH`)
const weakened = askedControls()
if (phases.every((phase) => phase.files.length === 0) && weakened.length === 0) fail(`nothing matches\n${usage}`)

// On two processes as on one: everything, where a whole run tries what processes share.
if (flags.attacks) process.env.ATTACKS ??= 'all'
const seed = flags.faults === true ? seedFaults() : undefined
if (flags.faults === true) for (const [name, value] of Object.entries(OF_FAULTS)) process.env[name] ??= value
if (isWhole()) {
  process.env.FAULT_ROUNDS ??= String(ROUNDS_OF_ALL)
  process.env.FAULT_POINTS ??= String(POINTS_OF_ALL)
  process.env.FAULT_JOBS ??= String(JOBS_OF_ALL)
  process.env.PLINTH_FUZZ_RUNS ??= String(INPUTS_OF_ALL)
  process.env.PLINTH_PROPERTY_CASES ??= String(CASES_OF_ALL)
}
// A file that is run again has the same cases: what it failed of is no accident.
process.env.PLINTH_PROPERTY_SEED ??= String(randomInt(2 ** 31))
const { result, caught } = await withTestDatabase(async () => ({
  result: await runTests(phases, { coverage: flags.coverage ?? false, againMax: isWhole() ? AGAIN_MAX : 0 }),
  caught: await runControls(weakened, short, sayControl),
}))
const table = seed === undefined ? null : faultTable(catalogue, result.outcomes, seed)
console.log(
  [
    ...saySlowest(result),
    ...saySkipped(result),
    ...sayUnsteady(result),
    ...sayLeftOut(),
    ...(table?.lines ?? []),
    ...sayControls(caught),
    ...(flags.controls === true ? [] : result.counts),
  ].join('\n'),
)
process.exitCode = result.success && table?.holds !== false && caught.every(holds) ? 0 : 1

/** Files of several seconds each, and pages that take a minute: a quick run asks for one of them by its path or not at all. */
function longFiles(): ReadonlySet<string> {
  const path = 'tools/long-tests.json'
  return new Set(existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as string[]) : [])
}

/** So that no core waits for a long file that began last. */
function longestFirst(paths: readonly string[]): string[] {
  const long = longFiles()
  return [...paths.filter((path) => long.has(path)), ...paths.filter((path) => !long.has(path))]
}

/** Fault tests and attacks come after the others, which take every core; those that only kill run among them. */
function plan(): { phases: Phase[]; leftOut: string[] } {
  const quick = files.filter((path) => !isBrowser(path) && !isFaults(path) && !isAttacks(path))
  const browser = files.filter(isBrowser)
  const faults = files.filter(isFaults)
  if (flags.controls === true) return { phases: [], leftOut: [] }
  const cited = new Set(catalogue.flatMap(({ proofs }) => proofs.map(({ file }) => file)))
  const attacks = files.filter(isAttacks)
  if (flags.browser || flags.faults || flags.attacks) {
    const asked = [
      ...(flags.browser ? browser : []),
      ...(flags.faults ? faults : []),
      ...(flags.attacks ? attacks : []),
    ]
    const elsewhere = flags.faults === true ? files.filter((path) => cited.has(path) && !asked.includes(path)) : []
    return {
      phases: [
        { files: elsewhere, atOnce: short },
        { files: asked.filter(isBrowser), atOnce: BROWSERS },
        { files: asked.filter(isKills), atOnce: KILLS },
        { files: asked.filter((path) => !isBrowser(path) && !isKills(path)), atOnce: 1 },
      ],
      leftOut: [],
    }
  }
  if (flags.quick || flags.coverage) {
    const long = flags.quick && filters.length === 0 ? longFiles() : new Set<string>()
    const kept = quick.filter((path) => !long.has(path))
    const leftOut = [
      ...(kept.length < quick.length ? [`${quick.length - kept.length} long files: npm test`] : []),
      ...(browser.length > 0 ? [`test/browser (${browser.length} files): npm run test:e2e`] : []),
      ...(faults.length > 0 ? [`test/faults (${faults.length} files): npm run test:faults`] : []),
      ...(attacks.length > 0 ? [`test/attacks (${attacks.length} files): npm run test:attacks`] : []),
    ]
    return { phases: [{ files: kept, atOnce: short }], leftOut }
  }
  const leftOut = [
    ...(chromium.present || browser.length === 0 ? [] : [`test/browser (${browser.length} files): ${chromium.skip}`]),
  ]
  const phases = [
    // Kills wait for disks and starts while the others reckon.
    { files: longestFirst([...faults.filter(isKills), ...quick]), atOnce: short + 1 },
    { files: chromium.present ? longestFirst(browser) : [], atOnce: BROWSERS },
    { files: [...attacks, ...faults].filter((path) => !isKills(path) && !isTimed(path)), atOnce: FAULTS },
    { files: attacks.filter(isTimed), atOnce: 1 },
  ]
  return { phases, leftOut }
}

/** The controls of a run of all faults, or of the cases that `--controls` names: those that take a guard away from the product. */
function askedControls(): ControlOfCase[] {
  const wanted = flags.controls === true ? filters : flags.faults === true && filters.length === 0 ? [] : undefined
  if (wanted === undefined) return []
  return Object.entries(controls).flatMap(([id, control]) =>
    isWeakened(control) && (wanted.length === 0 || wanted.includes(id)) ? [{ id, control }] : [],
  )
}

function sayControl({ id, verdict, said, seconds }: ControlResult): void {
  console.log(`control ${id.padEnd(4)} ${verdict} in ${seconds.toFixed(1)} s: ${said}`)
}

function holds({ verdict }: ControlResult): boolean {
  return verdict === 'caught' || verdict === 'skipped'
}

function sayControls(results: readonly ControlResult[]): string[] {
  if (results.length === 0) return []
  const shown = Object.entries(controls).flatMap(([id, control]) =>
    isWeakened(control)
      ? []
      : [`control ${id.padEnd(4)} is a test of its own: ${control.shown.file}: ${control.shown.test}`],
  )
  const broken = results.filter((result) => !holds(result)).map(({ id, verdict }) => `${id} ${verdict}`)
  const count = results.filter(({ verdict }) => verdict === 'caught').length
  const tail = broken.length === 0 ? '' : `; ${broken.join(', ')}`
  return [
    '',
    ...(flags.controls === true ? [] : shown),
    `Negative controls: ${count} of ${results.length} guards taken away were missed by the tests of their case${tail}`,
    '',
  ]
}

/** One seed for everything that is thrown dice for, in every process of the run. */
function seedFaults(): string {
  process.env.FAULT_SEED ??= String(randomInt(2 ** 31))
  process.env.PLINTH_FUZZ_SEED ??= process.env.FAULT_SEED
  return process.env.FAULT_SEED
}

/** What to look at when a run takes long. */
function saySlowest({ took, phases }: Result): string[] {
  if (took.length < 2) return []
  const parts = phases.length < 2 ? [] : ['', `The phases took ${phases.map((one) => one.toFixed(0)).join(', ')} s.`]
  const slowest = [...took].sort((a, b) => b.seconds - a.seconds).slice(0, SLOWEST)
  return [
    ...parts,
    '',
    'The files that took longest:',
    ...slowest.map((one) => `  ${one.seconds.toFixed(1)} s ${one.file}`),
  ]
}

function saySkipped({ skipped }: Result): string[] {
  const reasons = [...skipped].map(([reason, count]) => `  ${count} skipped: ${reason}`)
  return reasons.length > 0 ? ['', 'Skipped by the tests themselves:', ...reasons] : []
}

function isWhole(): boolean {
  return filters.length === 0 && !Object.values(flags).includes(true)
}

/** They are faults, of the test or of the code, that want mending before the next change hides them. */
function sayUnsteady({ unsteady }: Result): string[] {
  if (unsteady.length === 0) return []
  return ['', 'Unsteady, failed beside others (above) and passed alone:', ...unsteady.map((file) => `  ${file}`)]
}

function sayLeftOut(): string[] {
  const missing = requirements().flatMap(({ name, present, install }) =>
    present || leftOut.some((line) => line.endsWith(install)) ? [] : [`${name} is not installed: ${install}`],
  )
  const lines = [...leftOut, ...missing].map((line) => `  ${line}`)
  return [
    '',
    ...(lines.length > 0 ? ['Left out, and the command that brings it:', ...lines] : ['Nothing was left out.']),
    '',
  ]
}

function fail(sentence: string): never {
  console.error(sentence)
  process.exit(1)
}
