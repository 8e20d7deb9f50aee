import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { compileValidator } from '../../../kernel/http/validate.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { type FieldFault, Problem } from '../../../kernel/problem.ts'
import { checkPolicy } from '../generate.ts'
import type { Sight } from '../may.ts'
import type { SecretParts } from '../parts.ts'
import { secretsProblem } from '../problems.ts'
import { tell } from '../secrets.ts'
import { findVersion } from '../store/read.ts'
import { stageOf } from '../store/write.ts'
import type { RotationPlan, SecretRow, SecretTables } from '../tables.ts'
import type { Rotator } from './rotator.ts'

const DAY_SECONDS = 86_400

/**
 * Says how a secret that is held is renewed; null: by hand. `sight` is that of whoever says so. Throws secrets/unknown-rotator,
 * secrets/bad-options, secrets/bad-policy, secrets/no-field, secrets/bad-reference.
 */
export async function setPlan(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  {
    plan,
    sight,
  }: { readonly plan: RotationPlan; readonly sight: Sight } | { readonly plan: null; readonly sight?: never },
): Promise<void> {
  if (plan !== null) {
    checkPlan(parts, secret, plan)
    await assertUsable(parts, tx, secret, { plan, sight })
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

function checkPlan(parts: SecretParts, secret: SecretRow, plan: RotationPlan): void {
  const rotator = rotatorOf(parts, plan.rotator)
  const errors = faultsOf(rotator, plan.options)
  if (errors.length > 0) throw secretsProblem('bad-options', { errors })
  if (rotator.isOfInstallation && secret.organisation_id !== null)
    throw secretsProblem('bad-options', { detail: "Only the installation's own secrets are renewed so." })
  rotator.check(plan)
  checkPolicy(plan)
  if (plan.field !== null && secret.format !== 'json') throw secretsProblem('no-field')
  if (rotator.alternates && plan.everyDays !== null && plan.overlapSeconds >= plan.everyDays * DAY_SECONDS)
    throw secretsProblem('bad-options', { detail: 'The overlap ends before the next renewal.' })
}

function faultsOf({ options: schema }: Rotator, options: RotationPlan['options']): readonly FieldFault[] {
  try {
    compileValidator(schema, 'body')(structuredClone(options))
    return []
  } catch (error) {
    if (!(error instanceof Problem)) throw error
    return (error.errors ?? []).map((fault) => ({ ...fault, pointer: `/options${fault.pointer}` }))
  }
}

/** What it works with is there, and nothing that whoever plans it may not see: a renewal acts with the value. */
async function assertUsable(
  parts: SecretParts,
  tx: Tx,
  { scope, environment }: SecretRow,
  { plan, sight }: { readonly plan: RotationPlan; readonly sight: Sight },
): Promise<void> {
  for (const path of rotatorOf(parts, plan.rotator).uses(plan)) {
    const isThere = (await findVersion(tx, { scope, environment, path }, {})) !== null
    if (isThere && sight.covers('reveal', { environment, path })) continue
    throw secretsProblem('bad-options', { detail: `There is no secret ${path} beside it whose value you may see.` })
  }
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

/** Whether a former value is not ended yet, and must be before the next renewal begins. */
export async function isOverlapping(parts: SecretParts, tx: Tx, { id, rotation }: SecretRow): Promise<boolean> {
  if (rotation === null || !rotatorOf(parts, rotation.rotator).alternates) return false
  const standing = await tx.raw(
    'SELECT FROM secrets.version WHERE secret_id = $1 AND retires_at IS NOT NULL AND retired_at IS NULL AND value IS NOT NULL',
    [id],
  )
  return standing.length > 0
}

/**
 * Begins a renewal; its job does the rest. Throws secrets/not-rotating, secrets/rotation-running, secrets/overlap-running,
 * secrets/deleted.
 */
export async function beginRotation(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  startedBy: Id<'user'> | null,
): Promise<Id<'secret-rotation'>> {
  if (secret.deleted_at !== null) throw secretsProblem('deleted')
  const current = await stageOf(tx, secret, 'current')
  if (secret.rotation === null || current === null) throw secretsProblem('not-rotating')
  if (await isOverlapping(parts, tx, secret)) throw secretsProblem('overlap-running')
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
