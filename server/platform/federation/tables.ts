import type { Id } from '../../kernel/id.ts'

/** The rows of schema `federation`. */
export interface FederationTables {
  'federation.identity': {
    id: Id<'identity'>
    user_id: Id<'user'>
    provider: string
    issuer: string
    subject: string
    email: string | null
    name: string | null
    proved_email: string | null
    linked_at: Date
    last_used_at: Date
  }
  'federation.flow': {
    state_hash: Buffer
    browser_hash: Buffer
    provider: string
    return_to: string
    user_id: Id<'user'> | null
    session_id: Id<'session'> | null
    created_at: Date
    expires_at: Date
    consumed_at: Date | null
  }
}
