import { Checkbox, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { usePages } from '../shell/use-pages.ts'
import { type FlagFilter, flagFilterIn, typeLabels } from './filter.ts'
import { FlagRows } from './flag-rows.tsx'
import { FlagSections } from './flag-sections.tsx'
import { flagsKey } from './queries.ts'

const route = getRouteApi('/flag-readers/flags')

/** What is switched on, where; each flag leads to its rules. */
export function FlagsPage(): ReactElement {
  const me = useMe()
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const { mine, ...rest } = filter
  const query = { ...rest, ...(mine && me != null ? { ownerId: me.user.id } : {}) }
  const pages = usePages([...flagsKey, 'list', query], ({ cursor, signal }) =>
    api.flags.list({ query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const narrow = (more: Record<string, unknown>): void =>
    void navigate({ search: flagFilterIn({ ...filter, ...more }), replace: true })
  return (
    <Page
      title="Feature flags"
      lead="What is switched on, for whom, in which environment, without a deployment."
      actions={may(me, 'flags:write') && <ButtonLink to="/flags/new">New flag</ButtonLink>}
    >
      <FlagSections />
      <FlagFilters filter={filter} onNarrow={narrow} />
      <PagedList pages={pages} empty={<NoFlags isNarrowed={Object.keys(filter).length > 0} />}>
        {(flags) => <FlagRows flags={flags} />}
      </PagedList>
    </Page>
  )
}

function NoFlags({ isNarrowed }: { isNarrowed: boolean }): ReactElement {
  return isNarrowed ? (
    <Empty title="No flag is like that" hint="Search for another word, or widen the filters." />
  ) : (
    <Empty title="There is no flag yet" hint="A new one begins switched off in every environment." />
  )
}

interface FlagFiltersProps {
  readonly filter: FlagFilter
  readonly onNarrow: (more: Record<string, unknown>) => void
}

function FlagFilters({ filter, onNarrow }: FlagFiltersProps): ReactElement {
  return (
    <Filters label="Feature flags">
      <SearchField
        placeholder="Key or title"
        words={filter.search}
        onSearch={(search) => onNarrow({ search: search ?? '' })}
      />
      <NativeSelect
        label="Type"
        value={filter.type ?? ''}
        data={[
          { value: '', label: 'All types' },
          ...Object.entries(typeLabels).map(([value, label]) => ({ value, label })),
        ]}
        onChange={(event) => onNarrow({ type: event.currentTarget.value })}
      />
      <NativeSelect
        label="Use"
        value={filter.stale === undefined ? '' : String(filter.stale)}
        data={[
          { value: '', label: 'Stale or not' },
          { value: 'true', label: 'Stale' },
          { value: 'false', label: 'Not stale' },
        ]}
        onChange={(event) => {
          const { value } = event.currentTarget
          onNarrow({ stale: value === '' ? undefined : value === 'true' })
        }}
      />
      <NativeSelect
        label="Standing"
        value={filter.archived ? 'archived' : ''}
        data={[
          { value: '', label: 'In use' },
          { value: 'archived', label: 'Archived' },
        ]}
        onChange={(event) => onNarrow({ archived: event.currentTarget.value === 'archived' })}
      />
      <Checkbox
        label="Only mine"
        checked={filter.mine ?? false}
        onChange={(event) => onNarrow({ mine: event.currentTarget.checked })}
      />
    </Filters>
  )
}
