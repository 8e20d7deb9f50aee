import { inSeconds } from '../../kernel/clock.ts'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { discardFile, lockWhole } from './discarded.ts'
import { removeFile } from './library.ts'
import type { Lifecycle } from './lifecycle-setting.ts'
import type { Purposes } from './purposes.ts'
import type { RemoveBytes } from './remove-bytes.job.ts'
import { findFile } from './stored-file.ts'
import type { ChangeTerms } from './uploads.ts'
import { dropVersion } from './version-steps.ts'
import { lockFile } from './versions.ts'

export interface LifecycleDeps {
  readonly db: Db
  readonly purposes: Pick<Purposes, 'declared' | 'changed'>
  readonly removeBytes: RemoveBytes
}

/** What one run did, none of it more than `atOnce` times. */
export interface LifecycleRun {
  readonly versions: number
  readonly expired: number
  readonly purged: number
}

export interface LifecycleLimits {
  readonly atOnce: number
  readonly signal: AbortSignal
}

const DAY_SECONDS = 24 * 3600
const PAGE = 100

/**
 * Keeps to the rules: removes older versions that are too many or too old, puts away files that expired and that nothing uses, and removes
 * for good what was put away long enough ago. Each in its own transaction, looked at again there; the next run goes on.
 */
export async function keepToLifecycle(
  deps: LifecycleDeps,
  rules: Lifecycle,
  limits: LifecycleLimits,
): Promise<LifecycleRun> {
  const versions = await dropOldVersions(deps, rules, limits)
  const purged = await purgeDiscarded(deps, rules, limits)
  return { versions, purged, expired: await discardExpired(deps, rules, limits) }
}

const originOf = (id: string): Origin => systemOrigin('files.lifecycle', id)
const daysAgo = (days: number): Date => inSeconds(-days * DAY_SECONDS)

const OLD_VERSIONS = `
  SELECT id, version_of AS file, superseded_at AS since FROM (
    SELECT id, version_of, superseded_at, row_number() OVER (PARTITION BY version_of ORDER BY version DESC) AS place
      FROM files.file WHERE superseded_at IS NOT NULL) AS old
   WHERE ($1 > 0 AND place > $1) OR superseded_at < $2
   ORDER BY superseded_at LIMIT $3`

async function dropOldVersions(
  { db, removeBytes }: LifecycleDeps,
  { versionsMax, versionDays }: Lifecycle,
  { atOnce, signal }: LifecycleLimits,
): Promise<number> {
  const before = versionDays === 0 ? null : daysAgo(versionDays)
  const found = await db.raw<{ id: Id<'file'>; file: Id<'file'>; since: Date }>(OLD_VERSIONS, [
    ...[versionsMax, before, atOnce],
  ])
  let dropped = 0
  for (const { id, file, since } of found) {
    signal.throwIfAborted()
    const isDropped = await db.transaction(originOf(id), async (tx) => {
      await lockFile(tx, file)
      const version = await findFile(tx, id)
      // Another one has this row since the older was shown again.
      if (version?.superseded_at?.getTime() !== since.getTime()) return false
      await dropVersion(tx, removeBytes, version)
      await tx.audit({
        action: 'files.version-expired',
        subject: { kind: 'file', id: file },
        details: { version: version.version, bytes: Number(version.bytes) },
      })
      return true
    })
    if (isDropped) dropped += 1
  }
  return dropped
}

async function purgeDiscarded(
  { db, removeBytes }: LifecycleDeps,
  { discardedDays }: Lifecycle,
  { atOnce, signal }: LifecycleLimits,
): Promise<number> {
  const before = daysAgo(discardedDays)
  const found = await db.raw<{ id: Id<'file'> }>(
    'SELECT id FROM files.file WHERE discarded_at < $1 ORDER BY discarded_at LIMIT $2',
    [before, atOnce],
  )
  let purged = 0
  for (const { id } of found) {
    signal.throwIfAborted()
    const isPurged = await db.transaction(originOf(id), async (tx) => {
      const file = await lockWhole(tx, id)
      const isOver = file !== null && file.discarded_at !== null && file.discarded_at < before
      return isOver && (await removeFile(tx, removeBytes, id))
    })
    if (isPurged) purged += 1
  }
  return purged
}

/** Of purposes whose unit says what is in use; what is has no age. */
async function discardExpired(
  { db, purposes }: LifecycleDeps,
  { expiry }: Lifecycle,
  { atOnce, signal }: LifecycleLimits,
): Promise<number> {
  let discarded = 0
  for (const { purpose, days } of expiry) {
    const { usedOf } = purposes.declared(purpose)?.changes ?? {}
    if (usedOf === undefined) continue
    for await (const id of unusedSince(db, { purpose, before: daysAgo(days), usedOf })) {
      signal.throwIfAborted()
      if (discarded >= atOnce) return discarded
      const isDiscarded = await db.transaction(originOf(id), async (tx) => {
        // Whoever was about to use it has said so once it is locked, or does not find it any more.
        await lockWhole(tx, id)
        return !(await usedOf(tx, [id])).has(id) && (await discardFile(tx, purposes.changed, id))
      })
      if (isDiscarded) discarded += 1
    }
  }
  return discarded
}

interface Expiring {
  readonly purpose: string
  readonly before: Date
  readonly usedOf: NonNullable<ChangeTerms['usedOf']>
}

async function* unusedSince(db: Db, { purpose, before, usedOf }: Expiring): AsyncGenerator<Id<'file'>> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const page = await db.raw<{ id: Id<'file'> }>(EXPIRING, [purpose, before, after, PAGE])
    const ids = page.map(({ id }) => id)
    const used = await usedOf(db, ids)
    for (const id of ids) if (!used.has(id)) yield id
    const last = ids.at(-1)
    if (last === undefined || ids.length < PAGE) return
    after = last
  }
}

const EXPIRING = `
  SELECT id FROM files.file
   WHERE purpose = $1 AND created_at < $2 AND id > $3 AND discarded_at IS NULL AND variant_of IS NULL AND version_of IS NULL
   ORDER BY id LIMIT $4`
