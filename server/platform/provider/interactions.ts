import type Provider from 'oidc-provider'
import type { Interaction } from 'oidc-provider'
import { now, nowMs } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { asId, type Id } from '../../kernel/id.ts'
import { findClient, RESOURCE_SCOPES } from './clients.ts'
import { endGrants } from './items.ts'
import { providerProblem } from './problems.ts'
import type { ProviderTables } from './tables.ts'

/** What a person is asked: which application wants to know what. */
export interface Asked {
  readonly client: { readonly id: Id<'client'>; readonly name: string; readonly host: string }
  readonly scopes: readonly string[]
  /** True when nothing new is asked: the team's own application, or all of it was allowed before; never with `prompt=consent`. */
  readonly settled: boolean
}

interface Asking {
  readonly db: Db
  readonly engine: Provider
  readonly userId: Id<'user'>
  readonly uid: string
}

/** What a running sign-in request asks of the person. Throws provider/interaction-not-found. */
export async function describeInteraction({ db, engine, userId, uid }: Asking): Promise<Asked> {
  const { interaction, client, scopes, host } = await load(db, engine, uid)
  const held = await db
    .query<ProviderTables>()
    .selectFrom('provider.consent')
    .select('scopes')
    .where('user_id', '=', userId)
    .where('client_id', '=', client.id)
    .executeTakeFirst()
  const allowed = client.trusted || (held !== undefined && scopes.every((scope) => held.scopes.includes(scope)))
  const settled = allowed && !promptsOf(interaction).includes('consent')
  return { client: { id: client.id, name: client.name, host }, scopes, settled }
}

interface Proof {
  readonly aal: 1 | 2
  readonly authenticatedAt: Date
}

/**
 * The person allows what was asked; where the browser goes next. The grant holds for the scopes asked and no more. Throws
 * http/assurance-too-low when the application wants a fresher proof of who it is.
 */
export async function approveInteraction(
  { db, engine, userId, uid }: Asking,
  proof: Proof,
  transact: (work: (tx: Tx) => Promise<void>) => Promise<void>,
): Promise<string> {
  const { interaction, client, scopes } = await load(db, engine, uid)
  assertFreshEnough(interaction, proof)
  const grant = new engine.Grant({ accountId: userId, clientId: client.id })
  grant.addOIDCScope(scopes.join(' '))
  for (const resource of [interaction.params.resource ?? []].flat())
    grant.addResourceScope(String(resource), scopes.filter((scope) => RESOURCE_SCOPES.includes(scope)).join(' '))
  const grantId = await grant.save()
  await transact(async (tx) => {
    const row = { scopes: [...scopes], granted_at: now() }
    await tx
      .query<ProviderTables>()
      .insertInto('provider.consent')
      .values({ user_id: userId, client_id: client.id, ...row })
      .onConflict((conflict) => conflict.columns(['user_id', 'client_id']).doUpdateSet(row))
      .execute()
    await tx.audit({
      action: 'provider.consent.given',
      subject: { kind: 'user', id: userId },
      details: { clientId: client.id, scopes },
    })
  })
  const login = {
    accountId: userId,
    acr: `aal${proof.aal}`,
    ts: Math.floor(proof.authenticatedAt.getTime() / 1000),
    remember: false,
  }
  return answer(interaction, { login, consent: { grantId } })
}

/** The person refuses; the application is told so. */
export async function denyInteraction({ db, engine, uid }: Asking): Promise<string> {
  const { interaction } = await load(db, engine, uid)
  return answer(interaction, { error: 'access_denied', error_description: 'the person refused' })
}

/** Takes back what an application was allowed: its tokens end at once. Throws provider/consent-not-found. */
export async function withdrawConsent(tx: Tx, userId: Id<'user'>, clientId: Id<'client'>): Promise<void> {
  const removed = await tx
    .query<ProviderTables>()
    .deleteFrom('provider.consent')
    .where('user_id', '=', userId)
    .where('client_id', '=', clientId)
    .executeTakeFirst()
  if (removed.numDeletedRows === 0n) throw providerProblem('consent-not-found')
  await endGrants(tx, userId, clientId)
  await tx.audit({
    action: 'provider.consent.withdrawn',
    subject: { kind: 'user', id: userId },
    details: { clientId },
  })
}

/** Applications the person allowed something, newest first. */
export function listConsents(db: Db, userId: Id<'user'>) {
  return db
    .query<ProviderTables>()
    .selectFrom('provider.consent as consent')
    .innerJoin('provider.client as client', 'client.id', 'consent.client_id')
    .select(['client.id', 'client.name', 'consent.scopes', 'consent.granted_at'])
    .where('consent.user_id', '=', userId)
    .orderBy('consent.granted_at', 'desc')
    .limit(100)
    .execute()
}

/** A proof given for the very request counts this long whatever `max_age` says: nobody could meet one of a second. */
const OWN_PROOF_SECONDS = 60

/**
 * The engine leaves both to the page: `prompt=login` wants a proof made for this request (the engine turns `max_age=0` into it), `max_age` one
 * that is not older (OpenID Connect Core 3.1.2.1). Instants are in whole seconds, as in the protocol.
 */
function assertFreshEnough(interaction: Interaction, { authenticatedAt }: Proof): void {
  const provenSeconds = Math.floor(authenticatedAt.getTime() / 1000)
  const nowSeconds = Math.floor(nowMs() / 1000)
  const isOwn = provenSeconds >= interaction.iat
  const refuse = (maxAgeSeconds: number) => httpProblem('assurance-too-low', { params: { aal: 1, maxAgeSeconds } })
  if (promptsOf(interaction).includes('login') && !isOwn) throw refuse(Math.max(0, nowSeconds - interaction.iat))
  const { max_age: given } = interaction.params
  if (given === undefined) return
  const maxAgeSeconds = Math.max(Number(given), isOwn ? OWN_PROOF_SECONDS : 0)
  if (nowSeconds - provenSeconds > maxAgeSeconds) throw refuse(maxAgeSeconds)
}

function promptsOf({ params }: Interaction): string[] {
  return String(params.prompt ?? '').split(' ')
}

async function load(db: Db, engine: Provider, uid: string) {
  const interaction = await engine.Interaction.find(uid)
  // Answered once: a second answer could swap the person behind a request that is on its way.
  if (interaction === undefined || interaction.result !== undefined) throw providerProblem('interaction-not-found')
  const client = await findClient(db, asId<'client'>(String(interaction.params.client_id)))
  if (client === undefined) throw providerProblem('interaction-not-found')
  const scopes = String(interaction.params.scope ?? '')
    .split(' ')
    .filter((scope) => scope !== '')
  return { interaction, client, scopes, host: new URL(String(interaction.params.redirect_uri)).host }
}

async function answer(interaction: Interaction, result: object): Promise<string> {
  interaction.result = result as NonNullable<Interaction['result']>
  await interaction.save(interaction.exp - Math.floor(nowMs() / 1000))
  return interaction.returnTo
}
