import type { Snapshot } from '@plinth/sdk/flags'
import type { Unit } from '../../kernel/unit.ts'
import { flagRoutes } from './admin/flags.routes.ts'
import { loadSnapshot } from './admin/snapshot.ts'
import { flagChanged } from './events.ts'
import type { FlagsDeps, Reader } from './parts.ts'
import { flagsProblem } from './problems.ts'
import type { ServingDeps } from './serving/parts.ts'
import { type AskFlag, createServing, type FlagServing } from './serving/serving.ts'

export type { AskFlag }

export interface Flags extends Unit, FlagServing {
  /** All flags of an environment at one revision. Throws flags/environment-not-found. */
  snapshot(reader: Reader, environment: string): Promise<Snapshot>
}

/** What is switched on for whom: flags, their rules in each environment, and who may change them. */
export function createFlags(deps: FlagsDeps & ServingDeps): Flags {
  const { routes, health, stop, ...door } = createServing(deps)
  return {
    name: 'flags',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [...flagRoutes(deps), ...routes],
    problems: [flagsProblem],
    permissions: {
      'flags:read': 'See feature flags, their rules and their history',
      'flags:write': 'Make and change feature flags, and propose changes of them',
      'flags:approve': 'Approve changes of feature flags that others proposed, and manage environments',
      'flags:evaluate': 'Evaluate all flags, for programs that serve others',
    },
    events: [flagChanged],
    ...{ health, stop, ...door },
    snapshot: loadSnapshot,
  }
}
