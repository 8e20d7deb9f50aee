import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { segmentsQuery } from '../queries.ts'
import styles from './conditions.module.css'

interface SegmentFieldsProps {
  readonly name: string
  readonly value: string
  readonly negated: boolean
  readonly onChange: (segment: string, negated: boolean) => void
  readonly fault: string | undefined
}

export function SegmentFields({ name, value, negated, onChange, fault }: SegmentFieldsProps): ReactElement {
  const { data, isError } = useQuery(segmentsQuery)
  const known = (data?.items ?? []).map(({ key, title }) => ({ value: key, label: `${title} (${key})` }))
  const isKnown = value === '' || known.some((segment) => segment.value === value)
  return (
    <div className={styles.fields}>
      <NativeSelect
        className={styles.operator ?? ''}
        aria-label={`${name}: in or out`}
        value={negated ? 'not' : 'is'}
        data={[
          { value: 'is', label: 'is in the segment' },
          { value: 'not', label: 'is not in the segment' },
        ]}
        onChange={(event) => onChange(value, event.currentTarget.value === 'not')}
      />
      <NativeSelect
        className={styles.wide ?? ''}
        aria-label={`${name}: segment`}
        value={value}
        error={isError ? 'The segments could not be read' : fault}
        data={[
          { value: '', label: known.length === 0 ? 'There is no segment yet' : 'Choose a segment' },
          ...(isKnown ? [] : [{ value, label: value }]),
          ...known,
        ]}
        onChange={(event) => onChange(event.currentTarget.value, negated)}
      />
    </div>
  )
}
