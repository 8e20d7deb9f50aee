import { subscribe } from '../../../kernel/unit.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import { emailChanged, userVerified } from '../../../platform/identity/index.ts'
import { attachmentPurpose } from '../attachments.ts'
import { bindByAccount } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import { clientRoutes } from './clients.routes.ts'
import { deliverableRoutes } from './deliverables.routes.ts'
import { seedWork } from './demo.ts'
import type { WorkDeps } from './deps.ts'
import { workEvents } from './events.ts'
import { guestLinkRoutes } from './guest-links.routes.ts'
import { guestUploadRoutes } from './guest-uploads.routes.ts'
import { workMails } from './mails.ts'
import { eraseWork, exportWork } from './personal-data.ts'
import { portalEntryRoutes } from './portal-entry.routes.ts'
import { portalProjectRoutes } from './portal-projects.routes.ts'
import { portalQuoteRoutes } from './portal-quotes.routes.ts'
import { workProblem } from './problems.ts'
import { projectRoutes } from './projects.routes.ts'
import { ASSIGN_TEAM, UPDATE_PROJECTS, VIEW_ALL_PROJECTS } from './projects.ts'
import { quotesJob } from './quotes.job.ts'
import { MANAGE_QUOTES, quoteRoutes } from './quotes.routes.ts'
import { requestRoutes } from './requests.routes.ts'
import { staffRequestRoutes } from './staff-requests.routes.ts'
import { testimonialRoutes } from './testimonials.routes.ts'
import { testimonialSubscriptions } from './testimonials.ts'

/** Requests, quotes, projects and the portal. */
export function createWork(deps: WorkDeps): UnitPart {
  deps.files.declarePurposes([attachmentPurpose])
  const expireQuotes = quotesJob(deps)
  return {
    routes: [
      ...requestRoutes(deps),
      ...staffRequestRoutes(deps),
      ...clientRoutes(deps),
      ...quoteRoutes(deps),
      ...portalEntryRoutes(deps),
      ...guestLinkRoutes(deps),
      ...guestUploadRoutes(deps),
      ...portalQuoteRoutes(deps),
      ...projectRoutes(deps),
      ...deliverableRoutes(deps),
      ...portalProjectRoutes(deps),
      ...testimonialRoutes(deps),
    ],
    problems: [agencyProblem, workProblem],
    permissions: {
      [MANAGE_QUOTES]: 'Write, send and convert quotes',
      [VIEW_ALL_PROJECTS]: 'See and change every client project',
      [UPDATE_PROJECTS]: 'Work on the client projects one belongs to',
      [ASSIGN_TEAM]: 'Begin client projects and say who belongs to them',
    },
    events: workEvents,
    subscriptions: [
      subscribe(userVerified, 'agency.bind-client', (tx, { userId }) => bindByAccount(tx, deps.identity, userId)),
      subscribe(emailChanged, 'agency.bind-changed-client', (tx, { userId }) =>
        bindByAccount(tx, deps.identity, userId),
      ),
      ...testimonialSubscriptions(deps),
    ],
    jobs: [expireQuotes],
    schedules: [{ name: 'agency.expire-quotes', job: expireQuotes, cron: '*/10 * * * *', zone: 'UTC', data: {} }],
    mails: workMails,
    exports: [
      'client',
      'requests',
      'quotes',
      'acceptances',
      'projects',
      'guestFiles',
      'messages',
      'comments',
      'testimonials',
    ],
    exportPerson: (userId) => exportWork(deps, userId),
    erasePerson: (tx, userId) => eraseWork(tx, deps, userId),
    seedDemo: () => seedWork(deps),
  }
}
