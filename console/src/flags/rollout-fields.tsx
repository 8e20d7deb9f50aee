import { NativeSelect } from '@mantine/core'
import type { Ramp } from '@plinth/sdk/flags'
import type { ReactElement } from 'react'
import { ZonedTimeInput } from '../forms/zoned-time-field.tsx'
import { faultsBelow } from './conditions/tree.ts'
import { type DraftRollout, type DraftRule, type RolloutKind, rolloutKind, withRolloutKind } from './draft.ts'
import styles from './flags.module.css'
import { BucketBy } from './serve-fields.tsx'
import { ShareInput } from './share-input.tsx'

interface RolloutFieldsProps {
  readonly value: DraftRule
  readonly onChange: (rule: DraftRule) => void
  /** Of the rollout. */
  readonly faults: Readonly<Record<string, string>>
}

/** How many of those a rule holds for are taken in; the others go on to the next rule. */
export function RolloutFields({ value, onChange, faults }: RolloutFieldsProps): ReactElement {
  const { rollout } = value
  const put = (next: DraftRollout): void => onChange({ ...value, rollout: next })
  return (
    <div className={styles.part}>
      <NativeSelect
        className={styles.choice ?? ''}
        label="How many of them"
        value={rolloutKind(rollout)}
        error={faults['']}
        data={[
          { value: 'all', label: 'All' },
          { value: 'share', label: 'A part' },
          { value: 'ramp', label: 'A part that grows by itself' },
        ]}
        onChange={(event) => onChange(withRolloutKind(value, event.currentTarget.value as RolloutKind))}
      />
      {rollout !== undefined && 'share' in rollout && (
        <ShareInput
          label="Part"
          value={rollout.share}
          error={faults.share}
          onChange={(share) => put({ ...rollout, share })}
        />
      )}
      {rollout !== undefined && 'ramp' in rollout && (
        <RampFields
          value={rollout.ramp}
          onChange={(ramp) => put({ ...rollout, ramp })}
          faults={faultsBelow(faults, 'ramp')}
        />
      )}
      {rollout !== undefined && <BucketBy value={rollout} onChange={put} fault={faults.bucketBy} />}
    </div>
  )
}

interface RampFieldsProps {
  readonly value: Ramp
  readonly onChange: (ramp: Ramp) => void
  readonly faults: Readonly<Record<string, string>>
}

function RampFields({ value, onChange, faults }: RampFieldsProps): ReactElement {
  const { from, to, startsAt, endsAt } = value
  return (
    <>
      <div className={styles.fields}>
        <ShareInput
          label="From"
          value={from}
          error={faults.from}
          onChange={(next) => onChange({ ...value, from: next })}
        />
        <ShareInput label="To" value={to} error={faults.to} onChange={(next) => onChange({ ...value, to: next })} />
      </div>
      <ZonedTimeInput
        label="Begins to grow"
        value={startsAt}
        error={faults.startsAt}
        onChange={(next) => onChange({ ...value, startsAt: next })}
      />
      <ZonedTimeInput
        label="Has grown"
        value={endsAt}
        error={faults.endsAt}
        onChange={(next) => onChange({ ...value, endsAt: next })}
      />
    </>
  )
}
