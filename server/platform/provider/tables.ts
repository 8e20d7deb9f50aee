import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'

/** Rows of schema `provider`; queried by this unit only. */
export interface ProviderTables {
  'provider.client': ClientRow
  'provider.item': {
    kind: string
    id_hash: Buffer
    sealed: Buffer
    grant_hash: Buffer | null
    account_id: Id<'user'> | null
    client_id: string | null
    consumed_at: Generated<Date | null>
    expires_at: Date
  }
  'provider.consent': { user_id: Id<'user'>; client_id: Id<'client'>; scopes: string[]; granted_at: Date }
}

export interface ClientRow {
  id: Id<'client'>
  name: string
  redirect_uris: string[]
  secret_hash: Buffer | null
  trusted: boolean
  created_at: Date
}
