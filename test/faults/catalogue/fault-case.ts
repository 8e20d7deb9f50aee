/** One way in which things go wrong, what then has to be, and the tests that make it happen. */
export interface FaultCase {
  readonly id: string
  /** What is done to the system. */
  readonly fault: string
  /** The right answer to it. */
  readonly answer: string
  readonly proofs: readonly Proof[]
  /** What of it no test shows, and why; shown in the table of results. */
  readonly open?: string
}

/** A test, by its file and by its name as the runner tells it. */
export interface Proof {
  readonly file: string
  readonly test: string
}

/** The tests of one file. */
export function by(file: string, ...tests: readonly string[]): Proof[] {
  return tests.map((test) => ({ file, test }))
}
