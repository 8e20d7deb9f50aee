import { sql } from 'kysely'
import { now } from '../../kernel/clock.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { SecretParts } from './parts.ts'
import { secretsProblem } from './problems.ts'
import type { VersionWanted } from './provider.ts'
import { tell, valueWanted, type WantedValue } from './secrets.ts'
import { findVersion } from './store/read.ts'
import { fingerprintOf, openValue } from './store/sealing.ts'
import { addVersion, makeCurrent, noteUse, removeStage, setStage, stageOf } from './store/write.ts'
import type { SecretRow, SecretTables } from './tables.ts'

/** Set by the store itself, as versions come and go. */
const KEPT_STAGES: readonly string[] = ['current', 'previous', 'pending']

export interface NewVersion extends WantedValue {
  /** The newest version when the writer last looked. */
  readonly expected: number
  readonly stage: 'current' | 'pending'
  readonly overlapSeconds: number
  readonly by: Id<'user'>
}

/** Writes a version of a secret that is held. Throws secrets/changed-since, secrets/deleted, and as valueWanted. */
export async function writeVersion(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  { expected, stage, overlapSeconds, by, ...wanted }: NewVersion,
): Promise<number> {
  if (secret.deleted_at !== null) throw secretsProblem('deleted')
  if (secret.latest !== expected) throw secretsProblem('changed-since')
  const value = valueWanted(wanted, secret.format)
  if (value === null) throw secretsProblem('bad-policy', { detail: 'Send a value, or say how to make one.' })
  const number = await addVersion(parts, tx, secret, { value, by })
  if (stage === 'current') await makeCurrent(parts, tx, secret, { number, overlapSeconds })
  else await setStage(parts, tx, secret, { name: 'pending', number })
  await tell(tx, 'secrets.version.written', secret, { number, stage, made: wanted.value === undefined })
  return number
}

export interface StageMove {
  readonly name: string
  readonly number: number
  readonly overlapSeconds: number
}

/** Makes a version current, or gives it a label. Throws secrets/version-not-found, secrets/kept-stage. */
export async function moveStage(parts: SecretParts, tx: Tx, secret: SecretRow, move: StageMove): Promise<void> {
  const { name, number } = move
  if (name === 'current') await makeCurrent(parts, tx, secret, move)
  else if (KEPT_STAGES.includes(name)) throw secretsProblem('kept-stage')
  else await setStage(parts, tx, secret, { name, number })
  await tell(tx, 'secrets.stage.moved', secret, { name, number })
}

export async function removeLabel(parts: SecretParts, tx: Tx, secret: SecretRow, name: string): Promise<void> {
  if (KEPT_STAGES.includes(name)) throw secretsProblem('kept-stage')
  if (!(await removeStage(parts, tx, secret, name))) throw secretsProblem('version-not-found')
  await tell(tx, 'secrets.stage.removed', secret, { name })
}

/** Makes the former version current again, as long as it is good. Throws secrets/nothing-before. Answers its number. */
export async function rollBack(parts: SecretParts, tx: Tx, secret: SecretRow, reason: string): Promise<number> {
  const number = await stageOf(tx, secret, 'previous')
  const [good] = await tx.raw(
    `SELECT FROM secrets.version
      WHERE secret_id = $1 AND number = $2 AND value IS NOT NULL AND retired_at IS NULL AND coalesce(retires_at > $3, true)`,
    [secret.id, number, now()],
  )
  if (number === null || good === undefined) throw secretsProblem('nothing-before')
  await makeCurrent(parts, tx, secret, { number, overlapSeconds: 0 })
  await tell(tx, 'secrets.secret.rolled-back', secret, { number, reason })
  return number
}

/** Removes a value with its key, for good. Throws secrets/version-not-found, secrets/still-current. */
export async function destroyVersion(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  { number, reason }: { readonly number: number; readonly reason: string },
): Promise<void> {
  if ((await stageOf(tx, secret, 'current')) === number) throw secretsProblem('still-current')
  await tx.raw('DELETE FROM secrets.stage WHERE secret_id = $1 AND number = $2', [secret.id, number])
  const [destroyed] = await tx.raw(
    `UPDATE secrets.version SET value = NULL, fingerprint = NULL, destroyed_at = $3
      WHERE secret_id = $1 AND number = $2 AND value IS NOT NULL RETURNING number`,
    [secret.id, number, now()],
  )
  if (destroyed === undefined) throw secretsProblem('version-not-found')
  await parts.opened.changed(tx, secret)
  await tell(tx, 'secrets.version.destroyed', secret, { number, reason })
}

/** Opens a value for somebody who is named in the audit with the reason. Throws secrets/version-not-found, secrets/unreadable. */
export async function revealVersion(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  { wanted, reason }: { readonly wanted: VersionWanted; readonly reason: string | null },
): Promise<{ readonly value: Secret; readonly number: number }> {
  if (secret.deleted_at !== null) throw secretsProblem('deleted')
  const found = await findVersion(tx, secret, wanted)
  if (found === null) throw secretsProblem('version-not-found')
  const { value: sealed, number, ...place } = found
  const value = await openValue(parts, tx, { ...place, number }, sealed)
  await noteUse(tx, secret.id)
  await tell(tx, 'secrets.secret.revealed', secret, { number, reason })
  return { value, number }
}

/** Whether a value is still taken where it is used, as far as is known here: it is current, or its overlap is not over. */
export function isGood(version: {
  readonly stages: readonly string[]
  readonly retires_at: Date | null
  readonly retired_at: Date | null
}): boolean {
  if (version.stages.includes('current')) return true
  return version.retired_at === null && (version.retires_at === null || version.retires_at > now())
}

export interface VersionRow {
  readonly number: number
  readonly createdAt: Date
  readonly createdBy: Id<'user'> | null
  readonly retiresAt: Date | null
  readonly retiredAt: Date | null
  readonly destroyedAt: Date | null
  readonly stages: string[]
}

const VERSIONS_SHOWN = 100

/** The newest hundred, with what they are called. */
export function listVersions(db: Db, { id }: SecretRow): Promise<VersionRow[]> {
  return db.raw<VersionRow & Record<string, unknown>>(
    `SELECT number, created_at AS "createdAt", created_by AS "createdBy", retires_at AS "retiresAt", retired_at AS "retiredAt",
            destroyed_at AS "destroyedAt",
            array(SELECT name FROM secrets.stage WHERE secret_id = version.secret_id AND number = version.number ORDER BY name) AS stages
       FROM secrets.version WHERE secret_id = $1 ORDER BY number DESC LIMIT $2`,
    [id, VERSIONS_SHOWN],
  )
}

/** The secrets of a scope, and their versions, that hold just one of these values. */
export async function withValue({ db, fingerprintKey }: SecretParts, scope: string, values: readonly Secret[]) {
  const prints = values.map((value) => fingerprintOf(fingerprintKey, scope, value))
  return await db
    .query<SecretTables>()
    .selectFrom('secrets.version as version')
    .innerJoin('secrets.secret as secret', 'secret.id', 'version.secret_id')
    .selectAll('secret')
    .select(['version.number', 'version.retires_at', 'version.retired_at'])
    .select(
      sql<
        string[]
      >`array(SELECT name FROM secrets.stage WHERE secret_id = version.secret_id AND number = version.number ORDER BY name)`.as(
        'stages',
      ),
    )
    .where('version.fingerprint', 'in', prints)
    .where('secret.scope', '=', scope)
    .orderBy('version.id', 'desc')
    .limit(VERSIONS_SHOWN)
    .execute()
}
