import { subscribe } from '../../../../kernel/unit.ts'
import type { UnitPart } from '../../../../kernel/unit-parts.ts'
import type { TradingParts } from '../../deps.ts'
import { accountRebuilt } from '../events.ts'
import { barRoutes } from './bars.routes.ts'
import { bulkRoutes } from './bulk.routes.ts'
import { explainRoutes } from './explain.routes.ts'
import { groupRoutes } from './groups.routes.ts'
import { listRoutes } from './list.routes.ts'
import { measuringJob } from './measuring.job.ts'
import { enqueueIfBars } from './measuring.ts'
import { noteRoutes } from './notes.routes.ts'
import { eraseSaid, exportSaid } from './personal-data.ts'
import { tradesProblem } from './problems.ts'
import { tagRoutes } from './tags.routes.ts'
import { tradeRoute } from './trade.routes.ts'

/** Trades as people see them: found, noted, tagged, grouped and explained. */
export function createTrades(deps: TradingParts): UnitPart {
  return {
    routes: [
      ...listRoutes(deps),
      tradeRoute(deps),
      ...noteRoutes(deps),
      ...tagRoutes(deps),
      ...bulkRoutes(deps),
      ...groupRoutes(deps),
      ...explainRoutes(deps),
      ...barRoutes(deps),
    ],
    problems: [tradesProblem],
    permissions: {},
    events: [],
    subscriptions: [
      subscribe(accountRebuilt, 'trading.measure-account', (tx, { accountId, ownerId }) =>
        enqueueIfBars(tx, accountId, ownerId),
      ),
    ],
    jobs: [measuringJob],
    exports: ['tradeNotes', 'tradeTags', 'tradeGroups', 'stopChanges'],
    exportPerson: (userId) => exportSaid(deps.db, userId),
    erasePerson: eraseSaid,
  }
}
