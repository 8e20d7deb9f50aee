import { relative } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { run } from 'node:test'
import { spec, type TestEvent } from 'node:test/reporters'
import { fileURLToPath } from 'node:url'
import { formatCoverage } from './test-coverage.ts'

/** Files that run together, `atOnce` of them at a time. */
export type Phase = { readonly files: readonly string[]; readonly atOnce: number }

export type Result = {
  readonly success: boolean
  /** The runner's own closing lines, `# tests 12` to `# duration_ms 3400`, summed over the phases. */
  readonly counts: readonly string[]
  /** How many tests left themselves out, by the reason they gave. */
  readonly skipped: ReadonlyMap<string, number>
  readonly outcomes: readonly Outcome[]
  readonly took: readonly FileTime[]
  /** Seconds that each phase took. */
  readonly phases: readonly number[]
  /** Files that failed beside others and passed alone. */
  readonly unsteady: readonly string[]
}

/** How long one file ran, in seconds: the runner's start of it to its end. */
export type FileTime = { readonly file: string; readonly seconds: number }

/** How one test ended; `skipped` is the reason it gave. */
export type Outcome = { readonly file: string; readonly test: string } & (
  | { readonly verdict: 'passed' | 'failed' }
  | { readonly verdict: 'skipped'; readonly reason: string }
)

type Tally = {
  success: boolean
  counts: Map<string, number>
  skipped: Map<string, number>
  coverage: string[]
  outcomes: Outcome[]
  took: FileTime[]
  phases: number[]
}

const fileTimeoutMs = 600_000
const compileCache = fileURLToPath(new URL('../node_modules/.cache/plinth-tests', import.meta.url))
const countLine = /^(tests|suites|pass|fail|cancelled|skipped|todo|duration_ms) ([\d.]+)$/

/**
 * Runs the phases one after another, each file in a process of its own, and reports as `node --test` does. Up to `againMax` files that
 * failed run once more, alone: what fails there too has failed.
 */
export async function runTests(
  phases: readonly Phase[],
  options: { coverage: boolean; againMax?: number },
): Promise<Result> {
  const tally = await report(phases, options.coverage)
  const failed = [...new Set(tally.outcomes.flatMap(({ verdict, file }) => (verdict === 'failed' ? [file] : [])))]
  const again = failed.length > 0 && failed.length <= (options.againMax ?? 0)
  const second = again ? await report([{ files: failed, atOnce: 1 }], false) : undefined
  const unsteady = failed.filter((file) =>
    second?.outcomes.every((one) => one.file !== file || one.verdict !== 'failed'),
  )
  if (second !== undefined) settle(tally, second)
  return {
    unsteady,
    success: tally.success,
    counts: [...tally.counts].map(([name, count]) => `# ${name} ${Math.round(count)}`),
    skipped: tally.skipped,
    outcomes: tally.outcomes,
    took: tally.took,
    phases: tally.phases,
  }
}

/** What the second run of the failed files says holds, in the counts too. */
function settle(tally: Tally, second: Tally): void {
  const count = (of: Tally, name: string): number => of.counts.get(name) ?? 0
  const mended = count(tally, 'fail') + count(tally, 'cancelled') - count(second, 'fail') - count(second, 'cancelled')
  tally.counts.set('pass', count(tally, 'pass') + mended)
  for (const name of ['fail', 'cancelled']) tally.counts.set(name, count(second, name))
  tally.success = second.success
}

async function report(phases: readonly Phase[], coverage: boolean): Promise<Tally> {
  const tally: Tally = {
    success: true,
    counts: new Map(),
    skipped: new Map(),
    coverage: [],
    outcomes: [],
    took: [],
    phases: [],
  }
  await pipeline(Readable.from(events(phases, coverage, tally)), new spec(), process.stdout, { end: false })
  if (tally.coverage.length > 0) console.log(tally.coverage.join('\n'))
  return tally
}

async function* events(phases: readonly Phase[], coverage: boolean, tally: Tally): AsyncGenerator<TestEvent, void> {
  for (const { files, atOnce } of phases.filter((phase) => phase.files.length > 0)) {
    const stream = run({
      files: [...files],
      // Half of a short file's time is reading modules; coverage wants them compiled from their source.
      env: { ...process.env, ...(coverage ? {} : { NODE_COMPILE_CACHE: compileCache }) },
      concurrency: atOnce,
      timeout: fileTimeoutMs,
      ...(coverage
        ? {
            coverage,
            coverageIncludeGlobs: ['{server,sdk}/**/*.ts'],
            coverageExcludeGlobs: ['**/*.test.ts', 'sdk/generated.ts'],
          }
        : {}),
    })
    for await (const event of stream as AsyncIterable<TestEvent>) if (!summed(event, tally)) yield event
  }
}

/** Takes the closing events of a phase into the tally, which is printed once, after the last phase. */
function summed(event: TestEvent, tally: Tally): boolean {
  if (event.type === 'test:pass' && typeof event.data.skip === 'string') {
    tally.skipped.set(event.data.skip, (tally.skipped.get(event.data.skip) ?? 0) + 1)
  }
  if (event.type === 'test:pass' || event.type === 'test:fail') tally.outcomes.push(...outcomeOf(event))
  if (event.type === 'test:coverage') tally.coverage.push(...formatCoverage(event.data.summary))
  if (event.type === 'test:summary') {
    const { file, success, duration_ms } = event.data
    if (file === undefined) {
      tally.success &&= success
      tally.phases.push(duration_ms / 1000)
    } else tally.took.push({ file: fromRoot(file), seconds: duration_ms / 1000 })
  }
  const isClosing = event.type === 'test:diagnostic' && event.data.nesting === 0 && event.data.file === undefined
  const [, name, count] = (isClosing ? countLine.exec(event.data.message) : null) ?? []
  if (name !== undefined) tally.counts.set(name, (tally.counts.get(name) ?? 0) + Number(count))
  return name !== undefined || event.type === 'test:coverage'
}

function outcomeOf({ type, data }: Extract<TestEvent, { type: 'test:pass' | 'test:fail' }>): Outcome[] {
  if (data.file === undefined) return []
  const file = fromRoot(data.file)
  const named = { file, test: data.name }
  if (type === 'test:fail') return [{ ...named, verdict: 'failed' }]
  if (data.skip === undefined || data.skip === false) return [{ ...named, verdict: 'passed' }]
  return [{ ...named, verdict: 'skipped', reason: data.skip === true ? 'no reason given' : data.skip }]
}

function fromRoot(file: string): string {
  return relative(process.cwd(), file).replaceAll('\\', '/')
}
