import { createPageSetter } from '../../../kernel/pdf/thread.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { periodReportMail } from './mails.ts'
import type { PeriodReport } from './period-report.ts'
import { periodReportRoutes } from './reports.routes.ts'
import { scheduleRoutes } from './schedules.routes.ts'
import { schedulesOf } from './schedules.ts'
import { sendReportsJob } from './send-reports.job.ts'

/** Reports of weeks, months and other stretches: as pages, tables and by mail. */
export function createReports(deps: TradingParts): UnitPart {
  const pages = createPageSetter<PeriodReport>(new URL('./report-worker.ts', import.meta.url))
  const sending = sendReportsJob(deps)
  return {
    routes: [...periodReportRoutes({ ...deps, pages }), ...scheduleRoutes(deps)],
    problems: [],
    permissions: {},
    events: [],
    jobs: [sending],
    schedules: [{ name: sending.name, job: sending, cron: '5-59/15 * * * *', zone: 'UTC', data: {} }],
    mails: [periodReportMail],
    exports: ['reportSchedules'],
    exportPerson: async (userId) => {
      const reportSchedules = await schedulesOf(deps.db, userId)
      return reportSchedules.length === 0 ? {} : { reportSchedules }
    },
    erasePerson: async (tx, userId) => {
      await tx.raw('DELETE FROM trading.report_schedule WHERE owner_id = $1', [userId])
    },
    stop: () => pages.stop(),
  }
}
