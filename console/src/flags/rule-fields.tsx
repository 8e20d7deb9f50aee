import { NativeSelect, TextInput } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { ConditionEditor } from './conditions/condition-editor.tsx'
import { faultsBelow } from './conditions/tree.ts'
import { type DraftRule, everybody } from './draft.ts'
import styles from './flags.module.css'
import { RolloutFields } from './rollout-fields.tsx'
import { ServeFields } from './serve-fields.tsx'

export interface RuleFieldsProps {
  readonly value: DraftRule
  readonly variants: readonly string[]
  readonly onChange: (rule: DraftRule) => void
  readonly faults: Readonly<Record<string, string>>
}

/** All of a rule. */
export function RuleFields(props: RuleFieldsProps): ReactElement {
  const { value, variants, onChange, faults } = props
  return (
    <div className={styles.parts}>
      <TextInput
        label="Title"
        description="What the rule is for. It may be left empty."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={500}
        value={value.description ?? ''}
        error={faults.description}
        onChange={(event) => onChange({ ...value, description: event.currentTarget.value })}
      />
      <ConditionEditor
        label="For whom"
        value={value.condition ?? everybody}
        onChange={(condition) => onChange({ ...value, condition })}
        faults={faultsBelow(faults, 'condition')}
      />
      <RolloutFields value={value} onChange={onChange} faults={faultsBelow(faults, 'rollout')} />
      <ServeFields
        label="What they get"
        value={value.serve}
        variants={variants}
        onChange={(serve) => onChange({ ...value, serve })}
        faults={faultsBelow(faults, 'serve')}
      />
      <Schedule {...props} />
      <TextInput
        className={styles.choice ?? ''}
        label="Experiment"
        description="Its key, when exposures are to be counted."
        inputWrapperOrder={['label', 'input', 'description', 'error']}
        maxLength={120}
        spellCheck={false}
        value={value.experiment ?? ''}
        error={faults.experiment}
        onChange={(event) => onChange({ ...value, experiment: event.currentTarget.value })}
      />
      {value.sticky !== undefined && <p className={styles.hint}>Whoever was given a variant keeps it.</p>}
    </div>
  )
}

/** From when until when the rule counts. */
function Schedule({ value, onChange, faults }: RuleFieldsProps): ReactElement {
  const { startsAt, endsAt, ...rest } = value
  const [isTimed, setTimed] = useState(startsAt !== undefined || endsAt !== undefined)
  const edge = (name: 'startsAt' | 'endsAt', instant: string): void => {
    const { [name]: _, ...others } = value
    onChange(instant === '' ? others : { ...others, [name]: instant })
  }
  return (
    <div className={styles.part}>
      <NativeSelect
        className={styles.choice ?? ''}
        label="When it counts"
        value={isTimed ? 'timed' : 'always'}
        data={[
          { value: 'always', label: 'Always' },
          { value: 'timed', label: 'For a time' },
        ]}
        onChange={(event) => {
          setTimed(event.currentTarget.value === 'timed')
          if (event.currentTarget.value === 'always') onChange(rest)
        }}
      />
      {isTimed && (
        <>
          <ZonedTimeInput
            label="From"
            value={startsAt ?? ''}
            error={faults.startsAt}
            onChange={(instant) => edge('startsAt', instant)}
          />
          <ZonedTimeInput
            label="Until"
            value={endsAt ?? ''}
            error={faults.endsAt}
            onChange={(instant) => edge('endsAt', instant)}
          />
        </>
      )}
    </div>
  )
}
