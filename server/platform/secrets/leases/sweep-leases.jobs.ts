import { inSeconds, now } from '../../../kernel/clock.ts'
import { systemOrigin } from '../../../kernel/db/actor.ts'
import { object } from '../../../kernel/http/schema.ts'
import { job, type Schedule } from '../../../kernel/jobs/job.ts'
import type { HealthCheck } from '../../../kernel/telemetry/health.ts'
import type { LeaseRow } from '../tables.ts'
import { AT_WORK_SECONDS, endLease } from './end.ts'
import type { LeaseParts } from './parts.ts'

const TOGETHER = 10
const KEPT_SECONDS = 90 * 86_400

/** Ends leases by the clock. */
export function leaseSweepJob(parts: LeaseParts) {
  return job({
    name: 'secrets.sweep-leases',
    description: 'Removes the accounts of leases that have lapsed, were revoked, or were begun and never came to be.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 20,
    deadlineSeconds: 240,
    concurrency: 1,
    idempotentBy: 'the state of each lease, and its name: an account that is gone is not removed again',
    async handle({ db, jobId, signal }) {
      const origin = systemOrigin('secrets.sweep-leases', jobId)
      let due: LeaseRow[]
      do {
        due = await db.raw<LeaseRow & Record<string, unknown>>(
          `UPDATE secrets.lease SET state = 'revoking', next_try_at = $2 WHERE id IN (
             SELECT id FROM secrets.lease
              WHERE (state = 'active' AND expires_at <= $1) OR (state IN ('making', 'revoking') AND next_try_at <= $1)
              ORDER BY expires_at LIMIT ${TOGETHER} FOR UPDATE SKIP LOCKED) RETURNING *`,
          [now(), inSeconds(AT_WORK_SECONDS)],
        )
        await Promise.all(due.map((lease) => endLease(parts, origin, lease)))
      } while (due.length === TOGETHER && !signal.aborted)
      await db.raw("DELETE FROM secrets.lease WHERE state = 'ended' AND ended_at < $1", [inSeconds(-KEPT_SECONDS)])
    },
  })
}

export function leaseSchedule(parts: LeaseParts): Schedule {
  const name = 'secrets.sweep-leases'
  return { name, job: leaseSweepJob(parts), cron: '* * * * *', zone: 'UTC', data: {} }
}

/** Accounts that should be gone and are not. */
export function leasesCheck({ db }: LeaseParts): HealthCheck {
  return {
    name: 'secret-leases',
    ready: false,
    async run() {
      const [counts] = await db.raw<{ stuck: bigint; live: bigint }>(
        `SELECT count(*) FILTER (WHERE state = 'revoking' AND error IS NOT NULL) AS stuck, count(*) AS live
           FROM secrets.lease WHERE state <> 'ended'`,
      )
      const { stuck = 0n, live = 0n } = counts ?? {}
      if (stuck === 0n) return { status: 'pass', observed: `${live} leases` }
      return {
        ...{ status: 'warn', observed: `${stuck} accounts on lease could not be removed` },
        fix: 'GET /api/secrets/leases says why; they are tried again, at least every 15 minutes.',
      }
    },
  }
}
