import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { adherenceRoutes } from './adherence.routes.ts'
import { entryRoutes } from './entries.routes.ts'
import { picturePurpose } from './entry-files.ts'
import { playbookRoutes } from './playbooks.routes.ts'
import { journalProblem } from './problems.ts'
import { reflectionRoutes } from './reflections.routes.ts'
import { reviewRoutes } from './reviews.routes.ts'
import { searchRoute } from './search.routes.ts'
import { sessionRoutes } from './sessions.routes.ts'

/** What a trader writes and thinks: of days, trades and sessions, and how far playbooks were kept. */
export function createJournal(deps: TradingDeps): UnitPart {
  deps.files.declarePurposes([picturePurpose])
  return {
    routes: [
      searchRoute(deps),
      ...entryRoutes(deps),
      ...sessionRoutes(deps),
      ...reviewRoutes(deps),
      ...reflectionRoutes(deps),
      ...playbookRoutes(deps),
      ...adherenceRoutes(deps),
    ],
    problems: [journalProblem],
    permissions: {},
    events: [],
  }
}
