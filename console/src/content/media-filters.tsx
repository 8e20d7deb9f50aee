import { NativeSelect } from '@mantine/core'
import type { ReactElement } from 'react'
import { Filters } from '../shell/filters.tsx'
import { SearchField } from '../shell/search-field.tsx'
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
  return (
    <Filters label="Media">
      <SearchField placeholder="Part of a filename" words={filter.q} onSearch={(q) => narrow({ q })} />
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
      {kinds === true && (
        <NativeSelect
          label="Deleted or not"
          value={filter.removed === true ? 'removed' : ''}
          onChange={(event) => narrow({ removed: event.currentTarget.value === 'removed' })}
          data={[
            { value: '', label: 'In the library' },
            { value: 'removed', label: 'Deleted, can be restored' },
          ]}
        />
      )}
    </Filters>
  )
}
