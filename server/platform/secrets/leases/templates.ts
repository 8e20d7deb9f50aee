import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { secretsProblem } from '../problems.ts'
import { parseReference } from '../reference.ts'
import type { LeaseKind, LeaseRules, LeaseTemplate, SecretTables } from '../tables.ts'

const TEMPLATES_MAX = 500

export interface TemplateFields {
  readonly path: string
  readonly description: string
  readonly kind: LeaseKind
  readonly connection: string
  readonly rules: LeaseRules
  readonly ttlSeconds: number
  readonly maxTtlSeconds: number
}

/** Throws secrets/bad-lease-template, secrets/bad-reference, secrets/lease-template-taken, secrets/too-many. */
export async function createTemplate(tx: Tx, by: Id<'user'>, fields: TemplateFields): Promise<LeaseTemplate> {
  assertWellMade(fields)
  const [counted] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM secrets.lease_template')
  if (Number(counted?.count ?? 0) >= TEMPLATES_MAX) throw secretsProblem('too-many')
  const id = newId<'lease-template'>()
  const row = await tx
    .query<SecretTables>()
    .insertInto('secrets.lease_template')
    .values({ id, ...columnsOf(fields), created_by: by, created_at: now(), changed_at: now() })
    .onConflict((conflict) => conflict.column('path').doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('lease-template-taken')
  await tell(tx, 'secrets.lease-template.created', row)
  return row
}

/** Accounts that are there stay as they were made. Throws as createTemplate, and secrets/changed-since. */
export async function changeTemplate(
  tx: Tx,
  { id, version }: { readonly id: Id<'lease-template'>; readonly version: number },
  fields: TemplateFields,
): Promise<LeaseTemplate> {
  assertWellMade(fields)
  const held = await lockTemplate(tx, id)
  if (held.version !== version) throw secretsProblem('changed-since')
  if (held.path !== fields.path) throw bad('/path', 'stays as it was: grants and leases name it')
  if (held.kind !== fields.kind) throw bad('/kind', 'stays as it was: make another template')
  const row = await tx
    .query<SecretTables>()
    .updateTable('secrets.lease_template')
    .set({ ...columnsOf(fields), version: version + 1, changed_at: now() })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, 'secrets.lease-template.changed', row)
  return row
}

/** Throws secrets/lease-template-not-found, secrets/lease-template-used. */
export async function deleteTemplate(tx: Tx, id: Id<'lease-template'>): Promise<void> {
  const held = await lockTemplate(tx, id)
  const live = await tx.raw("SELECT FROM secrets.lease WHERE template_id = $1 AND state <> 'ended' LIMIT 1", [id])
  if (live.length > 0) throw secretsProblem('lease-template-used')
  await tx.query<SecretTables>().deleteFrom('secrets.lease_template').where('id', '=', id).execute()
  await tell(tx, 'secrets.lease-template.deleted', held)
}

async function lockTemplate(tx: Tx, id: Id<'lease-template'>): Promise<LeaseTemplate> {
  const row = await tx
    .query<SecretTables>()
    .selectFrom('secrets.lease_template')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) throw secretsProblem('lease-template-not-found')
  return row
}

/** By path; undefined when there is none. It stays while the transaction lasts. */
export function templateAt(tx: Tx, path: string): Promise<LeaseTemplate | undefined> {
  return tx
    .query<SecretTables>()
    .selectFrom('secrets.lease_template')
    .selectAll()
    .where('path', '=', path)
    .forShare()
    .executeTakeFirst()
}

export function listTemplates(db: Db): Promise<LeaseTemplate[]> {
  return db.query<SecretTables>().selectFrom('secrets.lease_template').selectAll().orderBy('path').execute()
}

/** How many leases of each template have not ended. */
export async function liveOf(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db.raw<{ id: string; live: number }>(
    "SELECT template_id AS id, count(*)::int AS live FROM secrets.lease WHERE state <> 'ended' AND template_id IS NOT NULL GROUP BY 1",
  )
  return new Map(rows.map(({ id, live }) => [id, live]))
}

function columnsOf({ path, description, kind, connection, rules, ttlSeconds, maxTtlSeconds }: TemplateFields) {
  const seconds = { ttl_seconds: ttlSeconds, max_ttl_seconds: maxTtlSeconds }
  return { path, description, kind, connection, rules: JSON.stringify(rules) as unknown as LeaseRules, ...seconds }
}

function assertWellMade({ kind, rules, connection, ttlSeconds, maxTtlSeconds }: TemplateFields): void {
  parseReference(connection)
  if (Object.keys(rules).join() !== kind) throw bad('/rules', `has the member ${kind}, and no other`)
  if (ttlSeconds > maxTtlSeconds) throw bad('/ttlSeconds', 'is more than maxTtlSeconds')
}

function bad(pointer: string, detail: string) {
  return secretsProblem('bad-lease-template', { errors: [{ pointer, code: 'template', detail }] })
}

function tell(tx: Tx, action: string, { id, path, kind, connection, rules }: LeaseTemplate): Promise<void> {
  return tx.audit({ action, subject: { kind: 'lease-template', id }, details: { path, kind, connection, rules } })
}
