import type { Selectable } from 'kysely'
import { inSeconds, now } from '../../../kernel/clock.ts'
import { type Secret, secret } from '../../../kernel/config/secret.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { idOf, object } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { enqueue, type JobContext, job } from '../../../kernel/jobs/job.ts'
import { makeValue } from '../generate.ts'
import { rotationFailedMail } from '../mails.ts'
import type { SecretParts } from '../parts.ts'
import { fieldOf, membersOf } from '../reference.ts'
import { findSecret, tell } from '../secrets.ts'
import { findVersion } from '../store/read.ts'
import { openValue } from '../store/sealing.ts'
import { addVersion, lockSecret, makeCurrent, removeStage, setStage, stageOf } from '../store/write.ts'
import type { RotationPlan, SecretRow, SecretTables } from '../tables.ts'
import { tellOwner } from '../tell-owner.ts'
import { nextOf, rotatorOf } from './plans.ts'
import type { Turn } from './rotator.ts'

type Rotation = Selectable<SecretTables['secrets.rotation']>

const RETRY_SECONDS = 86_400
const ERROR_MAX = 500
const CANCELLED = new Error('it was called off')

/** The job behind every renewal: what was made is tested before it is current, and what is current stays so until then. */
export function rotateJob(parts: SecretParts) {
  return job({
    name: 'secrets.rotate',
    description: 'Renews the value of one secret: makes, installs and tests a new one, then makes it current.',
    data: object({ rotationId: idOf('secret-rotation') }),
    attempts: 5,
    backoffSeconds: 15,
    deadlineSeconds: 120,
    concurrency: 2,
    idempotentBy: 'the state of the rotation: each step begins where the last one was written down',
    async handle(context, { rotationId }) {
      const rotation = await findRotation(context.db, rotationId)
      if (rotation === undefined) return
      if (rotation.cancelled_at !== null) return await takeBack(parts, context, rotationId, CANCELLED)
      if (rotation.ended_at !== null) return
      try {
        await rotate(parts, context, rotation)
      } catch (error) {
        if (context.isFinal(error)) await takeBack(parts, context, rotationId, error)
        throw error
      }
    },
  })
}

export function enqueueRotation(parts: SecretParts, tx: Tx, rotationId: Id<'secret-rotation'>): Promise<void> {
  return enqueue(tx, rotateJob(parts), { rotationId })
}

function findRotation(db: Db, id: Id<'secret-rotation'>): Promise<Rotation | undefined> {
  return db.query<SecretTables>().selectFrom('secrets.rotation').selectAll().where('id', '=', id).executeTakeFirst()
}

async function rotate(parts: SecretParts, context: JobContext, rotation: Rotation): Promise<void> {
  const { once } = context
  const number = rotation.to_number ?? (await once((tx) => makeNext(parts, tx, rotation), 'make'))
  if (number === undefined) return
  const turn = await turnOf(parts, context, { ...rotation, to_number: number })
  const rotator = rotatorOf(parts, rotation.rotator)
  await rotator.install(turn)
  await rotator.test(turn)
  await once((tx) => setState(tx, rotation.id, 'tested'), 'tested')
  const isDone = await once((tx) => finish(parts, tx, rotation, number), 'finish')
  if (isDone === false) await takeBack(parts, context, rotation.id, CANCELLED)
}

/** A new version, pending: the former one with its value, or one member of it, made anew. */
async function makeNext(parts: SecretParts, tx: Tx, rotation: Rotation): Promise<number> {
  const held = await lockSecret(tx, rotation.secret_id)
  const plan = planOf(held)
  const former = await valueAt(parts, tx, held, rotation.from_number)
  const made = rotatorOf(parts, rotation.rotator).make(partOf(plan, former), makeValue(plan), plan)
  const value = plan.field === null ? made : withField(former, plan.field, made)
  const number = await addVersion(parts, tx, held, { value, by: rotation.started_by })
  await setStage(parts, tx, held, { name: 'pending', number })
  await tx.raw("UPDATE secrets.rotation SET state = 'pending', to_number = $2 WHERE id = $1", [rotation.id, number])
  return number
}

