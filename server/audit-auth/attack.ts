import type { Answer } from './client.ts'
import type { Need } from './need.ts'
import type { Stage } from './stage.ts'

/** One way to attack, and the right answer. */
export interface Attack {
  readonly id: string
  /** What the attacker does. */
  readonly attack: string
  /** What a sound server answers. */
  readonly expected: string
  readonly needs?: readonly Need[]
  /** Operations, `POST /api/...`, without which there is nothing to attack. */
  readonly routes?: readonly string[]
  /** Measures time, or loads the server: nothing runs beside it. */
  readonly alone?: boolean
  /** A race, or state that one process writes and another reads: what two processes on one database could get wrong. */
  readonly shared?: boolean
  run(trial: Trial): Promise<void>
}

/** The running of one attack: what was seen is written down beside what is right. */
export interface Trial {
  readonly stage: Stage
  /** Notes one observation; the attack goes on either way. */
  see(what: string, seen: unknown, right: unknown): void
  /** Notes the status of an answer, which is right when it is one of those. */
  status(what: string, answer: Answer, ...right: readonly number[]): void
  /** Whether a part of the case can be tried; when it cannot, the row says that `what` was not, and why. */
  can(need: Need, what: string): boolean
  /** Adds a fact to the row that is neither right nor wrong: a measured time. */
  note(fact: string): void
}
