import { NativeSelect, TextInput } from '@mantine/core'
import { useDebouncedCallback } from '@mantine/hooks'
import type { ReactElement } from 'react'
import { Filters } from '../shell/filters.tsx'
import { type MediaFilter, mediaFilterIn } from './media.ts'

interface MediaFiltersProps {
  readonly filter: MediaFilter
  /** Undefined: the kind is given. */
  readonly kinds?: true
  readonly onFilter: (change: (now: MediaFilter) => MediaFilter) => void
}

/** Narrows the library by name and kind. */
export function MediaFilters({ filter, kinds, onFilter }: MediaFiltersProps): ReactElement {
  const narrow = (change: Readonly<Record<string, unknown>>): void =>
    onFilter((now) => mediaFilterIn({ ...now, ...change }))
  const lookFor = useDebouncedCallback((text: string) => narrow({ q: text.trim() }), 250)
  return (
    <Filters label="Media">
      <TextInput
        label="Search"
        placeholder="Part of a filename"
        type="search"
        maxLength={100}
        defaultValue={filter.q}
        onChange={(event) => lookFor(event.currentTarget.value)}
      />
      {kinds === true && (
        <NativeSelect
          label="Kind"
          value={filter.kind ?? ''}
          onChange={(event) => narrow({ kind: event.currentTarget.value })}
          data={[
            { value: '', label: 'Pictures and documents' },
            { value: 'image', label: 'Pictures' },
            { value: 'document', label: 'Documents' },
          ]}
        />
      )}
    </Filters>
  )
}
