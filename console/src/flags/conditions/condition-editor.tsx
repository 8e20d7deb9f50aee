import type { Condition } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import flags from '../flags.module.css'
import { ConditionGroup } from './condition-group.tsx'

interface ConditionEditorProps {
  readonly label: string
  /** `{ all: [] }` for everybody. */
  readonly value: Condition
  readonly onChange: (condition: Condition) => void
  /** What the server found wrong, by its place in the condition: `all.0.value`; '' is the whole. See `faultsBelow`. */
  readonly faults?: Readonly<Record<string, string>>
  /** Said of a condition that holds nothing yet. */
  readonly whenEmpty?: string
}

/** For whom something holds: comparisons of attributes, segments and other flags, in groups within groups. */
export function ConditionEditor(props: ConditionEditorProps): ReactElement {
  const { label, value, onChange, faults = {}, whenEmpty = 'It holds for everybody.' } = props
  return (
    <fieldset className={flags.section}>
      <legend className={flags.legend}>{label}</legend>
      <ConditionGroup
        name="Condition"
        value={value}
        onChange={onChange}
        faults={faults}
        whenEmpty={whenEmpty}
        isWhole
      />
      <p className={flags.hint}>
        An attribute is a path into what the caller says of itself: <code>country</code>, <code>user.plan</code>,{' '}
        <code>orders[0].total</code>. <code>targetingKey</code> is who it is.
      </p>
    </fieldset>
  )
}
