import { subscribe } from '../../../kernel/unit.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { accountRebuilt } from '../ledger/events.ts'
import { consentRoutes } from './consent/consent.routes.ts'
import { csvRoutes } from './csv.routes.ts'
import { dropExportsJob } from './exports/drop-exports.job.ts'
import { preparedExportRoutes } from './exports/exports.routes.ts'
import { exportEndedMail } from './exports/mails.ts'
import { prepareExportJob } from './exports/prepare-export.job.ts'
import { commentRoutes } from './mentors/comments.routes.ts'
import { invitationJob } from './mentors/invitation.job.ts'
import { mentorMails } from './mentors/mails.ts'
import { mentoredRoutes } from './mentors/mentored.routes.ts'
import { mentoringRoutes } from './mentors/mentoring.routes.ts'
import { mentorRoutes } from './mentors/mentors.routes.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { planLimitMail, planStepMail } from './plans/mails.ts'
import { planSubject } from './plans/payment-subject.ts'
import { WITHOUT_LIMITS } from './plans/plan.ts'
import { planEndsJob } from './plans/plan-ends.job.ts'
import { subscriptionRoutes } from './plans/subscription.routes.ts'
import { usageRoute } from './plans/usage.routes.ts'
import { sharingProblem } from './problems.ts'
import { openShareRoute } from './shares/open-share.routes.ts'
import { shareRoutes } from './shares/shares.routes.ts'
import { restoreJob } from './transfer/restore.job.ts'
import { accountFilePurpose } from './transfer/restores.ts'
import { transferRoutes } from './transfer/transfer.routes.ts'

/** What leaves a journal: files, links, and people who are let in. */
export function createSharing(deps: TradingParts): UnitPart {
  deps.files.declarePurposes([accountFilePurpose])
  deps.payments.declareSubject(planSubject(deps))
  const [planEnds, dropExports] = [planEndsJob(deps), dropExportsJob(deps)]
  return {
    routes: [
      ...transferRoutes(deps),
      ...csvRoutes(deps),
      ...preparedExportRoutes(deps),
      ...shareRoutes(deps),
      openShareRoute(deps),
      ...consentRoutes(deps),
      usageRoute(deps),
      ...subscriptionRoutes(deps),
      ...mentorRoutes(deps),
      ...mentoringRoutes(deps),
      ...mentoredRoutes(deps),
      ...commentRoutes(deps),
    ],
    problems: [sharingProblem],
    permissions: { [WITHOUT_LIMITS]: 'Keep a journal without the limits of a plan' },
    roles: { 'trader-unlimited': { title: 'Trader without limits', permissions: [WITHOUT_LIMITS] } },
    events: [],
    subscriptions: [
      subscribe(accountRebuilt, 'trading.tell-trades', (tx, { ownerId }) => deps.plans.tellTrades(tx, ownerId)),
    ],
    jobs: [restoreJob(deps), invitationJob(deps), planEnds, prepareExportJob(deps), dropExports],
    schedules: [
      { name: planEnds.name, job: planEnds, cron: '23 * * * *', zone: 'UTC', data: {} },
      { name: dropExports.name, job: dropExports, cron: '41 * * * *', zone: 'UTC', data: {} },
    ],
    mails: [...mentorMails, planLimitMail, planStepMail, exportEndedMail],
    exports: [
      'shares',
      'plan',
      'planOrders',
      'preparedExports',
      'restores',
      'supportMayLook',
      'mentors',
      'mentoring',
      'mentorComments',
    ],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson: (tx, userId) => erasePerson(tx, deps, userId),
  }
}
