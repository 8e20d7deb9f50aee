import type { UnitPart } from '../../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../../deps.ts'
import { listRoute } from './list.routes.ts'

/** Trades as people see them: found, noted, tagged, grouped and explained. */
export function createTrades(deps: TradingDeps): UnitPart {
  return { routes: [listRoute(deps)], problems: [], permissions: {}, events: [] }
}
