import type { Generated, GeneratedAlways } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** The rows of schema `secrets`; queried by this unit only. */
export interface SecretTables {
  'secrets.secret': {
    id: Id<'secret'>
    organisation_id: Id<'organisation'> | null
    scope: GeneratedAlways<string>
    environment: Environment
    path: string
    description: string
    tags: string[]
    format: 'text' | 'json'
    owner_id: Id<'user'> | null
    latest: Generated<number>
    expires_at: Date | null
    reminded_days: Generated<number | null>
    rotation: Generated<object | null>
    next_rotation_at: Generated<Date | null>
    last_used_at: Generated<Date | null>
    created_by: Id<'user'> | null
    created_at: Date
    changed_at: Date
    deleted_at: Generated<Date | null>
    destroy_after: Generated<Date | null>
  }
  'secrets.version': {
    id: Id<'secret-version'>
    secret_id: Id<'secret'>
    number: number
    value: Buffer | null
    fingerprint: Buffer | null
    created_by: Id<'user'> | null
    created_at: Date
    retires_at: Generated<Date | null>
    retired_at: Generated<Date | null>
    destroyed_at: Generated<Date | null>
  }
  'secrets.stage': { secret_id: Id<'secret'>; name: string; number: number; since: Date }
}
