import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { checkPolicy } from '../generate.ts'
import type { SecretParts } from '../parts.ts'
import { secretsProblem } from '../problems.ts'
import { tell } from '../secrets.ts'
import { stageOf } from '../store/write.ts'
import type { RotationPlan, SecretRow, SecretTables } from '../tables.ts'
import type { Rotator } from './rotator.ts'

const DAY_SECONDS = 86_400

/** Says how a secret that is held is renewed; null: by hand. Throws secrets/unknown-rotator, secrets/bad-options, secrets/bad-policy. */
export async function setPlan(parts: SecretParts, tx: Tx, secret: SecretRow, plan: RotationPlan | null): Promise<void> {
  if (plan !== null) {
    rotatorOf(parts, plan.rotator).check(plan)
    checkPolicy(plan)
    if (plan.field !== null && secret.format !== 'json') throw secretsProblem('no-field')
  }
  await tx
    .query<SecretTables>()
    .updateTable('secrets.secret')
    .set({
      rotation: plan === null ? null : (JSON.stringify(plan) as never),
      next_rotation_at: nextOf(plan),
      changed_at: now(),
    })
    .where('id', '=', secret.id)
    .execute()
  await tell(tx, 'secrets.rotation.planned', secret, {
    rotator: plan?.rotator ?? null,
    everyDays: plan?.everyDays ?? null,
  })
}

/** When a secret is renewed the next time by itself. */
export function nextOf(plan: RotationPlan | null): Date | null {
  return plan === null || plan.everyDays === null ? null : inSeconds(plan.everyDays * DAY_SECONDS)
}

/** Throws secrets/unknown-rotator. */
export function rotatorOf({ rotators }: Pick<SecretParts, 'rotators'>, name: string): Rotator {
  const rotator = rotators.find((one) => one.name === name)
  if (rotator === undefined) throw secretsProblem('unknown-rotator')
  return rotator
}

/** Begins a renewal; its job does the rest. Throws secrets/not-rotating, secrets/rotation-running, secrets/deleted. */
export async function beginRotation(
  tx: Tx,
  secret: SecretRow,
  startedBy: Id<'user'> | null,
): Promise<Id<'secret-rotation'>> {
  if (secret.deleted_at !== null) throw secretsProblem('deleted')
  const current = await stageOf(tx, secret, 'current')
  if (secret.rotation === null || current === null) throw secretsProblem('not-rotating')
  const id = newId<'secret-rotation'>()
  const [begun] = await tx.raw(
    `INSERT INTO secrets.rotation (id, secret_id, rotator, state, from_number, started_by, started_at)
     VALUES ($1, $2, $3, 'created', $4, $5, $6) ON CONFLICT (secret_id) WHERE ended_at IS NULL DO NOTHING RETURNING id`,
    [id, secret.id, secret.rotation.rotator, current, startedBy, now()],
  )
  if (begun === undefined) throw secretsProblem('rotation-running')
  await tell(tx, 'secrets.rotation.started', secret, { rotator: secret.rotation.rotator })
  return id
}

/** Has the job of a running rotation take it back; it is not finished from now on. Throws secrets/no-rotation. */
export async function cancelRotation(tx: Tx, secret: SecretRow): Promise<Id<'secret-rotation'>> {
  const [running] = await tx.raw<{ id: Id<'secret-rotation'> }>(
    'UPDATE secrets.rotation SET cancelled_at = coalesce(cancelled_at, $2) WHERE secret_id = $1 AND ended_at IS NULL RETURNING id',
    [secret.id, now()],
  )
  if (running === undefined) throw secretsProblem('no-rotation')
  await tell(tx, 'secrets.rotation.cancelled', secret)
  return running.id
}

const SHOWN = 20

export function listRotations(db: Db, { id }: SecretRow) {
  return db
    .query<SecretTables>()
    .selectFrom('secrets.rotation')
    .selectAll()
    .where('secret_id', '=', id)
    .orderBy('id', 'desc')
    .limit(SHOWN)
    .execute()
}
