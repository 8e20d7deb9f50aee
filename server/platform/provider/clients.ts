import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'
import type { ClientMetadata } from 'oidc-provider'
import { now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { type Id, newId } from '../../kernel/id.ts'
import { providerProblem } from './problems.ts'
import type { ClientRow, ProviderTables } from './tables.ts'

const SECRET_BYTES = 32
/** What an application may ask for. */
export const SCOPES = ['openid', 'profile', 'email', 'organisations', 'offline_access']
/** What of it may stand in an access token for an application's own API. */
export const RESOURCE_SCOPES = ['profile', 'email', 'organisations']

export interface NewClient {
  readonly name: string
  readonly redirectUris: readonly string[]
  /** True for an application with a server that can keep a secret. */
  readonly confidential: boolean
  readonly trusted: boolean
}

/** Registers an application. The secret is given here and never again; null without one. Throws provider/bad-redirect-uri. */
export async function addClient(tx: Tx, wanted: NewClient): Promise<{ client: ClientRow; secret: string | null }> {
  const secret = wanted.confidential ? randomBytes(SECRET_BYTES).toString('base64url') : null
  const client: ClientRow = {
    id: newId<'client'>(),
    name: wanted.name,
    redirect_uris: checkedUris(wanted.redirectUris),
    secret_hash: secret === null ? null : hashOfSecret(secret),
    trusted: wanted.trusted,
    created_at: now(),
  }
  await tx.query<ProviderTables>().insertInto('provider.client').values(client).execute()
  await tx.audit({
    action: 'provider.client.added',
    subject: { kind: 'client', id: client.id },
    details: { name: client.name, trusted: client.trusted, confidential: wanted.confidential },
  })
  return { client, secret }
}

/** Removes an application with everything it was given. Throws provider/client-not-found. */
export async function removeClient(tx: Tx, id: Id<'client'>): Promise<void> {
  const query = tx.query<ProviderTables>()
  const removed = await query.deleteFrom('provider.client').where('id', '=', id).executeTakeFirst()
  if (removed.numDeletedRows === 0n) throw providerProblem('client-not-found')
  await query.deleteFrom('provider.item').where('client_id', '=', id).execute()
  await tx.audit({ action: 'provider.client.removed', subject: { kind: 'client', id } })
}

/** Makes a new secret; the old one is refused from then on. Throws provider/client-not-found. */
export async function renewSecret(tx: Tx, id: Id<'client'>): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const renewed = await tx
    .query<ProviderTables>()
    .updateTable('provider.client')
    .set({ secret_hash: hashOfSecret(secret) })
    .where('id', '=', id)
    .where('secret_hash', 'is not', null)
    .executeTakeFirst()
  if (renewed.numUpdatedRows === 0n) throw providerProblem('client-not-found')
  await tx.audit({ action: 'provider.client.secret-renewed', subject: { kind: 'client', id } })
  return secret
}

export function findClient(db: Pick<Db, 'query'>, id: Id<'client'>): Promise<ClientRow | undefined> {
  return db.query<ProviderTables>().selectFrom('provider.client').selectAll().where('id', '=', id).executeTakeFirst()
}

/** Applications, newest first; `after` is the last id of the page before. */
export function listClients(db: Db, page: { readonly limit: number; readonly after: string | undefined }) {
  return db
    .query<ProviderTables>()
    .selectFrom('provider.client')
    .selectAll()
    .$if(page.after !== undefined, (query) => query.where('id', '<', (page.after ?? '') as Id<'client'>))
    .orderBy('id', 'desc')
    .limit(page.limit)
    .execute()
}

/** How the engine sees an application: code flow with PKCE and refresh tokens, nothing else. */
export function clientMetadata(client: ClientRow): ClientMetadata {
  return {
    client_id: client.id,
    client_name: client.name,
    redirect_uris: client.redirect_uris,
    grant_types: ['authorization_code', 'refresh_token'],
    response_types: ['code'],
    scope: SCOPES.join(' '),
    // The engine wants to see some secret; the comparison is isSecretOf, against the hash.
    ...(client.secret_hash === null
      ? { token_endpoint_auth_method: 'none' }
      : { token_endpoint_auth_method: 'client_secret_basic', client_secret: client.secret_hash.toString('hex') }),
  }
}

/** Whether `given` is the secret whose SHA-256, in hex, is `storedHash`. */
export function isSecretOf(storedHash: string, given: string): boolean {
  return timingSafeEqual(Buffer.from(storedHash, 'hex'), hashOfSecret(given))
}

// 256 random bits need no slow hash: there is nothing to guess.
function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

const LOOPBACK = new Set(['127.0.0.1', '[::1]', 'localhost'])

function checkedUris(uris: readonly string[]): string[] {
  uris.forEach((text, at) => {
    const uri = URL.canParse(text) ? new URL(text) : null
    const secure = uri?.protocol === 'https:' || (uri?.protocol === 'http:' && LOOPBACK.has(uri.hostname))
    const plain = uri !== null && uri.hash === '' && uri.username === '' && uri.password === '' && !text.endsWith('#')
    if (secure && plain && uris.indexOf(text) === at) return
    const fault = { pointer: `/redirectUris/${at}`, code: 'refused', detail: 'cannot be redirected to' }
    throw providerProblem('bad-redirect-uri', { errors: [fault] })
  })
  return [...uris]
}

/** Whether an API stands where the application does: at the origin of an address that it is sent back to. */
export function isOwnResource(redirectUris: readonly string[], resource: string): boolean {
  return redirectUris.some((uri) => new URL(uri).origin === new URL(resource).origin)
}
