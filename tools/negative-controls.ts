import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, relative, resolve } from 'node:path'
import { run } from 'node:test'
import type { TestEvent } from 'node:test/reporters'
import type { Weakened } from '../test/faults/catalogue/control.ts'
import type { Proof } from '../test/faults/catalogue/fault-case.ts'

/** The control of one case that takes a guard away from the product. */
export interface ControlOfCase {
  readonly id: string
  readonly control: Weakened
}

/** `caught`: the named test failed where the guard was gone. Anything else shows nothing, and counts against the case. */
export interface ControlResult {
  readonly id: string
  readonly verdict: 'caught' | 'NOT CAUGHT' | 'NOT RUN' | 'skipped'
  /** What the test said, in a line. */
  readonly said: string
  readonly seconds: number
}

interface Seen {
  failed?: string
  /** What the test needs was not there: this says nothing of the guard. */
  unprepared?: string
  passed?: boolean
  skipped?: string
}

const hook = new URL('../test/support/weakened.ts', import.meta.url)
const TIMEOUT_MS = 240_000
/** A fault that nothing guards against gets through in few of the rounds of a test that makes it again and again. */
const ROUNDS = 4
/** Where a guard is taken away, little of a fault is enough. */
const SPARING = { FAULT_CONNECTIONS: '60', FAULT_FLOWS: '12', FAULT_POINTS: '4', ROLLING_RESTARTS: '4' }
/** Of a file whose named test has ended: a test that fails may leave something open. */
const LEAVE_MS = 20_000
const LINE_CHARACTERS = 160

/** Runs the named test of each case on a product without its guard, `atOnce` of them beside each other, and tells each as it ends. */
export async function runControls(
  controls: readonly ControlOfCase[],
  atOnce: number,
  tell: (result: ControlResult) => void,
): Promise<ControlResult[]> {
  const waiting = [...controls]
  const results: ControlResult[] = []
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) {
      const result = await runControl(next)
      results.push(result)
      tell(result)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, lane))
  return results
}

async function runControl({ id, control }: ControlOfCase): Promise<ControlResult> {
  const folder = await mkdtemp(join(tmpdir(), 'plinth-control-'))
  const plan = join(folder, 'plan.json')
  const loaded = join(folder, 'loaded')
  const began = performance.now()
  try {
    const edits = control.without.map((edit) => ({ ...edit, file: resolve(edit.file) }))
    await writeFile(plan, JSON.stringify({ edits, loaded }))
    await writeFile(loaded, '')
    const seen = await runWeakened(control.caughtBy, plan)
    const names = new Set((await readFile(loaded, 'utf8')).split('\n'))
    const untouched = edits.filter(({ file }) => !names.has(file)).map(({ file }) => relative('.', file))
    return { id, ...verdictOf(seen, untouched), seconds: (performance.now() - began) / 1000 }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

function verdictOf(seen: Seen, untouched: readonly string[]): Omit<ControlResult, 'id' | 'seconds'> {
  if (seen.skipped !== undefined) return { verdict: 'skipped', said: seen.skipped }
  if (untouched.length > 0) return { verdict: 'NOT RUN', said: `never loaded: ${untouched.join(', ')}` }
  if (seen.unprepared !== undefined) return { verdict: 'NOT RUN', said: seen.unprepared }
  if (seen.failed !== undefined) return { verdict: 'caught', said: seen.failed }
  if (seen.passed === true) return { verdict: 'NOT CAUGHT', said: 'the test passed without the guard' }
  return { verdict: 'NOT RUN', said: 'no test of that name ran' }
}

async function runWeakened({ file, test }: Proof, plan: string): Promise<Seen> {
  const ending = new AbortController()
  const endWithin = (milliseconds: number) => setTimeout(() => ending.abort(), milliseconds)
  const timers = [endWithin(TIMEOUT_MS)]
  const stream = run({
    files: [file],
    env: {
      ...process.env,
      FAULT_ROUNDS: String(ROUNDS),
      ...SPARING,
      PLINTH_WEAKENED: plan,
      NODE_OPTIONS: `--import=${hook.href}`,
    },
    testNamePatterns: new RegExp(`${escaped(test)}$`, 'u'),
    concurrency: 1,
    signal: ending.signal,
  })
  const seen: Seen = {}
  for await (const event of stream as AsyncIterable<TestEvent>) {
    if ((event.type !== 'test:pass' && event.type !== 'test:fail') || event.data.name !== test) continue
    timers.push(endWithin(LEAVE_MS))
    if (event.type === 'test:fail') noteFailure(seen, event.data.details.error)
    else if (event.data.skip === undefined || event.data.skip === false) seen.passed = true
    else seen.skipped = String(event.data.skip)
  }
  for (const timer of timers) clearTimeout(timer)
  return seen
}

/** A test that its suite took back, or that something before it kept from its start, did not look. */
function noteFailure(seen: Seen, error: Error & { readonly failureType?: string }): void {
  const isKept = error.failureType === 'hookFailed' && error.message.includes('before')
  const isUnprepared = error.failureType === 'cancelledByParent' || isKept
  seen[isUnprepared ? 'unprepared' : 'failed'] ??= lineOf(error)
}

function lineOf(error: Error): string {
  const own = error.cause instanceof Error ? error.cause.message : error.message
  return own.replaceAll(/\s+/g, ' ').trim().slice(0, LINE_CHARACTERS)
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
}
