import type { Unit } from '../../kernel/unit.ts'
import { joinParts, type UnitPart } from '../../kernel/unit-parts.ts'
import { createAnalytics } from './analytics/part.ts'
import { createSelections } from './analytics/selections.ts'
import { createDemo } from './demo/demo.ts'
import type { TradingDeps, TradingParts } from './deps.ts'
import { createImports } from './imports/part.ts'
import { createJournal } from './journal/part.ts'
import { createLedger } from './ledger/part.ts'
import { createTrades } from './ledger/trades/part.ts'
import { createOversight } from './oversight/part.ts'
import { createPrices } from './prices/part.ts'
import { tradingProblem } from './problems.ts'
import { createRatesPart } from './rates/part.ts'
import { createReports } from './reports/part.ts'
import { byConsent } from './sharing/consent/by-consent.ts'
import { createSharing } from './sharing/part.ts'
import { byPlan } from './sharing/plans/by-plan.ts'
import { createPlans } from './sharing/plans/plans.ts'
import { createStandings } from './sharing/plans/standings.ts'

export type { TradingDeps } from './deps.ts'

/** What every part shares. */
const shared: UnitPart = {
  routes: [],
  problems: [tradingProblem],
  permissions: { 'trading:use': 'Keep trading accounts of one’s own, import into them and analyse them' },
  roles: { trader: { title: 'Trader', permissions: ['trading:use'] } },
  events: [],
}

/** A trade journal: imports fills, matches lots, analyses what came of them, and keeps what was thought. */
export function createTrading(deps: TradingDeps): Unit {
  const standings = createStandings(deps)
  const plans = createPlans({ ...deps, standings })
  const parts: TradingParts = { ...deps, plans, standings, selections: createSelections(deps.db) }
  const unit = joinParts('trading', new URL('./migrations/', import.meta.url), [
    shared,
    createLedger(deps),
    createTrades(parts),
    createRatesPart(deps),
    createPrices(deps),
    createImports(parts),
    createAnalytics(parts),
    createJournal(parts),
    createReports(parts),
    createDemo(parts),
    createOversight(deps),
    createSharing(parts),
  ])
  return { ...unit, routes: unit.routes.map((route) => byConsent(deps.db, byPlan(parts, route))) }
}
