import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { fetchRates } from './fetch-rates.job.ts'
import { ratesProblem } from './problems.ts'
import { rateRoutes } from './rates.routes.ts'
import { ratesSetting } from './setting.ts'
import type { RateTables } from './tables.ts'

/** What currencies were worth on which day. */
export function createRatesPart({ db, outbound, settings }: TradingDeps): UnitPart {
  const setting = settings.declare(ratesSetting)
  const { job, schedule } = fetchRates({ outbound, setting })
  return {
    routes: rateRoutes(db, setting),
    problems: [ratesProblem],
    permissions: {},
    events: [],
    jobs: [job],
    schedules: [schedule],
    exports: ['currencyRates'],
    async exportPerson(userId) {
      const rows = await db
        .query<RateTables>()
        .selectFrom('trading.currency_rate')
        .select(['base', 'quote', 'day', 'rate', 'source', 'fetched_at'])
        .where('owner_id', '=', userId)
        .orderBy('day')
        .execute()
      return rows.length === 0 ? null : { currencyRates: rows }
    },
    async erasePerson(tx, userId) {
      await tx.query<RateTables>().deleteFrom('trading.currency_rate').where('owner_id', '=', userId).execute()
    },
  }
}
