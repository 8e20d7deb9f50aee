import type { UnitPart } from '../../../kernel/unit-parts.ts'
import { followCampaignsJob, sendCampaignJob, startCampaignsJob } from './campaigns.jobs.ts'
import { campaignRoutes } from './campaigns.routes.ts'
import { seedStaff } from './demo.ts'
import { departmentRoutes } from './departments.routes.ts'
import type { StaffDeps } from './deps.ts'
import { employeeRoutes, MANAGE_STAFF, OWN_PROFILE, VIEW_STAFF } from './employees.routes.ts'
import { joinByInvitation, portraitPurpose } from './employees.ts'
import { enquiryRoutes, RESPOND } from './enquiries.routes.ts'
import { staffEvents } from './events.ts'
import { leadRoutes } from './leads.routes.ts'
import { MANAGE_LEADS } from './leads.ts'
import { staffMails } from './mails.ts'
import { MANAGE_NEWSLETTER, newsletterRoutes } from './newsletter.routes.ts'
import { eraseStaff, exportStaff } from './personal-data.ts'
import { staffProblem } from './problems.ts'
import { agencyRoles } from './roles.ts'
import { staffTicketRoutes } from './staff-tickets.routes.ts'
import { ticketRoutes } from './tickets.routes.ts'
import { UPDATE_TICKETS, VIEW_TICKETS } from './tickets.ts'

/** The people who do the work, and what reaches them from outside. */
export function createStaff(deps: StaffDeps): UnitPart {
  deps.files.declarePurposes([portraitPurpose])
  const sendCampaign = sendCampaignJob(deps)
  const startCampaigns = startCampaignsJob(sendCampaign)
  const followCampaigns = followCampaignsJob(deps)
  deps.organisations.onInvitationAccepted(joinByInvitation)
  return {
    routes: [
      ...employeeRoutes(deps),
      ...departmentRoutes(deps),
      ...ticketRoutes(deps),
      ...staffTicketRoutes(deps),
      ...enquiryRoutes(deps),
      ...leadRoutes(deps),
      ...newsletterRoutes(deps),
      ...campaignRoutes(deps),
    ],
    problems: [staffProblem],
    permissions: {
      [VIEW_STAFF]: 'See who works here',
      [MANAGE_STAFF]: 'Change departments, positions and the public page of the team, and end employments',
      [OWN_PROFILE]: 'Change one’s own public profile',
      [VIEW_TICKETS]: 'See and answer every support ticket, and assign them',
      [UPDATE_TICKETS]: 'Answer the support tickets assigned to one',
      [RESPOND]: 'Read and answer enquiries of the contact form',
      [MANAGE_LEADS]: 'See and change leads, and make clients of them',
      [MANAGE_NEWSLETTER]: 'See subscribers, write and send campaigns',
    },
    roles: agencyRoles,
    events: staffEvents,
    jobs: [sendCampaign, startCampaigns, followCampaigns],
    schedules: [
      { name: 'agency.start-campaigns', job: startCampaigns, cron: '* * * * *', zone: 'UTC', data: {} },
      { name: 'agency.follow-campaigns', job: followCampaigns, cron: '*/5 * * * *', zone: 'UTC', data: {} },
    ],
    mails: staffMails,
    exports: ['employee', 'tickets', 'enquiries', 'leads', 'newsletter'],
    exportPerson: (userId) => exportStaff(deps.db, deps, userId),
    erasePerson: (tx, userId) => eraseStaff(tx, deps, userId),
    seedDemo: () => seedStaff(deps),
  }
}
