import type { Attack } from '../../server/audit-auth/attack.ts'
import { runAttacks } from '../../server/audit-auth/run.ts'
import { SUITE } from '../../server/audit-auth/suite.ts'
import type { Result } from '../../server/audit-auth/trial.ts'
import { startAttackTarget } from './attack-target.ts'

/** What came of every case, in the order of the suite. */
export interface Attacked {
  readonly results: readonly Result[]
  /** Operations that cases asked for and the server does not have: each is something that was not tried. */
  readonly missed: readonly string[]
}

/**
 * Cases that have nothing to try on our own servers, by id, each with why. A case that is not here must be tried, and one that is here
 * must not be.
 */
const NOT_APPLICABLE: Readonly<Record<string, string>> = {}

export interface Round {
  /** How many processes on one database the requests are spread over. */
  readonly nodes: number
  /** Goes over the usual environment of the processes. */
  readonly environment?: Readonly<Record<string, string>>
  readonly attacks?: readonly Attack[]
  /** Everything is tried, and times are taken longer: takes minutes. */
  readonly thorough?: boolean
}

/** Attacks servers of our own, and gives the row of every case. */
export async function attackNodes({
  nodes,
  environment = {},
  attacks = SUITE,
  thorough = false,
}: Round): Promise<Attacked> {
  const { target, stop } = await startAttackTarget(nodes, environment)
  const { operations, missed } = notingMissed(target.operations)
  try {
    const results = await runAttacks(attacks, { ...target, operations, thorough })
    return { results, missed: [...missed].sort() }
  } finally {
    await stop()
  }
}

/** The same operations, which keep in mind those that were asked for in vain. */
function notingMissed(held: ReadonlySet<string>) {
  const missed = new Set<string>()
  const operations = new Set(held)
  operations.has = (operation) => {
    if (!held.has(operation)) missed.add(operation)
    return held.has(operation)
  }
  return { operations, missed }
}

/** What a case of ours has to end with. */
export function rightVerdict({ id }: Result): Result['verdict'] {
  return id in NOT_APPLICABLE ? 'not applicable' : 'held'
}
