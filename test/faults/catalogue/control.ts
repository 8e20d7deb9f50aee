import type { Proof } from './fault-case.ts'

/** How it is shown that the tests of a case would find the fault: each case has one, and it has to be caught. */
export type Control = Shown | Weakened

/** A test that makes the same fault where nothing guards against it, and finds it by the same look. */
export interface Shown {
  readonly shown: Proof
}

/** The product without the guard: the named test of the case has to fail on it. */
export interface Weakened {
  readonly without: readonly Edit[]
  readonly caughtBy: Proof
}

/** A text that stands once in a source file, and what stands in its place while the control runs. */
export interface Edit {
  /** From the root of the repository. */
  readonly file: string
  readonly guard: string
  readonly instead: string
}

/** Weakened by one edit. */
export function without(file: string, guard: string, instead: string, caughtBy: Proof): Weakened {
  return { without: [{ file, guard, instead }], caughtBy }
}

export function isWeakened(control: Control): control is Weakened {
  return 'without' in control
}
