import { errorAnswer } from './answers.ts'
import { dependencyFaults, type References } from './dependencies.ts'
import { type Explanation, explainFlag } from './explain.ts'
import { type CompiledParts, compileFlag } from './flag.ts'
import type { Assignments, Context, Evaluation, Fault, Flag, Snapshot } from './model.ts'
import { createPatterns } from './patterns.ts'
import { createSchedule } from './schedule.ts'
import type { CompiledFlag, Scope } from './scope.ts'
import { createSegments, flagName, type Place, type Segments, segmentName } from './segments.ts'
import { namesToCompile } from './standing.ts'

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
  /** Flags that are the same objects in its snapshot are taken over as compiled there, unless what they depend on has changed. */
  readonly former?: Evaluator | undefined
}

interface Prepared extends CompiledFlag, Place {
  readonly needs: Set<string>
  readonly name: string
  readonly flag: Flag
  parts: CompiledParts | null
  faults: readonly Fault[]
}

/** What is compiled of one snapshot. */
interface Generation {
  readonly flags: ReadonlyMap<string, Prepared>
  readonly segments: Segments
}

/** What the generations of a program share. `at`: the one that is being compiled or explained, so that no part holds a former one. */
interface Lineage extends Pick<Scope, 'now' | 'random' | 'patterns' | 'call'> {
  at: { readonly flags: Generation['flags']; readonly segments: Pick<Segments, 'test'> }
}

const nobody: Context = Object.freeze({})
const nothing: Lineage['at'] = { flags: new Map(), segments: { test: () => undefined } }
const insides = new WeakMap<Evaluator, { readonly lineage: Lineage; readonly generation: Generation }>()

/** Compiles a snapshot to closures. A flag that has faults answers with an error; it does not keep others from working. */
export function compile(snapshot: Snapshot, options: CompileOptions): Evaluator {
  const { lineage, former } = descentOf(options)
  const generation = generationOf(snapshot, lineage, former)
  const { flags, segments } = generation
  const { call } = lineage
  const order = [...flags.values()]
  const changing = [...order, ...segments.compiled.values()].filter(({ nextAfter }) => nextAfter(ALWAYS) !== null)
  const run = (flag: Prepared, context: Context): Evaluation => {
    try {
      return flag.run(context)
    } catch {
      return errorAnswer(flag.flag.key, 'GENERAL')
    }
  }
  const evaluator: Evaluator = {
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
      lineage.at = generation
      const evaluation = run(flag, context ?? nobody)
      return explainFlag({ ...flag, evaluation, flags }, context ?? nobody)
    },
    nextChangeAt: (afterMs) => {
      const instants = changing.flatMap(({ nextAfter }) => nextAfter(afterMs) ?? [])
      return instants.length === 0 ? null : Math.min(...instants)
    },
  }
  insides.set(evaluator, { lineage, generation })
  return evaluator
}

const ALWAYS = Number.NEGATIVE_INFINITY

/** What is wrong with a flag among the others of a snapshot, whether or not it stands there already. */
export function faultsOf(flag: Flag, snapshot: Pick<Snapshot, 'flags' | 'segments'>): readonly Fault[] {
  const others = snapshot.flags.filter(({ key }) => key !== flag.key)
  const whole = { ...snapshot, flags: [...others, flag] }
  const { lineage } = descentOf({ now: () => 0 })
  return generationOf(whole, lineage, null).flags.get(flag.key)?.faults ?? []
}

/** What was compiled before is taken over only where the clock is the same. */
function descentOf({ now, random = Math.random, former }: CompileOptions) {
  const known = former === undefined ? undefined : insides.get(former)
  if (known !== undefined && known.lineage.now === now && known.lineage.random === random)
    return { lineage: known.lineage, former: known.generation }
  const lineage: Lineage = { now, random, patterns: createPatterns(), call: { assignments: undefined }, at: nothing }
  return { lineage, former: null }
}

function generationOf(
  snapshot: Pick<Snapshot, 'flags' | 'segments'>,
  lineage: Lineage,
  former: Generation | null,
): Generation {
  const anew = former === null ? null : namesToCompile(former, snapshot)
  const standing = (name: string): boolean => anew !== null && !anew.has(name)
  const flags = new Map<string, Prepared>()
  const segments = createSegments(
    snapshot.segments,
    [...(former?.segments.compiled ?? [])].filter(([key]) => standing(segmentName(key))),
    (fault) => placeOf(lineage, fault),
  )
  const made: Prepared[] = []
  lineage.at = { flags, segments }
  for (const flag of snapshot.flags) {
    const known = standing(flagName(flag.key)) ? former?.flags.get(flag.key) : undefined
    const prepared = known ?? prepare(flag, lineage)
    flags.set(flag.key, prepared)
    if (known === undefined) made.push(prepared)
  }
  const { references, faults } = dependencyFaults(snapshot, made)
  for (const prepared of made) compileOne(prepared, references(prepared.flag.key), faults.get(prepared.flag.key))
  return { flags, segments }
}

function prepare(flag: Flag, lineage: Lineage): Prepared {
  const faults: Fault[] = []
  const broken = errorAnswer(flag.key, 'PARSE_ERROR')
  const variants = new Set(Array.isArray(flag.variants) ? flag.variants.map(({ key }) => key) : [])
  const place = placeOf(lineage, (path, message) => void faults.push({ path, message }))
  return { ...place, name: flagName(flag.key), flag, variants, parts: null, faults, run: () => broken }
}

function placeOf(lineage: Lineage, fault: Scope['fault']): Place & Pick<Prepared, 'needs'> {
  const { now, random, patterns, call } = lineage
  const { changesAt, rampsBetween, nextAfter } = createSchedule()
  const needs = new Set<string>()
  const scope: Scope = {
    ...{ now, random, patterns, call, fault, changesAt, rampsBetween },
    flag: (key) => {
      needs.add(flagName(key))
      return lineage.at.flags.get(key)
    },
    segment: (key, path) => {
      needs.add(segmentName(key))
      return lineage.at.segments.test(key, path, fault)
    },
  }
  return { scope, needs, nextAfter }
}

/** NOTE: what it refers to is needed even where compiling ends before it is asked for. */
function compileOne(prepared: Prepared, referred: References, misled: string | undefined): void {
  const { flag, scope, needs } = prepared
  for (const key of referred.flags) needs.add(flagName(key))
  for (const key of referred.segments) needs.add(segmentName(key))
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
