import { errorAnswer } from './answers.ts'
import { compileCondition } from './conditions.ts'
import { dependencyFaults } from './dependencies.ts'
import { type Explanation, explainFlag } from './explain.ts'
import { type CompiledParts, compileFlag } from './flag.ts'
import type { Assignments, Context, Evaluation, Fault, Flag, Segment, Snapshot } from './model.ts'
import { createPatterns } from './patterns.ts'
import { createSchedule, type Schedule } from './schedule.ts'
import { type Call, type CompiledFlag, never, type Scope, type Test } from './scope.ts'

/** Evaluates the flags of one snapshot; synchronous, and never throws. */
export interface Evaluator {
  readonly snapshot: Snapshot
  /** An unknown flag is FLAG_NOT_FOUND, a flag with faults PARSE_ERROR; the others are not touched by it. */
  evaluate(key: string, context: Context, assignments?: Assignments): Evaluation
  all(context: Context, filter?: (flag: Flag) => boolean): Evaluation[]
  /** Why a caller gets what it gets: each rule with its condition, bucket and share; null for an unknown flag. */
  explain(key: string, context: Context): Explanation | null
  /** The next instant after this one at which an answer may change by time alone. */
  nextChangeAt(afterMs: number): number | null
}

export interface CompileOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** 0 to below 1; only imported rules that ask for chance use it. */
  readonly random?: () => number
}

interface Prepared extends CompiledFlag {
  readonly flag: Flag
  readonly scope: Scope
  parts: CompiledParts | null
  faults: readonly Fault[]
}

const nobody: Context = Object.freeze({})

/** Compiles a snapshot to closures. A flag that has faults answers with an error; it does not keep others from working. */
export function compile(snapshot: Snapshot, options: CompileOptions): Evaluator {
  const schedule = createSchedule()
  const call: Call = { assignments: undefined }
  const flags = prepare(snapshot, options, { schedule, call })
  const order = [...flags.values()]
  const run = (flag: Prepared, context: Context): Evaluation => {
    try {
      return flag.run(context)
    } catch {
      return errorAnswer(flag.flag.key, 'GENERAL')
    }
  }
  return {
    snapshot,
    evaluate: (key, context, assignments) => {
      const flag = flags.get(key)
      if (flag === undefined) return errorAnswer(key, 'FLAG_NOT_FOUND')
      call.assignments = assignments
      return run(flag, context ?? nobody)
    },
    all: (context, filter) => {
      call.assignments = undefined
      const asked = filter === undefined ? order : order.filter(({ flag }) => filter(flag))
      return asked.map((flag) => run(flag, context ?? nobody))
    },
    explain: (key, context) => {
      const flag = flags.get(key)
      if (flag === undefined) return null
      call.assignments = undefined
      const evaluation = run(flag, context ?? nobody)
      return explainFlag({ ...flag, evaluation, flags }, context ?? nobody)
    },
    nextChangeAt: schedule.nextAfter,
  }
}

/** What is wrong with a flag among the others of a snapshot, whether or not it stands there already. */
export function faultsOf(flag: Flag, snapshot: Pick<Snapshot, 'flags' | 'segments'>): readonly Fault[] {
  const others = snapshot.flags.filter(({ key }) => key !== flag.key)
  const whole = { ...snapshot, flags: [...others, flag] }
  const silent = { schedule: createSchedule(), call: { assignments: undefined } }
  return prepare(whole, { now: () => 0 }, silent).get(flag.key)?.faults ?? []
}

interface Shared {
  readonly schedule: Schedule
  readonly call: Call
}

function prepare(
  snapshot: Pick<Snapshot, 'flags' | 'segments'>,
  { now, random = Math.random }: CompileOptions,
  { schedule, call }: Shared,
): ReadonlyMap<string, Prepared> {
  const flags = new Map<string, Prepared>()
  const { rampsBetween, changesAt } = schedule
  const base = { now, random, call, flags, patterns: createPatterns(), rampsBetween, changesAt }
  const segment = segmentsOf(snapshot.segments, base)
  for (const flag of snapshot.flags) {
    const found: Fault[] = []
    const fault = (path: string, message: string): void => void found.push({ path, message })
    const scope: Scope = { ...base, fault, segment: (key, path) => segment(key, path, fault) }
    const broken = errorAnswer(flag.key, 'PARSE_ERROR')
    const variants = new Set(Array.isArray(flag.variants) ? flag.variants.map(({ key }) => key) : [])
    flags.set(flag.key, { flag, scope, variants, parts: null, faults: found, run: () => broken })
  }
  const misled = dependencyFaults(snapshot)
  for (const prepared of flags.values()) compileOne(prepared, misled.get(prepared.flag.key))
  return flags
}

function compileOne(prepared: Prepared, misled: string | undefined): void {
  const { flag, scope } = prepared
  try {
    if (misled !== undefined) scope.fault('/prerequisites', misled)
    const parts = compileFlag(flag, scope)
    if (prepared.faults.length > 0) return
    prepared.parts = parts
    prepared.run = parts.run
  } catch {
    scope.fault('', 'is not in the form of a flag')
  }
}

type TellFault = Scope['fault']

/** Compiles each segment once, when it is first asked for; its faults are told to every flag that uses it. */
function segmentsOf(segments: readonly Segment[], base: Omit<Scope, 'fault' | 'segment'>) {
  const byKey = new Map(segments.map((segment) => [segment.key, segment]))
  const compiled = new Map<string, { test: Test; faults: Fault[] }>()
  const segmentTest = (key: string, path: string, tell: TellFault): Test | undefined => {
    const segment = byKey.get(key)
    if (segment === undefined) return undefined
    let known = compiled.get(key)
    if (known === undefined) {
      const faults: Fault[] = [{ path: '', message: 'a cycle of segments' }]
      known = { test: never, faults }
      compiled.set(key, known)
      const fault: TellFault = (where, message) => void faults.push({ path: where, message })
      const scope: Scope = { ...base, fault, segment: (other, where) => segmentTest(other, where, fault) }
      known.test = compileCondition(segment.condition, scope, '')
      faults.shift()
    }
    for (const { path: where, message } of [...known.faults]) tell(path, `segment ${key}${where}: ${message}`)
    return known.test
  }
  return segmentTest
}
