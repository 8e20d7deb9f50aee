import { object } from '../../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job } from '../../../kernel/jobs/job.ts'
import type { TradingParts } from '../deps.ts'
import { duePeriod } from '../journal/due-periods.ts'
import { makePeriodReport } from './period-report.ts'
import { dueReports, sendReport } from './schedules.ts'
import type { ReportPeriod } from './tables.ts'

type Deps = Pick<TradingParts, 'db' | 'mailer' | 'mailRecords' | 'people' | 'publicUrl' | 'selections' | 'plans'>

const BATCH = 100
const NOBODY = '00000000-0000-0000-0000-000000000000'

/** Sends reports of weeks on Mondays and of months on their first day, in the morning of the account's zone. */
export function sendReportsJob(deps: Deps): AnyJob {
  return job({
    name: 'trading.send-period-reports',
    description: 'Sends traders who want it the report of the last week or month of an account',
    data: object({}),
    ...{ attempts: 5, backoffSeconds: 30, deadlineSeconds: 600 },
    idempotentBy: 'one row for each schedule and period, written with the letter',
    handle: async (context) => {
      const wanted = await context.db.raw<{ zone: string; period: ReportPeriod }>(
        `SELECT DISTINCT account.time_zone AS zone, schedule.period FROM trading.report_schedule schedule
           JOIN trading.account account ON account.id = schedule.account_id`,
      )
      for (const one of wanted) await sendDue(deps, context, one)
    },
  })
}

async function sendDue(
  deps: Deps,
  { db, once, signal }: JobContext,
  { zone, period }: { readonly zone: string; readonly period: ReportPeriod },
): Promise<void> {
  const due = duePeriod(period, zone)
  if (due === null) return
  for (let after: string = NOBODY; ; ) {
    const found = await dueReports(db, due, { zone, period, after, limit: BATCH })
    for (const one of found) {
      signal.throwIfAborted()
      const report = await makePeriodReport(deps, { ...one, range: due.range })
      await once((tx) => sendReport(tx, deps, one, { period, report }), `report ${one.id} ${due.range.from}`)
    }
    const last = found.at(-1)
    if (last === undefined || found.length < BATCH) return
    after = last.id
  }
}
