import { Button, NativeSelect, Stack, TextInput, type TextInputProps } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, skipToken, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../../api.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import styles from '../experiments.module.css'
import { shareInWords } from '../figures.ts'
import { experimentsKey } from '../queries.ts'
import type { Plan } from '../types.ts'
import { blankPower, type PowerValues, planInWords, powerFaults, questionOf } from './power-values.ts'

const PAUSE_MS = 250

interface PowerCalculatorProps {
  /** Takes over how many people are needed, all variants together. */
  readonly onUse?: (units: number) => void
  readonly variants?: number
}

/** How many people it takes to find an effect, and how many days. */
export function PowerCalculator({ onUse, variants }: PowerCalculatorProps): ReactElement {
  const [values, setValues] = useState<PowerValues>({
    ...blankPower,
    ...(variants === undefined || variants < 2 ? {} : { groups: String(variants) }),
  })
  const [settled] = useDebouncedValue(values, PAUSE_MS)
  const question = questionOf(settled)
  const plan = useQuery({
    queryKey: [...experimentsKey, 'power', question],
    queryFn: question === null ? skipToken : ({ signal }) => api.experiments.power({ body: question, signal }),
    placeholderData: keepPreviousData,
  })
  const units = plan.data?.units ?? null
  return (
    <Stack gap="lg">
      <PowerFields values={values} onChange={(change) => setValues((was) => ({ ...was, ...change }))} />
      <ProblemNotice error={plan.error} />
      <div role="status">
        {question === null ? (
          <p className={styles.small}>It is computed once every field says something.</p>
        ) : (
          plan.data !== undefined && <Answer plan={plan.data} />
        )}
      </div>
      {onUse !== undefined && units !== null && (
        <Button variant="default" onClick={() => onUse(units)} style={{ alignSelf: 'flex-start' }}>
          {`Plan for ${units.toLocaleString()}`}
        </Button>
      )}
    </Stack>
  )
}

function Answer({ plan }: { plan: Plan }): ReactElement {
  const { unitsPerGroup, units, days, atUnits } = plan
  const figures: readonly (readonly [string, string | null])[] = [
    ['For each variant', unitsPerGroup?.toLocaleString() ?? null],
    ['All together', units?.toLocaleString() ?? null],
    ['Days', days?.toLocaleString() ?? null],
    ['Power as many as there will be have', atUnits && shareInWords(atUnits.power)],
    ['Least effect that they find', atUnits && shareInWords(atUnits.effect)],
  ]
  return (
    <Stack gap="md">
      <p className={styles.leading}>{planInWords(plan)}</p>
      <dl className={styles.found}>
        {figures.map(
          ([name, value]) =>
            value !== null && (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ),
        )}
      </dl>
    </Stack>
  )
}

interface PowerFieldsProps {
  readonly values: PowerValues
  readonly onChange: (change: Partial<PowerValues>) => void
}

function PowerFields({ values, onChange }: PowerFieldsProps): ReactElement {
  const faults = powerFaults(values)
  const text = (name: keyof PowerValues, more: TextInputProps): ReactElement => (
    <TextInput
      inputMode="decimal"
      autoComplete="off"
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      {...more}
      value={values[name]}
      error={faults[name]}
      onChange={(event) => onChange({ [name]: event.currentTarget.value })}
    />
  )
  const isConversion = values.kind === 'conversion'
  return (
    <div className={styles.pairs}>
      <NativeSelect
        label="Metric"
        value={values.kind}
        data={[
          { value: 'conversion', label: 'Conversion' },
          { value: 'mean', label: 'Mean or ratio' },
        ]}
        onChange={(event) => onChange({ kind: event.currentTarget.value === 'mean' ? 'mean' : 'conversion' })}
      />
      {text('mean', { label: isConversion ? 'Converts now, %' : 'Mean now' })}
      {!isConversion && text('sd', { label: 'Standard deviation', description: 'Of the number of one person' })}
      {text('effect', { label: 'Least effect to find, %', description: 'By a share of what is now' })}
      {text('certainty', { label: 'Certainty, %', description: '95: of 100 without an effect, 5 seem to have one' })}
      {text('power', { label: 'Power, %', description: 'Of 100 with this effect, so many are found' })}
      {text('groups', { label: 'Variants', description: 'The control among them' })}
      <NativeSelect
        label="Looked at"
        value={values.looks}
        data={[
          { value: 'fixed', label: 'Once, at the end' },
          { value: 'sequential', label: 'At any time' },
        ]}
        onChange={(event) => onChange({ looks: event.currentTarget.value === 'sequential' ? 'sequential' : 'fixed' })}
      />
      {text('unitsPerDay', { label: 'New people a day', description: 'All variants together; may be empty' })}
      {text('unitsPerGroup', { label: 'People that there will be', description: 'For each variant; may be empty' })}
    </div>
  )
}
