import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { accountRoutes } from './accounts.routes.ts'
import { balanceRoutes } from './balances.routes.ts'
import { cashRoutes } from './cash.routes.ts'
import { corporateActionRoutes } from './corporate-actions.routes.ts'
import { accountRebuilt } from './events.ts'
import { executionRoutes } from './executions.routes.ts'
import { instrumentRoutes } from './instruments.routes.ts'
import { ledgerProblem } from './problems.ts'

/** Accounts, what happened in them, and what is derived of it. */
export function createLedger(deps: TradingDeps): UnitPart {
  return {
    routes: [
      ...accountRoutes(deps),
      ...instrumentRoutes(deps),
      ...executionRoutes(deps),
      ...corporateActionRoutes(deps),
      ...cashRoutes(deps),
      ...balanceRoutes(deps),
    ],
    problems: [ledgerProblem],
    permissions: {},
    events: [accountRebuilt],
  }
}
