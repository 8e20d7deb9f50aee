import type { Id } from '../../kernel/id.ts'

/** The rows of schema `factors`. */
export interface FactorsTables {
  'factors.person': { user_id: Id<'user'>; changed_at: Date }
  'factors.attempt': { user_id: Id<'user'>; count: number; ends_at: Date }
  'factors.totp': {
    id: Id<'factor'>
    user_id: Id<'user'>
    label: string
    seed: Buffer
    created_at: Date
    confirmed_at: Date | null
    last_used_at: Date | null
    last_used_step: string
  }
  'factors.phone': {
    id: Id<'factor'>
    user_id: Id<'user'>
    number: Buffer
    created_at: Date
    confirmed_at: Date | null
    last_used_at: Date | null
  }
  'factors.email': {
    id: Id<'factor'>
    user_id: Id<'user'>
    created_at: Date
    confirmed_at: Date | null
    last_used_at: Date | null
  }
  'factors.sent_code': {
    method: 'sms' | 'email'
    user_id: Id<'user'>
    flow: string
    hash: Buffer
    sends: number
    tries: number
    expires_at: Date
    used_at: Date | null
  }
  'factors.send_count': { method: 'sms' | 'email'; user_id: Id<'user'>; count: number; ends_at: Date }
  'factors.passkey': {
    id: Id<'factor'>
    user_id: Id<'user'>
    name: string
    credential_id: string
    public_key: Buffer
    counter: string
    transports: string[]
    verifies_user: boolean
    created_at: Date
    last_used_at: Date | null
  }
  'factors.passkey_challenge': {
    hash: Buffer
    ceremony: 'register' | 'second-factor' | 'sign-in'
    user_id: Id<'user'> | null
    flow: string
    expires_at: Date
    used_at: Date | null
  }
  'factors.backup_code': { user_id: Id<'user'>; hash: Buffer; created_at: Date; used_at: Date | null }
  'factors.device': {
    id: Id<'device'>
    user_id: Id<'user'>
    secret_hash: Buffer
    label: string
    created_at: Date
    last_used_at: Date
    expires_at: Date
  }
}
