import { TextInput } from '@mantine/core'
import type { ReactElement } from 'react'
import { isDay } from './figures-search.ts'

interface DayFieldsProps {
  readonly days: { readonly from?: string; readonly to?: string }
  readonly set: (change: { readonly from?: string; readonly to?: string }) => void
}

/** First and last trading day. */
export function DayFields({ days, set }: DayFieldsProps): ReactElement {
  return (
    <>
      {(['from', 'to'] as const).map((name) => (
        <TextInput
          key={name}
          type="date"
          label={name === 'from' ? 'First day' : 'Last day'}
          value={days[name] ?? ''}
          onChange={(event) => {
            const { value } = event.currentTarget
            if (value === '' || isDay(value)) set({ [name]: value })
          }}
        />
      ))}
    </>
  )
}
