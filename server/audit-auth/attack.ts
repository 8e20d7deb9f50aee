import type { Answer } from './client.ts'
import type { Stage } from './stage.ts'

/** What a case needs beyond HTTP and a mailbox. */
export type Need =
  /** The database, to read or to age its rows. */
  | 'database'
  /** Everything that the server has printed. */
  | 'output'
  /** The private keys of access tokens. */
  | 'signing-keys'
  /** An instance that believes our X-Forwarded-For, so that requests come from different networks. */
  | 'networks'
  /** An administrator's credentials. */
  | 'administrator'
  /** An OpenID provider in our hands that the instance is set up with. */
  | 'provider'
  /** Passkeys in software. */
  | 'passkeys'

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
  run(trial: Trial): Promise<void>
}

/** The running of one attack: what was seen is written down beside what is right. */
export interface Trial {
  readonly stage: Stage
  /** Notes one observation; the attack goes on either way. */
  see(what: string, seen: unknown, right: unknown): void
  /** Notes the status of an answer, which is right when it is one of those. */
  status(what: string, answer: Answer, ...right: readonly number[]): void
  /** Adds a fact to the row that is neither right nor wrong: a measured time. */
  note(fact: string): void
}
