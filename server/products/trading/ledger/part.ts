import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { accountRoutes } from './accounts.routes.ts'
import { balanceRoutes } from './balances.routes.ts'
import { cashRoutes } from './cash.routes.ts'
import { corporateActionRoutes } from './corporate-actions.routes.ts'
import { dueFiguresJob, dueFiguresSchedule } from './due-figures.job.ts'
import { accountDeleted, accountRebuilt } from './events.ts'
import { executionRoutes } from './executions.routes.ts'
import { expireOptionsJob, expireOptionsSchedule } from './expire-options.job.ts'
import { explainBalanceRoutes } from './explain-balances.routes.ts'
import { estimateRoutes } from './fees/estimates.routes.ts'
import { feeScheduleRoutes } from './fees/fee-schedules.routes.ts'
import { instrumentRoutes } from './instruments.routes.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { ledgerProblem } from './problems.ts'
import { reconciliationRoutes } from './reconciliation.routes.ts'
import { reworkJob } from './rework.job.ts'
import { statementRoutes } from './statements.routes.ts'

/** Accounts, what happened in them, and what is derived of it. */
export function createLedger(deps: TradingDeps): UnitPart {
  return {
    routes: [
      ...accountRoutes(deps),
      ...instrumentRoutes(deps),
      ...executionRoutes(deps),
      ...feeScheduleRoutes(deps),
      ...estimateRoutes(deps),
      ...corporateActionRoutes(deps),
      ...cashRoutes(deps),
      ...reconciliationRoutes(deps),
      ...statementRoutes(deps),
      ...balanceRoutes(deps),
      ...explainBalanceRoutes(deps),
    ],
    problems: [ledgerProblem],
    permissions: {},
    events: [accountRebuilt, accountDeleted],
    jobs: [reworkJob, expireOptionsJob, dueFiguresJob],
    schedules: [expireOptionsSchedule, dueFiguresSchedule],
    exports: ['tradingAccounts', 'feeSchedules', 'instruments', 'corporateActions', 'executions', 'cashMovements'],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,
  }
}
