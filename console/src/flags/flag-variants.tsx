import { MultiSelect, NativeSelect, Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import '@mantine/core/styles/Pill.layer.css'
import '@mantine/core/styles/PillsInput.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import styles from './conditions/conditions.module.css'
import { flagQuery, flagsKey } from './queries.ts'

const quietBeforeAskingMs = 200

interface NeededFlag {
  readonly flag: string
  readonly variants: readonly string[]
}

interface FlagVariantsProps {
  readonly name: string
  readonly value: NeededFlag
  /** Undefined where there is no opposite to choose. */
  readonly negated?: boolean
  readonly onChange: (value: NeededFlag, negated: boolean) => void
  readonly faults: Readonly<Record<string, string>>
}

/** Another flag, and those of its variants that count. */
export function FlagVariants({ name, value, negated, onChange, faults }: FlagVariantsProps): ReactElement {
  const { data, isError } = useQuery({ ...flagQuery(value.flag), enabled: value.flag !== '' })
  const variants = [...new Set([...(data?.variants.map(({ key }) => key) ?? []), ...value.variants])]
  const fault = Object.entries(faults).find(([path]) => path.startsWith('variants'))?.[1]
  return (
    <div className={styles.fields}>
      <FlagSelect
        label={`${name}: flag`}
        value={value.flag}
        error={isError ? 'There is no such flag' : faults.flag}
        onChange={(flag) => onChange({ flag, variants: [] }, negated === true)}
      />
      {negated !== undefined && (
        <NativeSelect
          className={styles.operator ?? ''}
          aria-label={`${name}: serves or not`}
          value={negated ? 'not' : 'is'}
          data={[
            { value: 'is', label: 'serves' },
            { value: 'not', label: 'does not serve' },
          ]}
          onChange={(event) => onChange(value, event.currentTarget.value === 'not')}
        />
      )}
      <MultiSelect
        className={styles.wide ?? ''}
        aria-label={`${name}: variants`}
        placeholder={value.variants.length === 0 ? 'Choose variants' : ''}
        disabled={value.flag === ''}
        data={variants}
        value={[...value.variants]}
        error={fault}
        onChange={(chosen) => onChange({ ...value, variants: chosen }, negated === true)}
      />
    </div>
  )
}

interface FlagSelectProps {
  readonly label: string
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (key: string) => void
}

function FlagSelect({ label, value, error, onChange }: FlagSelectProps): ReactElement {
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, quietBeforeAskingMs)
  const found = useQuery({
    queryKey: [...flagsKey, 'find', search],
    queryFn: ({ signal }) => api.flags.list({ query: { limit: 20, ...(search === '' ? {} : { search }) }, signal }),
    placeholderData: keepPreviousData,
  })
  const keys = (found.data?.items ?? []).map(({ key }) => key)
  return (
    <Select
      className={styles.attribute ?? ''}
      aria-label={label}
      placeholder="Choose a flag"
      searchable
      nothingFoundMessage={found.isFetching ? 'Looking' : 'Nothing found'}
      data={value === '' || keys.includes(value) ? keys : [value, ...keys]}
      value={value === '' ? null : value}
      error={error}
      onChange={(key) => onChange(key ?? '')}
      onSearchChange={setTyped}
      filter={({ options }) => options}
    />
  )
}
