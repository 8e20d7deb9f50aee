export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json }

export type FlagType = 'boolean' | 'string' | 'number' | 'json'

/** All flags of one environment at one revision; never changed after it is made. */
export interface Snapshot {
  readonly environment: string
  /** Grows with every change of the environment. */
  readonly revision: number
  readonly flags: readonly Flag[]
  readonly segments: readonly Segment[]
}

export interface Flag {
  readonly key: string
  readonly type: FlagType
  readonly variants: readonly Variant[]
  readonly enabled: boolean
  /** Served while disabled; null: the caller's default, reason DISABLED. */
  readonly offVariant: string | null
  /** All must be met, else the off variant. Nested to depth 10, no cycles. */
  readonly prerequisites: readonly Prerequisite[]
  /** The first whose condition holds, and whose rollout takes the caller in, serves. */
  readonly rules: readonly Rule[]
  readonly fallthrough: Serve
  /** Whether callers without `flags:evaluate` (browsers, apps) get it. */
  readonly isPublic: boolean
}

export interface Variant {
  readonly key: string
  readonly value: Json
}
export interface Prerequisite {
  readonly flag: string
  readonly variants: readonly string[]
}
export interface Segment {
  readonly key: string
  readonly condition: Condition
}

export interface Rule {
  /** Stable: stays with the rule when others are moved or removed. */
  readonly id: string
  readonly description?: string
  /** Absent: everybody. */
  readonly condition?: Condition
  /** From when until when the rule counts; ISO 8601 instants. */
  readonly startsAt?: string
  readonly endsAt?: string
  /** Who of those it holds for is taken in; absent: all. Those left out go on to the next rule. */
  readonly rollout?: Rollout
  readonly serve: Serve
  /** An experiment whose exposures are written for everybody this rule serves. */
  readonly experiment?: string
}

/** A variant; a split by weights; null: the caller's default. */
export type Serve = { readonly variant: string } | { readonly split: Split } | null

/** How a caller becomes a number; see hashes.ts. `fractional-v3` unless imported. */
export type HashName =
  | 'fractional-v3'
  | 'fractional-v2'
  | 'unleash'
  | 'growthbook-v1'
  | 'growthbook-v2'
  | 'flagsmith'
  | 'eppo'

export interface Bucketing {
  readonly hash: HashName
  /** Stored; never derived from a key that can be renamed. */
  readonly salt: string
  /** Path in the context, `targetingKey` when absent. */
  readonly bucketBy?: string
}

/** Part of all callers: `share` in 1/100,000, or growing over time. */
export type Rollout = Bucketing & ({ readonly share: number } | { readonly ramp: Ramp })
/** Grows linearly from `from` to `to` (1/100,000) between two instants. */
export interface Ramp {
  readonly from: number
  readonly to: number
  readonly startsAt: string
  readonly endsAt: string
}

export type Split = Bucketing & { readonly weights: readonly Weight[] }
/** Weights are in 1/100,000 and need not sum to 100,000. */
export interface Weight {
  readonly variant: string
  readonly weight: number
}

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly segment: string }
  /** Another flag serves one of these variants. */
  | { readonly flag: string; readonly variants: readonly string[] }
  | Comparison

/** `attribute` is a JSON path in the context without `$.`: `country`, `user.plan`, `orders[0].total`. */
export interface Comparison {
  readonly attribute: string
  readonly operator: Operator
  readonly value?: Json
  readonly ignoreCase?: boolean
}
export type Operator =
  | 'exists'
  | 'equals'
  | 'in'
  | 'contains'
  | 'starts-with'
  | 'ends-with'
  | 'matches'
  | 'less'
  | 'less-or-equal'
  | 'greater'
  | 'greater-or-equal'
  | 'between'
  | 'before'
  | 'after'
  | 'semver-equals'
  | 'semver-less'
  | 'semver-less-or-equal'
  | 'semver-greater'
  | 'semver-greater-or-equal'
  | 'semver-compatible'
  | 'in-network'
  | 'any-in'
  | 'all-in'

/** What a caller is known by: `targetingKey` and attributes. */
export type Context = { readonly targetingKey?: string } & { readonly [attribute: string]: Json | undefined }

export type Reason = 'STATIC' | 'DEFAULT' | 'TARGETING_MATCH' | 'SPLIT' | 'DISABLED' | 'PREREQUISITE' | 'ERROR'
export type ErrorCode = 'FLAG_NOT_FOUND' | 'TYPE_MISMATCH' | 'TARGETING_KEY_MISSING' | 'PARSE_ERROR' | 'GENERAL'
/** `value` is absent where the caller's default counts. */
export interface Evaluation {
  readonly key: string
  readonly value?: Json
  readonly variant: string | null
  readonly reason: Reason
  readonly ruleId: string | null
  readonly experiment?: string
  readonly errorCode?: ErrorCode
}
