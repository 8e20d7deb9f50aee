import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
import { idOf, instant, namedObject, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { readMeasure, type Scope, scopesOf } from '../analytics/asked.ts'
import { counted } from '../analytics/report.ts'
import { byReport } from '../analytics/reports/by.ts'
import { calendarProperties, calendarReport } from '../analytics/reports/calendar.ts'
import { summaryProperties, summaryReport } from '../analytics/reports/summary.ts'
import { tallyShape } from '../analytics/tally.ts'
import type { TradingParts } from '../deps.ts'
import { reviewProperties } from '../journal/overview.routes.ts'
import { reviewPeriod } from '../journal/period-review.ts'
import type { DayRange } from '../journal/periods.ts'
import { readTradeFilter } from '../ledger/trade-filter.ts'

export const periodReportShape = namedObject('PeriodReport', {
  madeAt: instant,
  ...reviewProperties,
  groups: Type.Array(
    object({
      currency: Type.String(),
      accountIds: Type.Array(idOf('trading-account')),
      ...counted,
      ...summaryProperties,
      days: calendarProperties.days,
      tradingDays: summaryProperties.days,
      symbols: Type.Array(object({ symbol: Type.String(), ...tallyShape })),
    }),
    { description: 'One for each currency of the accounts: money of several is never added up' },
  ),
})

export type PeriodReport = Static<typeof periodReportShape>

export interface ReportAsked {
  readonly ownerId: Id<'user'>
  /** Undefined: all accounts. */
  readonly accountId: Id<'trading-account'> | undefined
  readonly range: DayRange
}

type Deps = Pick<TradingParts, 'db' | 'selections' | 'plans'>

/** What was made of these trading days, in net money: figures, days, symbols, and what is there to look back at. Throws trading/account-not-found. */
export async function makePeriodReport(deps: Deps, { ownerId, accountId, range }: ReportAsked): Promise<PeriodReport> {
  const account = accountId === undefined ? {} : { account: [accountId] }
  const trader = await deps.plans.trader(deps.db, ownerId)
  const filter = await readTradeFilter(deps.db, trader, { ...range, ...account })
  const scopes = scopesOf(filter, { ...readMeasure({}), currency: undefined })
  const of = accountId === undefined ? { trader } : { trader, accountId }
  return {
    madeAt: now(),
    ...(await reviewPeriod(deps.db, of, range)),
    groups: await Promise.all(scopes.map((scope) => groupOf(deps, scope))),
  }
}

async function groupOf({ db, selections }: Deps, scope: Scope): Promise<PeriodReport['groups'][number]> {
  const selection = await selections(scope)
  const { trades, missing } = selection.results
  const { hiddenByPlan } = selection
  const { days: tradingDays, ...summary } = await summaryReport.compute(selection, {})
  const { days } = await calendarReport.compute(selection, {})
  const { rows } = await byReport(db).compute(selection, { dimension: 'symbol' })
  return {
    currency: scope.currency,
    accountIds: scope.filter.accounts.map(({ id }) => id),
    ...{ n: trades.length, missing, hiddenByPlan, ...summary, tradingDays, days },
    symbols: rows.map(({ key, ...tally }) => ({ symbol: key ?? '', ...tally })),
  }
}
