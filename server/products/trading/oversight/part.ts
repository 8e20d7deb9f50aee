import { subscribe } from '../../../kernel/unit.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingDeps } from '../deps.ts'
import { accountRebuilt } from '../ledger/events.ts'
import { alertEventRoutes } from './alert-events.routes.ts'
import { alertRoutes } from './alerts.routes.ts'
import { alertTriggered, riskBreachChanged, riskBreached } from './events.ts'
import { enqueueIfWatched } from './looks.ts'
import { oversightMails } from './mails.ts'
import { noticeRetentionJob } from './notice-retention.job.ts'
import { dueLooksJob, letterJob, lookJob } from './oversight.jobs.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { oversightProblem } from './problems.ts'
import { pushJob } from './push.job.ts'
import { pushRoutes } from './push.routes.ts'
import { riskProfileRoutes } from './risk-profiles.routes.ts'
import { riskStatusRoutes } from './risk-status.routes.ts'

/** Watches accounts: limits that they are to stay within, and what a trader wants to be told. */
export function createOversight(deps: TradingDeps): UnitPart {
  return {
    routes: [
      ...riskProfileRoutes(deps),
      ...riskStatusRoutes(deps),
      ...alertRoutes(deps),
      ...alertEventRoutes(deps),
      ...pushRoutes(deps),
    ],
    problems: [oversightProblem],
    permissions: {},
    events: [riskBreached, riskBreachChanged, alertTriggered],
    subscriptions: [
      subscribe(accountRebuilt, 'trading.watch-account', (tx, { accountId }) => enqueueIfWatched(tx, accountId)),
    ],
    jobs: [lookJob(deps), letterJob(deps), pushJob(deps), dueLooksJob, noticeRetentionJob],
    schedules: [
      { name: 'trading.find-due-looks', job: dueLooksJob, cron: '*/5 * * * *', zone: 'UTC', data: {} },
      { name: noticeRetentionJob.name, job: noticeRetentionJob, cron: '53 3 * * *', zone: 'UTC', data: {} },
    ],
    mails: oversightMails,
    exports: ['riskProfiles', 'riskBreaches', 'alerts', 'alertEvents', 'quietHours', 'pushAddress'],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,
  }
}
