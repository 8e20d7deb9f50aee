import { Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { flagsKey } from './queries.ts'

const quietBeforeAskingMs = 200

interface OwnerFieldProps {
  readonly value: string
  /** Who it is at present, whose name is known. */
  readonly owner: { readonly id: string; readonly name: string } | null
  readonly error: string | undefined
  readonly onChange: (id: string) => void
}

/** Whoever is told when a flag has gone stale; all people for those who may see them, else oneself. */
export function OwnerField({ value, owner, error, onChange }: OwnerFieldProps): ReactElement {
  const me = useMe()
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, quietBeforeAskingMs)
  const people = useQuery({
    queryKey: [...flagsKey, 'people', search],
    queryFn: ({ signal }) =>
      api.access.listUsers({ query: { limit: 20, ...(search === '' ? {} : { search }) }, signal }),
    placeholderData: keepPreviousData,
    enabled: may(me, 'access:read'),
  })
  const known = new Map([
    ...(owner === null ? [] : [[owner.id, owner.name] as const]),
    ...(me == null ? [] : [[me.user.id, `${me.user.name} (you)`] as const]),
    ...(people.data?.items ?? []).map(({ id, name, email }) => [id, `${name} (${email})`] as const),
  ])
  return (
    <Select
      label="Owner"
      description="Is told when the flag has gone stale."
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      placeholder="Nobody"
      searchable
      clearable
      clearButtonProps={{ 'aria-label': 'Clear owner' }}
      nothingFoundMessage={people.isFetching ? 'Looking' : 'Nobody found'}
      data={[...known].map(([id, label]) => ({ value: id, label }))}
      value={value === '' ? null : value}
      error={error}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
    />
  )
}