/** Answers false for a rotation that was called off meanwhile. */
async function finish(parts: SecretParts, tx: Tx, rotation: Rotation, number: number): Promise<boolean> {
  const held = await lockSecret(tx, rotation.secret_id)
  const [open] = await tx.raw(
    'SELECT FROM secrets.rotation WHERE id = $1 AND cancelled_at IS NULL AND ended_at IS NULL',
    [rotation.id],
  )
  if (open === undefined) return false
  const plan = planOf(held)
  await makeCurrent(parts, tx, held, { number, overlapSeconds: plan.overlapSeconds })
  await end(tx, rotation.id, 'done', null)
  await setNext(tx, held, nextOf(plan))
  await tell(tx, 'secrets.secret.rotated', held, { number, rotator: rotation.rotator })
  return true
}

/** What is current stays it; the owner is told of what was not called off. Once it has ended, what a late try did is undone again. */
async function takeBack(
  parts: SecretParts,
  context: JobContext,
  id: Id<'secret-rotation'>,
  error: unknown,
): Promise<void> {
  const rotation = await findRotation(context.db, id)
  if (rotation === undefined) return
  const reason = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, ERROR_MAX)
  if (rotation.to_number !== null) {
    const turn = await turnOf(parts, context, rotation).catch(() => null)
    const undone = turn === null ? Promise.resolve() : rotatorOf(parts, rotation.rotator).undo(turn)
    await undone.catch((cause: unknown) => context.log.warn({ error: cause }, 'a failed rotation was not taken back'))
  }
  await context.once(async (tx) => {
    const held = await lockSecret(tx, rotation.secret_id)
    if (!(await end(tx, id, 'failed', reason))) return
    if ((await stageOf(tx, held, 'pending')) === rotation.to_number) await removeStage(parts, tx, held, 'pending')
    if (held.next_rotation_at !== null) await setNext(tx, held, inSeconds(RETRY_SECONDS))
    if (error === CANCELLED) return
    await tell(tx, 'secrets.rotation.failed', held, { rotator: rotation.rotator, reason })
    await tellOwner(parts, tx, held, { template: rotationFailedMail, more: { reason } })
  }, 'failed')
}

async function setState(tx: Tx, id: Id<'secret-rotation'>, state: 'tested'): Promise<void> {
  await tx.query<SecretTables>().updateTable('secrets.rotation').set({ state }).where('id', '=', id).execute()
}

/** Answers whether it had not ended before. */
async function end(
  tx: Tx,
  id: Id<'secret-rotation'>,
  state: 'done' | 'failed',
  error: string | null,
): Promise<boolean> {
  const ended = await tx
    .query<SecretTables>()
    .updateTable('secrets.rotation')
    .set({ state, error, ended_at: now() })
    .where('id', '=', id)
    .where('ended_at', 'is', null)
    .executeTakeFirst()
  return ended.numUpdatedRows > 0n
}

async function setNext(tx: Tx, { id }: SecretRow, at: Date | null): Promise<void> {
  const set = { next_rotation_at: at }
  await tx.query<SecretTables>().updateTable('secrets.secret').set(set).where('id', '=', id).execute()
}

async function turnOf(parts: SecretParts, { db, signal }: JobContext, rotation: Rotation): Promise<Turn> {
  const row = await findSecret(db, rotation.secret_id)
  const plan = planOf(row)
  const number = rotation.to_number ?? 0
  const [current, next] = await Promise.all(
    [rotation.from_number, number].map(async (one) => partOf(plan, await valueAt(parts, db, row, one))),
  )
  if (current === undefined || next === undefined) throw new TypeError('a turn has two values')
  return { secret: row, plan, current, next, number, signal }
}

/** What a rotator is given of a value. */
export function partOf({ field }: RotationPlan, value: Secret): Secret {
  return field === null ? value : secret(fieldOf(value.reveal(), field))
}

/** Opens one version. Throws an Error when it is gone. */
export async function valueAt(parts: SecretParts, reader: Db | Tx, row: SecretRow, number: number): Promise<Secret> {
  const found = await findVersion(reader, row, { version: String(number) })
  if (found === null) throw new Error(`version ${number} is not there any more`)
  return await openValue(parts, reader, found, found.value)
}

function withField(former: Secret, field: string, made: Secret): Secret {
  return secret(JSON.stringify({ ...membersOf(former.reveal()), [field]: made.reveal() }))
}

/** Throws when nothing says any more how it is renewed. */
export function planOf({ rotation }: SecretRow): RotationPlan {
  if (rotation === null) throw new Error('nothing says any more how it is renewed')
  return rotation
}
