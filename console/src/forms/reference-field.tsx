import { Select } from '@mantine/core'
import '@mantine/core/styles/ScrollArea.layer.css'
import '@mantine/core/styles/Combobox.layer.css'
import { useDebouncedValue } from '@mantine/hooks'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import type { Choice } from './fields.ts'
import { type FieldProps, hints } from './schema-form.ts'
import { useFormSources } from './sources.ts'

const quietBeforeAskingMs = 200

/** Another entry, found by its title. */
export function ReferenceField(props: FieldProps<'reference'>): ReactElement {
  const { form, path, entry } = props
  const { to } = entry.field
  const { find, titleOf } = useFormSources()
  const { value, onChange, ...rest } = form.getInputProps(path)
  const held = typeof value === 'string' ? value : ''
  const [typed, setTyped] = useState('')
  const [search] = useDebouncedValue(typed, quietBeforeAskingMs)
  const found = useQuery({
    queryKey: ['form', 'find', to, search],
    queryFn: ({ signal }) => find(to, search, signal),
    placeholderData: keepPreviousData,
  })
  const title = useQuery({
    queryKey: ['form', 'title', to, held],
    queryFn: ({ signal }) => titleOf(to, held, signal),
    enabled: held !== '',
  })
  const problem = found.isError ? 'The choice could not be read. Try again.' : undefined
  return (
    <Select
      {...hints(props)}
      {...rest}
      error={rest.error ?? problem}
      searchable
      clearable={!entry.required}
      nothingFoundMessage={found.isFetching ? 'Looking' : 'Nothing found'}
      data={withHeld(found.data ?? [], held, title.isError ? 'An entry that you may not open' : title.data)}
      value={held === '' ? null : held}
      onChange={(id) => onChange(id ?? '')}
      onSearchChange={setTyped}
      filter={({ options }) => options}
      clearButtonProps={{ 'aria-label': `Clear ${entry.label.toLowerCase()}` }}
    />
  )
}

/** What is chosen stays among the choices, whatever was searched for. */
function withHeld(found: readonly Choice[], held: string, title: string | undefined): Choice[] {
  if (held === '' || found.some(({ value }) => value === held)) return [...found]
  return [{ value: held, label: title ?? held }, ...found]
}
