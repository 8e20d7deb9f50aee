import { inSeconds, now } from '../../kernel/clock.ts'
import { object } from '../../kernel/http/schema.ts'
import { type Job, job } from '../../kernel/jobs/job.ts'
import { auditApplication } from './applications.ts'
import type { MusicTables } from './tables.ts'

const IDLE_SECONDS = 30 * 24 * 3600

/** Ends applications that wait for their applicant and were not touched for 30 days: the name is free again. */
export const expireApplicationsJob: Job = job({
  name: 'music.expire-applications',
  description: 'Ends drafts and unanswered applications that lay untouched for 30 days',
  data: object({}),
  attempts: 3,
  backoffSeconds: 60,
  deadlineSeconds: 60,
  idempotentBy: 'the state of each application: an expired one is not found again',
  handle: async ({ once }) => {
    await once(async (tx) => {
      const expired = await tx
        .query<MusicTables>()
        .updateTable('music.application')
        .set((set) => ({
          state: 'expired',
          claimed_by: null,
          claimed_until: null,
          version: set('version', '+', 1),
          updated_at: now(),
        }))
        .where('state', 'in', ['draft', 'info_requested'])
        .where('updated_at', '<', inSeconds(-IDLE_SECONDS))
        .returningAll()
        .execute()
      for (const row of expired) await auditApplication(tx, 'expired', row)
    })
  },
})
