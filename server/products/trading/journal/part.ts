import { subscribe } from '../../../kernel/unit.ts'
import type { UnitPart } from '../../../kernel/unit-parts.ts'
import type { TradingParts } from '../deps.ts'
import { accountDeleted } from '../ledger/events.ts'
import { adherenceRoutes } from './adherence.routes.ts'
import { dailyDigestJob, weeklyDigestJob } from './digest.job.ts'
import { digestRoutes } from './digest.routes.ts'
import { entryRoutes } from './entries.routes.ts'
import { dropLeftPictures, picturePurpose } from './entry-files.ts'
import { milestoneReached } from './events.ts'
import { goalRoutes } from './goals.routes.ts'
import { lookBackRoutes } from './look-back.routes.ts'
import { journalMails } from './mails.ts'
import { milestonesJob } from './milestones.job.ts'
import { overviewRoutes } from './overview.routes.ts'
import { erasePerson, exportPerson } from './personal-data.ts'
import { playbookRoutes } from './playbooks.routes.ts'
import { journalProblem } from './problems.ts'
import { reflectionRoutes } from './reflections.routes.ts'
import { reviewRoutes } from './reviews.routes.ts'
import { searchRoute } from './search.routes.ts'
import { sessionRoutes } from './sessions.routes.ts'

/** What a trader writes and thinks: of days, trades and sessions, and how far playbooks and goals were kept. */
export function createJournal(deps: TradingParts): UnitPart {
  deps.files.declarePurposes([picturePurpose])
  const digests = weeklyDigestJob(deps)
  const dailyDigests = dailyDigestJob(deps)
  const milestones = milestonesJob(deps)
  const utc = { zone: 'UTC', data: {} }
  return {
    routes: [
      searchRoute(deps),
      ...entryRoutes(deps),
      ...sessionRoutes(deps),
      ...reviewRoutes(deps),
      ...reflectionRoutes(deps),
      ...playbookRoutes(deps),
      ...adherenceRoutes(deps),
      ...goalRoutes(deps),
      ...overviewRoutes(deps),
      ...lookBackRoutes(deps),
      ...digestRoutes(deps),
    ],
    problems: [journalProblem],
    permissions: {},
    events: [milestoneReached],
    subscriptions: [subscribe(accountDeleted, 'trading.drop-pictures', (tx) => dropLeftPictures(tx, deps.files))],
    jobs: [digests, dailyDigests, milestones],
    schedules: [
      { name: 'trading.send-weekly-digests', job: digests, cron: '*/15 * * * *', ...utc },
      { name: 'trading.send-daily-digests', job: dailyDigests, cron: '*/15 * * * *', ...utc },
      { name: 'trading.find-milestones', job: milestones, cron: '7 * * * *', ...utc },
    ],
    mails: journalMails,
    exports: [
      'journalEntries',
      'reflections',
      'sessions',
      'goals',
      'milestones',
      'weeklyDigest',
      'dailyDigest',
      'reviews',
      'playbooks',
    ],
    exportPerson: (userId) => exportPerson(deps.db, userId),
    erasePerson,
  }
}
