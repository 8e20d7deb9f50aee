import type { BlobStore } from '../../kernel/blob/blob-store.ts'
import { inSeconds } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import { job, type Schedule } from '../../kernel/jobs/job.ts'
import type { Metrics } from '../../kernel/telemetry/metrics.ts'
import type { SettingHandle } from '../settings/index.ts'
import { PASS_DAYS, scanIntegrity, scanShare } from './integrity.ts'
import { keepToLifecycle, type LifecycleDeps } from './lifecycle.ts'
import type { Lifecycle } from './lifecycle-setting.ts'
import { type ScanningDeps, scanPending } from './scanning.ts'
import { sweepUploads } from './sweep.ts'
import { sweepOrphans } from './sweep-orphans.ts'
import { takeUpPictures } from './variants.job.ts'

/** Past its end, for an upload whose bytes are still on the way. */
const LAPSED_SECONDS = 3600
/** Younger objects without a row may still be somebody's work. */
const ORPHAN_SECONDS = 24 * 3600
/** And younger unfinished writes: an upload in parts is open for a day. */
const UNFINISHED_SECONDS = 48 * 3600

/** Of older versions, expired files and deleted ones, each: the next hour goes on. */
const LIFECYCLE_AT_ONCE = 500

/** The housekeeping of stored bytes. */
export function filesSchedules(deps: ScanningDeps, lifecycle: LifecycleParts): Schedule[] {
  const { db, blobs } = deps
  const none = { zone: 'UTC', data: {} } as const
  return [
    { name: 'files.sweep-uploads', job: sweepUploadsJob(db, blobs), cron: '17 * * * *', ...none },
    { name: 'files.sweep-orphans', job: sweepOrphansJob(db, blobs), cron: '41 3 * * *', ...none },
    { name: 'files.lifecycle', job: lifecycleJob({ ...lifecycle, db }), cron: '37 * * * *', ...none },
    { name: 'files.scan-pending', job: scanPendingJob(deps), cron: '*/5 * * * *', ...none },
    { name: 'files.take-up-pictures', job: takeUpPicturesJob(deps), cron: '53 * * * *', ...none },
    { name: 'files.scan-integrity', job: scanIntegrityJob(db, blobs), cron: '11 * * * *', ...none },
  ]
}

function sweepUploadsJob(db: Db, blobs: BlobStore) {
  return job({
    name: 'files.sweep-uploads',
    description: 'Removes uploads that lapsed and the bytes that came for them',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 60,
    idempotentBy: 'the state of each upload: a removed one is not found again',
    handle: async ({ log }) => {
      const removed = await sweepUploads(db, blobs, inSeconds(-LAPSED_SECONDS))
      if (removed > 0) log.info({ removed }, 'lapsed uploads removed')
    },
  })
}

function sweepOrphansJob(db: Db, blobs: BlobStore) {
  return job({
    name: 'files.sweep-orphans',
    description: 'Removes stored bytes that no file and no upload speaks of',
    data: object({}),
    attempts: 2,
    backoffSeconds: 300,
    deadlineSeconds: 1800,
    concurrency: 1,
    idempotentBy: 'the objects: a removed one is not found again',
    handle: async ({ log, signal }) => {
      const before = inSeconds(-ORPHAN_SECONDS)
      const unfinished = await blobs.sweepUnfinished(inSeconds(-UNFINISHED_SECONDS))
      const removed = await sweepOrphans(db, blobs, before, signal)
      if (removed + unfinished > 0) log.warn({ removed, unfinished }, 'stored bytes that belonged to nothing removed')
    },
  })
}

export interface LifecycleParts extends Omit<LifecycleDeps, 'db'> {
  readonly rules: SettingHandle<Lifecycle>
  readonly count: Metrics['filesLifecycle']
}

function lifecycleJob({ rules, count, ...deps }: LifecycleParts & LifecycleDeps) {
  return job({
    name: 'files.lifecycle',
    description: 'Removes older versions and deleted files whose time is over, and deletes files that expired unused',
    data: object({}),
    attempts: 2,
    backoffSeconds: 60,
    deadlineSeconds: 900,
    concurrency: 1,
    idempotentBy: 'the state of each file, looked at again under its lock: what is gone is not found again',
    handle: async ({ log, signal }) => {
      const done = await keepToLifecycle(deps, await rules.read(deps.db), { atOnce: LIFECYCLE_AT_ONCE, signal })
      for (const [what, files] of Object.entries(done)) if (files > 0) count.inc({ what }, files)
      if (done.versions + done.expired + done.purged > 0) log.info(done, 'the lifecycle of files was kept to')
    },
  })
}

function scanIntegrityJob(db: Db, blobs: BlobStore) {
  return job({
    name: 'files.scan-integrity',
    description: `Reads stored files and compares them with what was stored, each of them within ${PASS_DAYS} days`,
    data: object({}),
    attempts: 2,
    backoffSeconds: 300,
    deadlineSeconds: 1800,
    concurrency: 1,
    idempotentBy: 'the time of the last look at each file, which a second run finds moved',
    handle: async ({ log, signal }) => {
      const { checked, damaged } = await scanIntegrity(db, blobs, { ...(await scanShare(db)), signal })
      if (damaged > 0) log.error({ checked, damaged }, 'stored files are damaged')
    },
  })
}

function takeUpPicturesJob({ db, makeVariants }: ScanningDeps) {
  return job({
    name: 'files.take-up-pictures',
    description: 'Makes pictures anew that could not be in all tries of an hour ago or more',
    data: object({}),
    attempts: 1,
    backoffSeconds: 60,
    deadlineSeconds: 60,
    idempotentBy: 'the state of each picture: only one that waits is taken up, by one job at a time',
    handle: async ({ log }) => {
      const taken = await takeUpPictures(db, makeVariants)
      if (taken > 0) log.warn({ taken }, 'pictures taken up again that could not be made anew')
    },
  })
}

function scanPendingJob(deps: ScanningDeps) {
  return job({
    name: 'files.scan-pending',
    description: 'Asks the malware scanner about files that wait in quarantine because it was away or gave no verdict',
    data: object({}),
    attempts: 1,
    backoffSeconds: 60,
    deadlineSeconds: 1800,
    concurrency: 1,
    idempotentBy: 'the state of each file: only one that waits is judged',
    handle: async ({ log, signal }) => {
      const { judged, refused } = await scanPending(deps, signal)
      if (judged > 0) log.info({ judged }, 'files scanned that waited in quarantine')
      if (refused > 0) log.warn({ refused }, 'the malware scanner gave no verdict on files, which stay in quarantine')
    },
  })
}
