import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'

export const ENVIRONMENTS = ['development', 'test', 'staging', 'production'] as const
export type Environment = (typeof ENVIRONMENTS)[number]

/** What may be done with a secret: see that it is there, see its value, write it; with a template of leases: have accounts made. */
export const ABILITIES = ['read', 'reveal', 'manage', 'lease'] as const
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

export const ROTATION_STATES = ['created', 'pending', 'tested', 'done', 'failed'] as const
export type RotationState = (typeof ROTATION_STATES)[number]

export const LEASE_KINDS = ['postgresql', 'redis'] as const
export type LeaseKind = (typeof LEASE_KINDS)[number]
export const LEASE_STATES = ['making', 'active', 'revoking', 'ended'] as const
export type LeaseState = (typeof LEASE_STATES)[number]

export const TABLE_PRIVILEGES = ['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER'] as const

/** What an account may do: one of the two, as its kind is. */
export interface LeaseRules {
  readonly postgresql?: PostgresRules
  readonly redis?: RedisRules
}

export interface PostgresRules {
  /** Roles that it is a member of. */
  readonly memberOf: readonly string[]
  readonly grants: readonly {
    readonly schema: string
    /** Absent: all that are there when it is made. */
    readonly tables?: readonly string[]
    readonly privileges: readonly (typeof TABLE_PRIVILEGES)[number][]
  }[]
  readonly connections: number
}

export interface RedisRules {
  /** `+@read`, `-keys`, in order. */
  readonly commands: readonly string[]
  readonly keys: readonly string[]
  readonly channels: readonly string[]
}

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
    /** Of what is said about it. */
    revision: Generated<number>
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
    expires_at: Date | null
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
    cancelled_at: Generated<Date | null>
  }
  'secrets.lease_template': {
    id: Id<'lease-template'>
    path: string
    description: string
    kind: LeaseKind
    connection: string
    rules: LeaseRules
    ttl_seconds: number
    max_ttl_seconds: number
    version: Generated<number>
    created_by: Id<'user'> | null
    created_at: Date
    changed_at: Date
  }
  'secrets.lease': {
    id: Id<'lease'>
    template_id: Id<'lease-template'> | null
    path: string
    kind: LeaseKind
    state: LeaseState
    revocation: Buffer | null
    holder_id: Id<'user'> | null
    api_key_id: Id<'api-key'> | null
    request_key: string
    request_hash: string
    issued_at: Date
    expires_at: Date
    max_expires_at: Date
    ended_at: Generated<Date | null>
    next_try_at: Date
    attempts: Generated<number>
    error: Generated<string | null>
  }
}

export type SecretRow = Selectable<SecretTables['secrets.secret']>
export type LeaseTemplate = Selectable<SecretTables['secrets.lease_template']>
export type LeaseRow = Selectable<SecretTables['secrets.lease']>
