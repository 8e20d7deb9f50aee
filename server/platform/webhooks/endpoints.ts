import type { Selectable } from 'kysely'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { newSecret } from '../../kernel/outbound/signature.ts'
import type { SealedColumn } from '../../kernel/vault/vault.ts'
import type { WebhooksDeps } from './parts.ts'
import { webhooksProblem } from './problems.ts'
import type { WebhookTables } from './tables.ts'

const ENDPOINTS_MAX = 50
/** As long after a rotation what is sent carries a signature by the older secret too. */
const OVERLAP_SECONDS = 24 * 60 * 60

const SECRETS = { scope: 'installation', column: 'webhooks.endpoint.secret' }
/** Secrets at rest: a rotation moves one to the other column. */
export const SEALED: readonly SealedColumn[] = ['secret', 'previous_secret'].map((column) => ({
  ...{ table: 'webhooks.endpoint', column },
  place: SECRETS,
}))

export type Endpoint = Selectable<WebhookTables['webhooks.endpoint']>

interface Wanted {
  readonly url: string
  readonly description: string
  readonly events: readonly string[]
}

/** Makes an endpoint; its secret is shown in what this returns, and nowhere again. */
export async function createEndpoint(
  deps: WebhooksDeps,
  tx: Tx,
  createdBy: Id<'user'>,
  wanted: Wanted,
): Promise<{ readonly endpoint: Endpoint; readonly secret: string }> {
  assertGood(deps, wanted)
  await tx.raw("SELECT pg_advisory_xact_lock(hashtextextended('webhooks endpoints', 0))")
  const [counted] = await tx.raw<{ count: bigint }>('SELECT count(*) FROM webhooks.endpoint')
  if (Number(counted?.count ?? 0) >= ENDPOINTS_MAX) throw webhooksProblem('too-many')
  const id = newId<'webhook-endpoint'>()
  const secret = newSecret()
  const endpoint = await endpoints(tx)
    .insertInto('webhooks.endpoint')
    .values({
      id,
      ...{ url: new URL(wanted.url).href, description: wanted.description, events: [...wanted.events] },
      secret: await deps.vault.seal(tx, { ...SECRETS, id }, secret),
      created_by: createdBy,
      created_at: now(),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await tell(tx, 'webhooks.endpoint.made', id, { host: new URL(endpoint.url).host })
  return { endpoint, secret }
}

export async function changeEndpoint(
  deps: WebhooksDeps,
  tx: Tx,
  id: Id<'webhook-endpoint'>,
  { enabled, ...wanted }: Partial<Wanted> & { readonly enabled?: boolean },
): Promise<Endpoint> {
  const held = await findEndpoint(tx, id)
  assertGood(deps, { ...held, ...wanted })
  const working = { failures: 0, failing_since: null, resting_until: null }
  const changed = await endpoints(tx)
    .updateTable('webhooks.endpoint')
    .set({
      ...(wanted.url === undefined ? {} : { url: new URL(wanted.url).href, ...working }),
      ...(wanted.description === undefined ? {} : { description: wanted.description }),
      ...(wanted.events === undefined ? {} : { events: [...wanted.events] }),
      ...(enabled === true ? { disabled_at: null, disabled_reason: null, ...working } : {}),
      ...(enabled === false && held.disabled_at === null ? { disabled_at: now(), disabled_reason: 'by-hand' } : {}),
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  if (changed === undefined) throw webhooksProblem('endpoint-not-found')
  await tell(tx, 'webhooks.endpoint.changed', id, { host: new URL(changed.url).host, enabled: enabled ?? null })
  return changed
}

/** A new secret, returned to be shown once; for a day what is sent is signed with the older one too. */
export async function rotateSecret(deps: WebhooksDeps, tx: Tx, id: Id<'webhook-endpoint'>): Promise<string> {
  const secret = newSecret()
  const sealed = await deps.vault.seal(tx, { ...SECRETS, id }, secret)
  const rotated = await endpoints(tx)
    .updateTable('webhooks.endpoint')
    .set((set) => ({
      previous_secret: set.ref('secret'),
      previous_until: inSeconds(OVERLAP_SECONDS),
      secret: sealed,
    }))
    .where('id', '=', id)
    .executeTakeFirst()
  if (rotated.numUpdatedRows === 0n) throw webhooksProblem('endpoint-not-found')
  await tell(tx, 'webhooks.endpoint.secret-rotated', id)
  return secret
}

/** What is still to be sent to it goes with it. */
export async function deleteEndpoint(tx: Tx, id: Id<'webhook-endpoint'>): Promise<void> {
  const gone = await endpoints(tx).deleteFrom('webhooks.endpoint').where('id', '=', id).executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw webhooksProblem('endpoint-not-found')
  await tell(tx, 'webhooks.endpoint.deleted', id)
}

export function listEndpoints(db: Db): Promise<Endpoint[]> {
  return endpoints(db).selectFrom('webhooks.endpoint').selectAll().orderBy('id', 'desc').limit(ENDPOINTS_MAX).execute()
}

/** Throws webhooks/endpoint-not-found. */
export async function findEndpoint(from: Db | Tx, id: Id<'webhook-endpoint'>): Promise<Endpoint> {
  const endpoint = await endpoints(from)
    .selectFrom('webhooks.endpoint')
    .selectAll()
    .where('id', '=', id)
    .executeTakeFirst()
  if (endpoint === undefined) throw webhooksProblem('endpoint-not-found')
  return endpoint
}

/** The secrets to sign with now, the newest first. */
export function secretsOf(
  { db, vault }: Pick<WebhooksDeps, 'db' | 'vault'>,
  { id, secret, previous_secret: previous, previous_until: until }: Endpoint,
): Promise<string[]> {
  const sealed = previous === null || until === null || until <= now() ? [secret] : [secret, previous]
  return Promise.all(sealed.map((one) => vault.open(db, { ...SECRETS, id }, one)))
}

function assertGood({ outbound, events }: WebhooksDeps, { url, events: wanted }: Pick<Wanted, 'url' | 'events'>): void {
  const objection = URL.canParse(url) ? outbound.objection(new URL(url)) : 'it is no URL'
  if (objection !== null)
    throw webhooksProblem('bad-address', { errors: [{ pointer: '/url', code: 'address', detail: objection }] })
  const published = new Set(events.map(({ name }) => name))
  const unknown = wanted.findIndex((name) => !published.has(name))
  if (unknown !== -1) {
    const error = { pointer: `/events/${unknown}`, code: 'event', detail: `${wanted[unknown]} is not published` }
    throw webhooksProblem('unknown-event', { errors: [error] })
  }
}

function tell(tx: Tx, action: string, id: Id<'webhook-endpoint'>, details: Readonly<Record<string, unknown>> = {}) {
  return tx.audit({ action, subject: { kind: 'webhook-endpoint', id }, details })
}

function endpoints(from: Pick<Db, 'query'> | Pick<Tx, 'query'>) {
  return from.query<WebhookTables>()
}
