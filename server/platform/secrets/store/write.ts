import type { Selectable } from 'kysely'
import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Secret } from '../../../kernel/config/secret.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { SecretParts } from '../parts.ts'
import { secretsProblem } from '../problems.ts'
import type { SecretTables } from '../tables.ts'
import { fingerprintOf, sealValue } from './sealing.ts'

export type SecretRow = Selectable<SecretTables['secrets.secret']>

/** Holds the secret until the transaction ends: versions and stages change one at a time. Throws secrets/not-found. */
export async function lockSecret(tx: Tx, id: Id<'secret'>): Promise<SecretRow> {
  const row = await tx
    .query<SecretTables>()
    .selectFrom('secrets.secret')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('not-found')
  return row
}

/** Adds a version to a secret that is held; it is called nothing yet. Answers its number. */
export async function addVersion(
  { vault, fingerprintKey }: SecretParts,
  tx: Tx,
  { id, scope, environment, path, latest }: SecretRow,
  { value, by }: { readonly value: Secret; readonly by: Id<'user'> | null },
): Promise<number> {
  const [versionId, number] = [newId<'secret-version'>(), latest + 1]
  const sealed = await sealValue(vault, tx, { versionId, scope, environment, path, number }, value)
  await tx
    .query<SecretTables>()
    .insertInto('secrets.version')
    .values({
      ...{ id: versionId, secret_id: id, number, value: sealed },
      fingerprint: fingerprintOf(fingerprintKey, scope, value),
      ...{ created_by: by, created_at: now() },
    })
    .execute()
  await tx
    .query<SecretTables>()
    .updateTable('secrets.secret')
    .set({ latest: number, changed_at: now() })
    .where('id', '=', id)
    .execute()
  return number
}

interface Named {
  readonly name: string
  readonly number: number
}

/** Calls a version `name` from now on. Throws secrets/version-not-found when there is none, or its value is destroyed. */
async function setStage({ opened }: SecretParts, tx: Tx, secret: SecretRow, { name, number }: Named) {
  const [set] = await tx.raw(
    `INSERT INTO secrets.stage (secret_id, name, number, since)
     SELECT secret_id, $2, number, $4 FROM secrets.version WHERE secret_id = $1 AND number = $3 AND value IS NOT NULL
     ON CONFLICT (secret_id, name) DO UPDATE SET number = excluded.number, since = excluded.since RETURNING number`,
    [secret.id, name, number, now()],
  )
  if (set === undefined) throw secretsProblem('version-not-found')
  await opened.changed(tx, secret)
}

async function removeStage({ opened }: SecretParts, tx: Tx, secret: SecretRow, name: string): Promise<boolean> {
  const removed = await tx
    .query<SecretTables>()
    .deleteFrom('secrets.stage')
    .where('secret_id', '=', secret.id)
    .where('name', '=', name)
    .executeTakeFirst()
  await opened.changed(tx, secret)
  return removed.numDeletedRows > 0n
}

/** The number that a stage stands for; null when it stands for none. */
async function stageOf(tx: Tx, { id }: SecretRow, name: string): Promise<number | null> {
  const [row] = await tx.raw<{ number: number }>(
    'SELECT number FROM secrets.stage WHERE secret_id = $1 AND name = $2',
    [...[id, name]],
  )
  return row?.number ?? null
}

/** Makes a version the current one; the one that was becomes the previous one, and is good for `overlapSeconds` more. */
export async function makeCurrent(
  parts: SecretParts,
  tx: Tx,
  secret: SecretRow,
  { number, overlapSeconds }: { readonly number: number; readonly overlapSeconds: number },
): Promise<void> {
  const former = await stageOf(tx, secret, 'current')
  await setStage(parts, tx, secret, { name: 'current', number })
  if ((await stageOf(tx, secret, 'pending')) === number) await removeStage(parts, tx, secret, 'pending')
  await tx.raw('UPDATE secrets.version SET retires_at = NULL, retired_at = NULL WHERE secret_id = $1 AND number = $2', [
    ...[secret.id, number],
  ])
  if (former === null || former === number) return
  await setStage(parts, tx, secret, { name: 'previous', number: former })
  await tx.raw('UPDATE secrets.version SET retires_at = $3 WHERE secret_id = $1 AND number = $2', [
    ...[secret.id, former, inSeconds(overlapSeconds)],
  ])
}
