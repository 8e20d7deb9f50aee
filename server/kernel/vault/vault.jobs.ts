import { inSeconds } from '../clock.ts'
import { systemOrigin } from '../db/actor.ts'
import { object } from '../http/schema.ts'
import { type AnyJob, job, type Schedule } from '../jobs/job.ts'
import { renewAll } from './renewal.ts'
import type { SealedColumn, Vault } from './vault.ts'

const SHOWN = 100
const KEY_DAYS = 365

/**
 * The nightly work on keys: those of scopes are wrapped by the active encryption key, those older than a year replaced, and what an older
 * one sealed is brought under the present one. After it, a retired key may leave ENCRYPTION_KEYS.
 */
export function keyWork(vault: Vault, columns: readonly SealedColumn[]): { jobs: AnyJob[]; schedules: Schedule[] } {
  const renewKeys = job({
    name: 'kernel.renew-keys',
    description: `Wraps keys by the active encryption key, replaces those of more than ${KEY_DAYS} days, renews what older ones sealed.`,
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 600,
    concurrency: 1,
    idempotentBy: 'looking for what is under another key: a second run finds nothing',
    async handle({ db, jobId, log }) {
      const origin = systemOrigin('kernel.renew-keys', jobId)
      const rotated = await db.transaction(origin, (tx) => vault.rotateOlderThan(tx, inSeconds(-KEY_DAYS * 86_400)))
      const { keys, values, unreadable } = await renewAll({ db, vault, columns }, origin, () => undefined)
      if (keys + rotated + values > 0) log.info({ keys, rotated, values }, 'keys of sealed fields renewed')
      if (unreadable.length > 0)
        log.error({ unreadable: unreadable.slice(0, SHOWN) }, 'sealed fields that nothing opens')
    },
  })
  const schedule = { name: 'kernel.renew-keys', job: renewKeys, cron: '41 3 * * *', zone: 'UTC', data: {} }
  return { jobs: [renewKeys], schedules: [schedule] }
}
