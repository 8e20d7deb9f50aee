import type { Id } from '../../../kernel/id.ts'
import type { LocalDate } from '../../../kernel/zoned.ts'

/** Rows of reports that are sent by themselves. */
export interface ReportTables {
  'trading.report_schedule': ReportScheduleRow
  'trading.report_sent': { schedule_id: Id<'report-schedule'>; period_start: LocalDate; sent_at: Date }
}

export const reportPeriods = ['week', 'month'] as const
export type ReportPeriod = (typeof reportPeriods)[number]

interface ReportScheduleRow {
  id: Id<'report-schedule'>
  owner_id: Id<'user'>
  account_id: Id<'trading-account'>
  period: ReportPeriod
  wanted_since: Date
}
