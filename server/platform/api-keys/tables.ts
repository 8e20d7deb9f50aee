import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'

/** The rows of schema `api_keys`; queried by this unit only. */
export interface ApiKeyTables {
  'api_keys.key': {
    id: Id<'api-key'>
    owner_id: Id<'user'>
    organisation_id: Id<'organisation'> | null
    name: string
    secret_hash: Buffer
    last_four: string
    scopes: string[]
    made_aal: 1 | 2
    created_at: Date
    expires_at: Date
    last_used_at: Generated<Date | null>
    review_since: Generated<Date | null>
    revoked_at: Generated<Date | null>
    revoked_reason: Generated<string | null>
  }
}
