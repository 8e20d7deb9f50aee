import { Select, TextInput } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, type ReactNode, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'

const QUIET_MS = 200

interface Person {
  readonly id: string
  readonly name: string
}

interface PersonFieldProps {
  readonly label: string
  readonly description?: string
  /** Who is chosen; '' for nobody. */
  readonly value: string
  /** Who is known already, so that the name is shown before anything was searched for. */
  readonly known: readonly Person[]
  readonly error?: ReactNode
  readonly onChange: (id: string) => void
}

/** Somebody with an account, found by name or address; by their id where the list of people may not be read. */
export function PersonField(props: PersonFieldProps): ReactElement {
  const { label, description, value, known, error, onChange } = props
  const me = useMe()
  const mayFind = may(me, 'access:read')
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed.trim().slice(0, 100), QUIET_MS)
  const found = useQuery({
    queryKey: ['people', 'choice', search],
    queryFn: ({ signal }) =>
      api.access.listUsers({ query: { limit: 20, ...(search === '' ? {} : { search }) }, signal }),
    enabled: mayFind,
    placeholderData: keepPreviousData,
  })
  if (!mayFind)
    return (
      <TextInput
        {...{ label, value, error }}
        description="The id of a person"
        autoComplete="off"
        onChange={(event) => onChange(event.currentTarget.value.trim())}
      />
    )
  const people = found.data?.items ?? []
  const held = people.some(({ id }) => id === value) ? undefined : known.find(({ id }) => id === value)
  return (
    <Select
      {...{ label, error }}
      description={description}
      searchable
      clearable
      nothingFoundMessage={found.isFetching ? 'Looking' : 'Nobody found'}
      data={[
        ...(held === undefined ? [] : [{ value: held.id, label: held.name }]),
        ...people.map(({ id, name, email }) => ({ value: id, label: `${name} (${email})` })),
      ]}
      value={value === '' ? null : value}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      clearButtonProps={{ 'aria-label': `Clear ${label.toLowerCase()}` }}
    />
  )
}
