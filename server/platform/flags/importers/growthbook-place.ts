import type { Condition } from '@plinth/sdk/flags'
import type { Conditions } from './growthbook-conditions.ts'
import type { Values } from './growthbook-variants.ts'
import type { JsonMap, Reader } from './imported.ts'

/** What every feature is read with. */
export interface FeaturePlace {
  readonly reader: Reader
  readonly conditions: Conditions
  readonly features: JsonMap
  readonly payload: JsonMap
}

/** What the rules of one feature are made of. */
export interface RulePlace extends FeaturePlace {
  readonly key: string
  readonly values: Values
  readonly id: string
  readonly path: string
  /** What must hold before the rule's own conditions: parents and filters. */
  readonly before: readonly Condition[]
}
