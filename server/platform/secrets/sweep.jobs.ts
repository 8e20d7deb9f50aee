import { inSeconds, now, nowMs } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type AnyJob, type JobContext, job, type Schedule } from '../../kernel/jobs/job.ts'
import { expiringMail } from './mails.ts'
import type { SecretParts } from './parts.ts'
import { beginRotation, isOverlapping, rotatorOf } from './rotation/plans.ts'
import { enqueueRotation, partOf, planOf, valueAt } from './rotation/rotate.jobs.ts'
import { destroySecret, findSecret } from './secrets.ts'
import { lockSecret } from './store/write.ts'
import type { SecretTables } from './tables.ts'
import { tellOwner } from './tell-owner.ts'

const DAY_MS = 86_400_000
const BATCH = 100
/** Days before the end of a value at which its owner is told. */
const REMINDED_AT = [30, 14, 7, 1, 0]

/** The work by the clock: renewals that are due, former values whose time is over, reminders, the end of what was deleted. */
export function sweepWork(parts: SecretParts): { jobs: AnyJob[]; schedules: Schedule[] } {
  const sweep = job({
    name: 'secrets.sweep',
    description:
      'Begins due rotations, ends former values, reminds of values that end, destroys what was deleted a month ago.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 240,
    concurrency: 1,
    idempotentBy: 'looking for what is due: a second run finds nothing',
    async handle(context) {
      await beginDue(parts, context)
      await retireDue(parts, context)
      await remind(parts, context)
      await destroyDue(parts, context)
    },
  })
  const schedule = { name: 'secrets.sweep', job: sweep, cron: '*/5 * * * *', zone: 'UTC', data: {} }
  return { jobs: [sweep], schedules: [schedule] }
}

const origin = ({ jobId }: JobContext) => systemOrigin('secrets.sweep', jobId)

const ids = async (db: Db, statement: string): Promise<Id<'secret'>[]> =>
  (await db.raw<{ id: Id<'secret'> }>(`${statement} LIMIT ${BATCH}`, [now()])).map(({ id }) => id)

async function beginDue(parts: SecretParts, context: JobContext): Promise<void> {
  const due = await ids(
    context.db,
    `SELECT id FROM secrets.secret WHERE next_rotation_at <= $1 AND deleted_at IS NULL
        AND NOT EXISTS (SELECT FROM secrets.rotation WHERE secret_id = secret.id AND ended_at IS NULL)
        AND EXISTS (SELECT FROM secrets.stage WHERE secret_id = secret.id AND name = 'current') ORDER BY next_rotation_at`,
  )
  for (const id of due)
    await context.db.transaction(origin(context), async (tx) => {
      const held = await lockSecret(tx, id)
      if (held.next_rotation_at === null || held.next_rotation_at > now()) return
      if (await isOverlapping(parts, tx, held)) return
      await enqueueRotation(parts, tx, await beginRotation(parts, tx, held, null))
    })
}

/** A value whose overlap is over is ended where it was used; one that could not be is tried again at the next tick. */
async function retireDue(parts: SecretParts, context: JobContext): Promise<void> {
  const due = await context.db.raw<{ secret_id: Id<'secret'>; number: number; current: number; value: Buffer | null }>(
    `SELECT version.secret_id, version.number, version.value, stage.number AS current
       FROM secrets.version JOIN secrets.stage ON stage.secret_id = version.secret_id AND stage.name = 'current'
      WHERE retires_at <= $1 AND retired_at IS NULL ORDER BY retires_at LIMIT ${BATCH}`,
    [now()],
  )
  for (const { secret_id: id, number, current, value } of due) {
    try {
      const row = await findSecret(context.db, id)
      if (row.rotation !== null && value !== null) {
        const plan = planOf(row)
        const [standing, ending] = await Promise.all(
          [current, number].map(async (one) => partOf(plan, await valueAt(parts, context.db, row, one))),
        )
        if (standing !== undefined && ending !== undefined)
          await rotatorOf(parts, plan.rotator).retire({
            ...{ secret: row, plan, current: standing, next: ending, number, signal: context.signal },
          })
      }
      await context.db.raw('UPDATE secrets.version SET retired_at = $3 WHERE secret_id = $1 AND number = $2', [
        ...[id, number, now()],
      ])
    } catch (error) {
      context.log.warn({ error, secretId: id, number }, 'the former value of a secret could not be ended')
    }
  }
}

async function remind(parts: SecretParts, context: JobContext): Promise<void> {
  const rows = await context.db
    .query<SecretTables>()
    .selectFrom('secrets.secret')
    .selectAll()
    .where('expires_at', '<', inSeconds((REMINDED_AT[0] ?? 0) * 86_400))
    .where('deleted_at', 'is', null)
    .where((where) => where.or([where('reminded_days', 'is', null), where('reminded_days', '>', 0)]))
    .limit(BATCH)
    .execute()
  for (const { id, expires_at: at, reminded_days: reminded } of rows) {
    if (at === null) continue
    const days = Math.max(0, Math.ceil((at.getTime() - nowMs()) / DAY_MS))
    const step = REMINDED_AT.findLast((one) => days <= one) ?? null
    if (step === null || (reminded !== null && step >= reminded)) continue
    await context.db.transaction(origin(context), async (tx) => {
      const held = await lockSecret(tx, id)
      if (held.reminded_days !== reminded) return
      await tx.raw('UPDATE secrets.secret SET reminded_days = $2 WHERE id = $1', [id, step])
      const day = at.toISOString().slice(0, 10)
      await tellOwner(parts, tx, held, {
        template: expiringMail,
        more: { when: step === 0 ? `today (${day})` : `on ${day}` },
      })
    })
  }
}

async function destroyDue(parts: SecretParts, context: JobContext): Promise<void> {
  const due = await ids(context.db, 'SELECT id FROM secrets.secret WHERE destroy_after <= $1 ORDER BY destroy_after')
  for (const id of due)
    await context.db.transaction(origin(context), async (tx) => {
      const held = await lockSecret(tx, id)
      if (held.destroy_after === null || held.destroy_after > now()) return
      await destroySecret(parts, tx, held, 'deleted a month ago')
    })
}
