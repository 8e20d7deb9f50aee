import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** What may be done with a secret: see that it is there, see its value, write it. */
export const ABILITIES = ['read', 'reveal', 'manage'] as const
export type Ability = (typeof ABILITIES)[number]

/** How values of a secret are renewed. */
export interface RotationPlan {
  readonly rotator: string
  /** Null: when somebody asks for it. */
  readonly everyDays: number | null
  /** As long both values are good. */
  readonly overlapSeconds: number
  /** Of a value in JSON, the member that is renewed. */
  readonly field: string | null
  /** What is made: characters and how many. */
  readonly length: number
  readonly alphabet: string
  /** As the rotator wants them; no secrets. */
  readonly options: Readonly<Record<string, unknown>>
}

export type RotationState = 'created' | 'pending' | 'tested' | 'done' | 'failed'

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
    rotation: Generated<RotationPlan | null>
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
  'secrets.access_grant': {
    id: Id<'secret-grant'>
    organisation_id: Id<'organisation'> | null
    environment: Environment | null
    pattern: string
    holder_kind: 'role' | 'user' | 'api-key'
    holder: string
    may: Ability[]
    created_by: Id<'user'> | null
    created_at: Date
  }
  'secrets.rotation': {
    id: Id<'secret-rotation'>
    secret_id: Id<'secret'>
    rotator: string
    state: RotationState
    from_number: number
    to_number: number | null
    error: string | null
    started_by: Id<'user'> | null
    started_at: Date
    ended_at: Date | null
  }
}

export type SecretRow = Selectable<SecretTables['secrets.secret']>
