import type { Rule, Snapshot } from '@plinth/sdk/flags'
import type { Tx } from '../../kernel/db/database.ts'
import type { Unit } from '../../kernel/unit.ts'
import { changeRoutes } from './admin/changes.routes.ts'
import { environmentRoutes } from './admin/environments.routes.ts'
import { flagSchedules } from './admin/flags.jobs.ts'
import { flagRoutes } from './admin/flags.routes.ts'
import { historyRoutes } from './admin/history.routes.ts'
import { disownFlags, exportOwned } from './admin/personal-data.ts'
import { segmentRoutes } from './admin/segments.routes.ts'
import { loadSnapshot } from './admin/snapshot.ts'
import { findRule } from './admin/standing.ts'
import { targetingRoutes } from './admin/targeting.routes.ts'
import { kill } from './admin/targeting.ts'
import { transferRoutes } from './admin/transfer.routes.ts'
import { seedDemo } from './demo.ts'
import { changeDecided, changeProposed, flagChanged, segmentChanged } from './events.ts'
import { changeDecidedMail, staleFlagsMail } from './mails.ts'
import type { FlagsDeps, Reader } from './parts.ts'
import { flagsProblem } from './problems.ts'
import type { ServingDeps } from './serving/parts.ts'
import { type AskFlag, createServing, type FlagServing } from './serving/serving.ts'

export type { AskFlag }

export interface Flags extends Unit, FlagServing {
  /** All flags of an environment at one revision. Throws flags/environment-not-found. */
  snapshot(reader: Reader, environment: string): Promise<Snapshot>
  /** Switches a flag off in an environment at once, as an emergency. Throws flags/flag-not-found, flags/environment-not-found. */
  switchOff(
    tx: Tx,
    flag: { readonly flag: string; readonly environment: string; readonly reason: string },
  ): Promise<void>
  /** A rule as it stands; null when there is no such rule. */
  rule(reader: Reader, flag: string, environment: string, ruleId: string): Promise<Rule | null>
}

/** What is switched on for whom: flags, their rules in each environment, and who may change them. */
export function createFlags(deps: FlagsDeps & ServingDeps): Flags {
  const schedules = flagSchedules(deps)
  const { routes, health, stop, ...door } = createServing(deps)
  return {
    name: 'flags',
    migrations: new URL('./migrations/', import.meta.url),
    routes: [
      ...flagRoutes(deps),
      ...targetingRoutes(deps),
      ...historyRoutes(deps),
      ...segmentRoutes(deps),
      ...environmentRoutes(deps),
      ...changeRoutes(deps),
      ...transferRoutes(deps),
      ...routes,
    ],
    problems: [flagsProblem],
    permissions: {
      'flags:read': 'See feature flags, their rules and their history',
      'flags:write': 'Make and change feature flags, and propose changes of them',
      'flags:approve': 'Approve changes of feature flags that others proposed, and manage environments',
      'flags:evaluate': 'Evaluate all flags, for programs that serve others',
    },
    events: [flagChanged, segmentChanged, changeProposed, changeDecided],
    jobs: schedules.map(({ job }) => job),
    schedules,
    mails: [changeDecidedMail, staleFlagsMail],
    ...{ health, stop, ...door },
    seedDemo: () => seedDemo(deps),
    snapshot: loadSnapshot,
    switchOff: (tx, { flag, environment, reason }) => kill(deps, tx, { key: flag, environment, reason }),
    rule: findRule,
    exportPerson: (userId) => exportOwned(deps.db, userId),
    erasePerson: disownFlags,
  }
}
