import { createHash } from 'node:crypto'
import type { Adapter, AdapterPayload } from 'oidc-provider'
import { inSeconds, now } from '../../kernel/clock.ts'
import { systemOrigin } from '../../kernel/db/actor.ts'
import type { Db } from '../../kernel/db/database.ts'
import { asId, type Id, isUuid, newId } from '../../kernel/id.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import { clientMetadata, findClient } from './clients.ts'
import type { ProviderTables } from './tables.ts'

interface ItemParts {
  readonly db: Db
  readonly vault: Vault
}

/** Thrown when a code or refresh token was used up by another request at the same time. */
export class UsedUp extends Error {
  override readonly name = 'UsedUp'
}

const LIFETIME_DEFAULT_SECONDS = 24 * 60 * 60

/**
 * The engine's storage. Identifiers are bearer secrets, so rows are found by their SHA-256 and hold everything else encrypted and
 * bound to its row: a dump of the table opens nothing.
 */
export function createItems({ db, vault }: ItemParts): (kind: string) => Adapter {
  return (kind) => {
    const items = () => db.query<ProviderTables>()
    return {
      upsert: (id, payload, expiresIn) => keep({ db, vault }, kind, { id, payload, expiresIn }),
      async find(id) {
        if (kind === 'Client') return metadataOf(db, id)
        const idHash = hashOf(id)
        const row = await items()
          .selectFrom('provider.item')
          .select(['sealed', 'consumed_at'])
          .where('kind', '=', kind)
          .where('id_hash', '=', idHash)
          .where('expires_at', '>', now())
          .executeTakeFirst()
        if (row === undefined) return undefined
        const payload = JSON.parse(await vault.open(db, placeOf(kind, idHash), row.sealed)) as AdapterPayload
        if (row.consumed_at === null) return payload
        return { ...payload, consumed: Math.floor(row.consumed_at.getTime() / 1000) }
      },
      /** Of any number at once one gets here first; the others learn it by UsedUp, before anything is issued. */
      async consume(id) {
        const used = await items()
          .updateTable('provider.item')
          .set({ consumed_at: now() })
          .where('kind', '=', kind)
          .where('id_hash', '=', hashOf(id))
          .where('consumed_at', 'is', null)
          .executeTakeFirst()
        if (used.numUpdatedRows !== 1n) throw new UsedUp(`${kind} was used up meanwhile`)
      },
      async destroy(id) {
        await items().deleteFrom('provider.item').where('kind', '=', kind).where('id_hash', '=', hashOf(id)).execute()
      },
      async revokeByGrantId(grantId) {
        const grantHash = hashOf(grantId)
        await items()
          .deleteFrom('provider.item')
          .where((where) =>
            where.or([
              where('grant_hash', '=', grantHash),
              where.and([where('kind', '=', 'Grant'), where('id_hash', '=', grantHash)]),
            ]),
          )
          .execute()
      },
      // Neither sessions of the engine's own nor the device flow are in use.
      findByUid: async () => undefined,
      findByUserCode: async () => undefined,
    }
  }
}

interface Kept {
  readonly id: string
  readonly payload: AdapterPayload
  readonly expiresIn: number | undefined
}

async function keep({ db, vault }: ItemParts, kind: string, { id, payload, expiresIn }: Kept): Promise<void> {
  const idHash = hashOf(id)
  const known = {
    grant_hash: payload.grantId === undefined ? null : hashOf(payload.grantId),
    account_id: accountOf(payload),
    client_id: payload.clientId ?? null,
    expires_at: inSeconds(expiresIn || LIFETIME_DEFAULT_SECONDS),
  }
  await db.transaction(systemOrigin('provider.keep', newId()), async (tx) => {
    const row = { ...known, sealed: await vault.seal(tx, placeOf(kind, idHash), JSON.stringify(payload)) }
    await tx
      .query<ProviderTables>()
      .insertInto('provider.item')
      .values({ kind, id_hash: idHash, ...row })
      .onConflict((conflict) => conflict.columns(['kind', 'id_hash']).doUpdateSet(row))
      .execute()
  })
}

function placeOf(kind: string, idHash: Buffer) {
  return {
    ...{ scope: 'installation', column: 'provider.item.sealed' },
    id: `provider.${kind}:${idHash.toString('hex')}`,
  }
}

/** Ends every code, token and grant of a person, or of one application of the person. */
export async function endGrants(db: Pick<Db, 'query'>, userId: Id<'user'>, clientId?: Id<'client'>): Promise<void> {
  await db
    .query<ProviderTables>()
    .deleteFrom('provider.item')
    .where('account_id', '=', userId)
    .$if(clientId !== undefined, (query) => query.where('client_id', '=', clientId ?? ''))
    .execute()
}

/** Forgets what is over. */
export async function purgeItems(db: Pick<Db, 'query'>): Promise<void> {
  await db.query<ProviderTables>().deleteFrom('provider.item').where('expires_at', '<', now()).execute()
}

async function metadataOf(db: Db, id: string): Promise<AdapterPayload | undefined> {
  const client = isUuid(id) ? await findClient(db, asId<'client'>(id)) : undefined
  return client === undefined ? undefined : (clientMetadata(client) as AdapterPayload)
}

function hashOf(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}

/** Whose an item is; of a running request, who has just confirmed it. */
function accountOf(payload: AdapterPayload): Id<'user'> | null {
  const { login } = (payload.result ?? {}) as { readonly login?: { readonly accountId?: unknown } }
  const account = payload.accountId ?? login?.accountId
  return typeof account === 'string' && isUuid(account) ? asId<'user'>(account) : null
}
