import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export type Transport = 'cookie' | 'bearer'

/** The rows of schema `identity`. */
export interface IdentityTables {
  'identity.user': {
    id: Id<'user'>
    email: string
    email_canonical: string
    name: string
    email_verified_at: Date | null
    disabled_at: Date | null
    epoch: Generated<number>
    created_at: Date
    erased_at: Generated<Date | null>
    locale: Generated<string | null>
  }
  'identity.password': {
    user_id: Id<'user'>
    hash: string
    changed_at: Date
    pepper: string | null
    span: Generated<number | null>
  }
  'identity.session': {
    id: Id<'session'>
    user_id: Id<'user'>
    refresh_salt: Buffer
    generation: Generated<number>
    rotated_at: Date
    aal: 1 | 2
    authenticated_at: Date
    transport: Transport
    created_at: Date
    last_seen_at: Date
    idle_expires_at: Date
    expires_at: Date
    revoked_at: Date | null
    revoked_reason: string | null
    ip: string | null
    network: string | null
    user_agent: string | null
    amr: string[]
    impersonator_id: Generated<Id<'user'> | null>
    impersonation_reason: Generated<string | null>
  }
  'identity.one_time': {
    purpose: string
    subject: string
    secret_hash: Buffer
    payload: string
    created_at: Date
    expires_at: Date
    consumed_at: Date | null
    /** Tries at a challenge; other secrets are not tried piecemeal. */
    attempts: Generated<number>
  }
  'identity.compromised_key': {
    thumbprint: string
    kid: string
    reason: string
    compromised_by: Id<'user'> | null
    compromised_at: Date
  }
  'identity.attempt': {
    key: Buffer
    count: number
    failures: number
    ends_at: Date
    taken_at: Date
    takers: Generated<string[]>
  }
  'identity.device': {
    id: Id<'device'>
    user_id: Id<'user'>
    browser: Buffer
    epoch: number
    created_at: Date
    last_seen_at: Date
    ip: string | null
    user_agent: string | null
  }
  'identity.email_hold': { email_canonical: string; user_id: Id<'user'>; expires_at: Date }
}
