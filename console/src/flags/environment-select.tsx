import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { environmentsQuery } from './more-queries.ts'

interface EnvironmentSelectProps {
  readonly label?: string
  /** The choice of none, where there is one. */
  readonly all?: string
  readonly value: string
  readonly error?: string | undefined
  readonly onChange: (environment: string) => void
}

/** One of the environments that flags are evaluated in. */
export function EnvironmentSelect(props: EnvironmentSelectProps): ReactElement {
  const { label = 'Environment', all, value, error, onChange } = props
  const { data: environments = [] } = useQuery(environmentsQuery)
  const known = environments.map(({ key, title }) => ({ value: key, label: title }))
  return (
    <NativeSelect
      label={label}
      value={value}
      error={error}
      data={[
        ...(all === undefined ? [] : [{ value: '', label: all }]),
        ...(value !== '' && !known.some((one) => one.value === value) ? [{ value, label: value }] : []),
        ...known,
      ]}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
