import type { Condition, FlagType, Prerequisite, Rule, Serve, Variant } from '@plinth/sdk/flags'
import type { ColumnType, Generated, Selectable } from 'kysely'
import type { Id } from '../../kernel/id.ts'
import type { FieldFault } from '../../kernel/problem.ts'

type Json<Value> = ColumnType<Value, string, string>

/** The rows of schema `flags`; queried by this unit only. */
export interface FlagTables {
  'flags.environment': {
    key: string
    title: string
    revision: Generated<bigint>
    needs_approval: Generated<boolean>
    is_built_in: Generated<boolean>
    position: number
    copied_from: string | null
    created_at: Date
  }
  'flags.flag': {
    id: Id<'flag'>
    key: string
    title: string
    description: string
    type: FlagType
    variants: Json<readonly Variant[]>
    is_public: boolean
    is_permanent: boolean
    stale_after_days: number | null
    owner_id: Id<'user'> | null
    created_at: Date
    archived_at: Generated<Date | null>
    version: number
  }
  'flags.targeting': {
    flag_id: Id<'flag'>
    environment: string
    enabled: boolean
    off_variant: string | null
    prerequisites: Json<readonly Prerequisite[]>
    rules: Json<readonly Rule[]>
    fallthrough: ColumnType<Serve, string | null, string | null>
    is_settled: ColumnType<boolean, never, never>
    killed_at: Generated<Date | null>
    version: number
    changed_at: Date
    changed_by: Id<'user'> | null
  }
  'flags.segment': {
    id: Id<'flag-segment'>
    key: string
    title: string
    description: string
    condition: Json<Condition>
    version: number
    changed_at: Date
    changed_by: Id<'user'> | null
  }
  'flags.revision': {
    id: Id<'flag-revision'>
    kind: 'flag' | 'targeting' | 'segment'
    target: string
    environment: string | null
    version: number
    action: string
    before: ColumnType<object | null, string | null, never>
    after: ColumnType<object | null, string | null, never>
    reason: string
    change_id: Generated<Id<'flag-change'> | null>
    actor_id: Id<'user'> | null
    at: Date
  }
  'flags.change': {
    id: Id<'flag-change'>
    kind: 'flag' | 'targeting' | 'segment'
    target: string
    environment: string | null
    reason: string
    content: ColumnType<object, string, string>
    content_hash: string
    base_version: number
    state: ChangeState
    scheduled_at: Date | null
    version: Generated<number>
    proposed_by: Id<'user'>
    proposed_at: Date
    approved_by: Generated<Id<'user'> | null>
    approved_at: Generated<Date | null>
    approved_hash: Generated<string | null>
    decided_by: Generated<Id<'user'> | null>
    decided_at: Generated<Date | null>
    note: Generated<string | null>
    failure: ColumnType<Failure | null, string | null | undefined, string | null>
  }
  'flags.usage': {
    flag_key: string
    environment: string
    variant: string
    day: string
    count: bigint
    last_at: Date
  }
}

/** `approved` waits for its hour. */
export type ChangeState = 'open' | 'approved' | 'applied' | 'failed' | 'rejected' | 'cancelled'

/** Why an approved change could not be applied. */
export interface Failure {
  readonly code: string
  readonly detail: string
  readonly errors: readonly FieldFault[]
}

export type ChangeRow = Selectable<FlagTables['flags.change']>
export type FlagRow = Selectable<FlagTables['flags.flag']>
export type TargetingRow = Selectable<FlagTables['flags.targeting']>
