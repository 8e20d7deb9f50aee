/** What JSON can say. */
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
  /** Served while disabled and while a prerequisite is not met; null: the caller's default. */
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
  /** Imported: kept with its value, and served as switched off, so that the caller's default counts. */
  readonly isOff?: boolean
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
  /** From when until before when the rule counts; ISO 8601 instants. */
  readonly startsAt?: string
  readonly endsAt?: string
  /** Who of those it holds for is taken in; absent: all. Those left out go on to the next rule. */
  readonly rollout?: Rollout
  readonly serve: Serve
  /** An experiment whose exposures are written for everybody this rule serves. */
  readonly experiment?: string
  /** Keeps a caller at the variant it was given first, by the assignments handed to `evaluate`. */
  readonly sticky?: Sticky
}

/** A variant; a split by weights; null: the caller's default. Imported rules of flagd may name the variant by an expression. */
export type Serve = { readonly variant: string } | { readonly split: Split } | { readonly logic: Json } | null

/** How a caller becomes a number; see hash/buckets.ts. `fractional-v3` unless imported. */
export const hashNames = [
  'fractional-v3',
  'fractional-v2',
  'unleash',
  'growthbook-v1',
  'growthbook-v2',
  'flagsmith',
  'eppo',
] as const
export type HashName = (typeof hashNames)[number]

export interface Bucketing {
  readonly hash: HashName
  /** Stored; never derived from a key that can be renamed. */
  readonly salt: string
  /** Path in the context, `targetingKey` when absent; of several the first that has a value. */
  readonly bucketBy?: string | readonly string[]
  /** Imported: a caller without the attribute gets another bucket each time instead of none. */
  readonly orRandom?: boolean
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
  /** Imported: from where until before where the hash's own number takes this variant; callers in no range go on. */
  readonly range?: Range
}

export type Range = readonly [from: number, to: number]

export interface Sticky {
  /** Under what the assignment is kept, its version included. */
  readonly key: string
  /** By what a caller is known when the attribute of the split is absent. */
  readonly fallbackBucketBy?: string
  /** Keys of earlier versions: who has one of them is no longer taken in. */
  readonly blocked?: readonly string[]
  /** What must hold for those who have an assignment as well; the rule's own condition is for new ones. */
  readonly condition?: Condition
}

/** What callers were given: by unit (`attribute||value`) and sticky key the variant. */
export type Assignments = { readonly [unit: string]: { readonly [stickyKey: string]: string } }

export type Condition =
  | { readonly all: readonly Condition[] }
  | { readonly any: readonly Condition[] }
  | { readonly not: Condition }
  | { readonly segment: string }
  /** Another flag serves one of these variants. */
  | { readonly flag: string; readonly variants: readonly string[] }
  /** Imported: what another flag serves, as `value`, `variant` and `ruleId`, meets a condition. */
  | { readonly flag: string; readonly where: Condition }
  /** The caller's bucket lies in one of the ranges, in the hash's own number; `total` for hashes that take a remainder. */
  | { readonly bucket: Bucketing & { readonly ranges: readonly Range[]; readonly total?: number } }
  /** Imported: an expression of JSONLogic with the operators of flagd. */
  | { readonly logic: Json }
  | ImportedComparison
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

/** Compares as another system does, to the letter; `operator` is that system's own. */
export interface ImportedComparison {
  readonly as: Dialect
  readonly attribute: string
  readonly operator: string
  readonly value?: Json
  readonly ignoreCase?: boolean
  /** What is compared instead of the attribute, where the imported file knows it already. */
  readonly found?: Json
}

export type Dialect = 'unleash' | 'growthbook' | 'flagsmith' | 'eppo'

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
  /** The assignment to keep for a sticky rule that gave a variant for the first time. */
  readonly assignment?: { readonly unit: string; readonly stickyKey: string; readonly variant: string }
}

/** What is wrong with a flag or a segment: where, as a JSON pointer into it, and why. */
export interface Fault {
  readonly path: string
  readonly message: string
}
