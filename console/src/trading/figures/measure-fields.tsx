import { NativeSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import styles from './figures.module.css'

interface MeasureFieldsProps {
  readonly search: { readonly basis?: string; readonly mode?: string }
  readonly set: (change: { readonly basis?: string; readonly mode?: string }) => void
}

/** In what results are told. */
export function MeasureFields(props: MeasureFieldsProps): ReactElement {
  return (
    <div className={styles.fields}>
      <MeasureChoices {...props} />
    </div>
  )
}

export function MeasureChoices({ search, set }: MeasureFieldsProps): ReactElement {
  return (
    <>
      <NativeSelect
        label="Costs"
        value={search.basis ?? 'net'}
        onChange={(event) => set({ basis: event.currentTarget.value })}
        data={[
          { value: 'net', label: 'After costs' },
          { value: 'gross', label: 'Before costs' },
        ]}
      />
      <NativeSelect
        label="Results in"
        value={search.mode ?? 'cash'}
        onChange={(event) => set({ mode: event.currentTarget.value })}
        data={[
          { value: 'cash', label: 'Money' },
          { value: 'percent', label: 'Percent of the cost' },
          { value: 'r', label: 'R, multiples of the risk' },
        ]}
      />
    </>
  )
}
