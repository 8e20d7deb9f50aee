import type { Assignments, Context, Evaluation } from './model.ts'
import type { Patterns } from './patterns.ts'

/** Whether a compiled condition holds for a caller. */
export type Test = (context: Context) => boolean

/** A flag ready to be evaluated; the same object from the start, so that others may hold it before it is compiled. */
export interface CompiledFlag {
  run: (context: Context) => Evaluation
  /** The keys of its variants. */
  readonly variants: ReadonlySet<string>
}

/** What one evaluation carries along besides the context; evaluation is synchronous, so there is one at a time. */
export interface Call {
  assignments: Assignments | undefined
}

/** What compiling a part needs of the rest. */
export interface Scope {
  /** Milliseconds since the epoch. */
  readonly now: () => number
  /** 0 to below 1. */
  readonly random: () => number
  readonly patterns: Patterns
  readonly call: Call
  flag(key: string): CompiledFlag | undefined
  /** Undefined for a segment that is not there; its faults are faults of who uses it. */
  segment(key: string, path: string): Test | undefined
  fault(path: string, message: string): void
  /** Tells of an instant at which answers change by time alone. */
  changesAt(ms: number): void
  /** Tells of a share that moves by so much between two instants. */
  rampsBetween(startsMs: number, endsMs: number, shares: number): void
}

export const never: Test = () => false
export const always: Test = () => true
