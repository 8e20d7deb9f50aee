import { Type } from 'typebox'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import type { PageSetter } from '../../../kernel/pdf/thread.ts'
import { addDays } from '../../../kernel/zoned.ts'
import { traderId } from '../caller.ts'
import type { TradingParts } from '../deps.ts'
import type { DayRange } from '../journal/periods.ts'
import { dayShape } from '../journal/shapes.ts'
import { HIDDEN_BY_PLAN } from '../sharing/csv.ts'
import { sendDownload } from '../sharing/transfer/send-download.ts'
import { makePeriodReport, type PeriodReport, periodReportShape } from './period-report.ts'
import { reportCsv } from './report-csv.ts'

type Deps = Pick<TradingParts, 'db' | 'selections' | 'plans'> & {
  readonly pages: PageSetter<PeriodReport>
}

const DAYS_MAX = 366
const DEADLINE_MS = 30_000
const path = '/api/trading/reports/period'
const query = object({
  account: Type.Optional(idOf('trading-account')),
  from: { ...dayShape, description: 'First trading day of the close' },
  to: { ...dayShape, description: `Last trading day of the close; ${DAYS_MAX} days at most` },
})
const problems = ['trading/account-not-found', 'trading/consent-needed']

/** What was made of a stretch of trading days, to read, to reckon with and to print. */
export function periodReportRoutes(deps: Deps): Route[] {
  return [jsonRoute(deps), csvRoute(deps), pdfRoute(deps)]
}

function jsonRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.getPeriodReport',
      method: 'GET',
      path,
      summary: 'Figures, days, symbols, tags, broken rules and largest trades of a stretch of trading days.',
      policy: { can: 'trading:use', rate: 'read' },
      schema: { query, response: { 200: periodReportShape } },
      problems,
    },
    (call) => reportOf(deps, traderId(call), call.query),
  )
}

function csvRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.exportPeriodReport',
      method: 'GET',
      path: `${path}.csv`,
      summary: 'The days and symbols of the report as a table.',
      policy: { can: 'trading:use', rate: 'stream' },
      schema: { query, response: { 200: null } },
      problems,
    },
    async (call) => {
      const report = await reportOf(deps, traderId(call), call.query)
      call.reply.header(HIDDEN_BY_PLAN, String(report.hiddenByPlan))
      await sendDownload(call, reportCsv(report), { filename: `${nameOf(call.query)}.csv`, type: 'text/csv' })
    },
  )
}

function pdfRoute(deps: Deps): Route {
  return route(
    {
      id: 'trading.printPeriodReport',
      method: 'GET',
      path: `${path}.pdf`,
      summary: 'The report as a PDF.',
      policy: { can: 'trading:use', rate: 'stream' },
      schema: { query, response: { 200: null } },
      problems,
    },
    async (call) => {
      const bytes = await deps.pages.set(
        await reportOf(deps, traderId(call), call.query),
        AbortSignal.timeout(DEADLINE_MS),
      )
      await sendDownload(call, bytes, { filename: `${nameOf(call.query)}.pdf`, type: 'application/pdf' })
    },
  )
}

interface Asked extends DayRange {
  readonly account?: Id<'trading-account'>
}

function nameOf({ from, to }: DayRange): string {
  return `trading-${from}-to-${to}`
}

async function reportOf(deps: Deps, ownerId: Id<'user'>, { account, ...range }: Asked): Promise<PeriodReport> {
  assertShort(range)
  return await makePeriodReport(deps, { ownerId, accountId: account, range })
}

function assertShort({ from, to }: DayRange): void {
  if (addDays(from, DAYS_MAX) > to) return
  const errors = [{ pointer: '?to', code: 'too-long', detail: `is more than ${DAYS_MAX} days from the first` }]
  throw httpProblem('invalid', { errors })
}
