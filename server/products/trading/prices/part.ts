import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { dueBars, fetchBarsJob } from './fetch-bars.job.ts'
import { priceRoutes } from './prices.routes.ts'
import { barSetting } from './setting.ts'

/** Price bars of what traders hold, of the source that the installation asks. */
export function createPrices({ db, outbound, settings }: TradingDeps): UnitPart {
  const setting = settings.declare(barSetting)
  const due = dueBars({ outbound, setting })
  return {
    routes: priceRoutes(db, setting),
    problems: [],
    permissions: {},
    events: [],
    jobs: [due.job, fetchBarsJob({ outbound, setting })],
    schedules: [due.schedule],
  }
}
