import { runAttacks } from '../../server/audit-auth/run.ts'
import { SUITE } from '../../server/audit-auth/suite.ts'
import type { Result } from '../../server/audit-auth/trial.ts'
import { startAttackTarget } from './attack-target.ts'

/** Attacks so many processes on one database, set up with `environment`, and gives the row of every case. */
export async function attackNodes(
  nodes: number,
  environment: Readonly<Record<string, string>> = {},
): Promise<Result[]> {
  const { target, stop } = await startAttackTarget(nodes, environment)
  try {
    return await runAttacks(SUITE, target)
  } finally {
    await stop()
  }
}
