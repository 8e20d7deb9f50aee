import type { Condition } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import { FlagVariants } from '../flag-variants.tsx'
import flags from '../flags.module.css'
import { ComparisonFields } from './comparison-fields.tsx'
import styles from './conditions.module.css'
import { describeCondition } from './describe.ts'
import { SegmentFields } from './segment-fields.tsx'
import { faultsBelow, isComparison, rowIn, rowOf } from './tree.ts'

export interface ConditionPartProps {
  /** What it is called where labels name it: `Condition 2.1`. */
  readonly name: string
  readonly value: Condition
  readonly onChange: (condition: Condition) => void
  readonly faults: Readonly<Record<string, string>>
}

/** A condition that is no group. */
export function ConditionFields({ name, value, onChange, faults }: ConditionPartProps): ReactElement {
  const { negated, inner, place } = rowIn(value)
  const below = faultsBelow(faults, place)
  if (isComparison(inner)) {
    const said = (next: typeof inner, isNegated: boolean): void => onChange(rowOf(next, isNegated))
    return <ComparisonFields name={name} value={inner} negated={negated} onChange={said} faults={below} />
  }
  if ('segment' in inner) {
    const said = (segment: string, isNegated: boolean): void => onChange(rowOf({ segment }, isNegated))
    return <SegmentFields name={name} value={inner.segment} negated={negated} onChange={said} fault={below.segment} />
  }
  if ('flag' in inner && 'variants' in inner) {
    return (
      <FlagVariants
        name={name}
        value={inner}
        negated={negated}
        onChange={(next, isNegated) => onChange(rowOf(next, isNegated))}
        faults={below}
      />
    )
  }
  return (
    <p className={styles.words}>
      {describeCondition(value)}. <span className={flags.hint}>It was imported and is kept as it is.</span>
    </p>
  )
}
