import type { Generated } from 'kysely'
import type { Id } from '../../kernel/id.ts'

/** The rows of schema `access`. */
export interface AccessTables {
  'access.role': {
    name: string
    title: string
    built_in: boolean
    created_at: Date
    mfa_required: Generated<boolean | null>
  }
  'access.role_permission': { role: string; permission: string }
  'access.user_role': {
    user_id: Id<'user'>
    role: string
    granted_by: Id<'user'> | null
    reason: string
    granted_at: Date
    suspended: Generated<boolean>
    expires_at: Date | null
  }
  'access.user_denial': {
    user_id: Id<'user'>
    permission: string
    denied_by: Id<'user'> | null
    reason: string
    denied_at: Date
    expires_at: Date | null
  }
}
