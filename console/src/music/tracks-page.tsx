import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { usePages } from '../shell/use-pages.ts'
import { TrackList } from './track-list.tsx'

const route = getRouteApi('/tracks')

export function TracksPage(): ReactElement {
  const filter = route.useSearch()
  const pages = usePages(['tracks', filter], ({ cursor, signal }) =>
    api.music.listTracks({ query: { ...filter, limit: 20, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const isFiltered = filter.search !== undefined || filter.genre !== undefined
  return (
    <Page title="Catalogue" lead="Everything the label has published, newest first.">
      <CatalogueFilters />
      <PagedList pages={pages} rowHeight={72} empty={<NothingHere isFiltered={isFiltered} />}>
        {(tracks) => <TrackList tracks={tracks} label="Tracks" />}
      </PagedList>
    </Page>
  )
}

function CatalogueFilters(): ReactElement {
  const { search, genre } = route.useSearch()
  const navigate = route.useNavigate()
  const genres = useQuery({ queryKey: ['genres'], queryFn: ({ signal }) => api.music.listGenres({ signal }) })
  return (
    <Filters label="Catalogue">
      <SearchField
        placeholder="Title or artist"
        words={search}
        onSearch={(words = '') => void navigate({ search: (now) => without(now, 'search', words), replace: true })}
      />
      <NativeSelect
        label="Genre"
        value={genre ?? ''}
        onChange={(event) => {
          const chosen = event.currentTarget.value
          void navigate({ search: (now) => without(now, 'genre', chosen), replace: true })
        }}
        data={[
          { value: '', label: 'All genres' },
          ...(genres.data?.items ?? []).map(({ name }) => ({ value: name, label: name })),
        ]}
      />
    </Filters>
  )
}

type CatalogueFilter = { search?: string; genre?: string }

/** An empty choice leaves the address instead of standing in it. */
function without(filter: CatalogueFilter, key: keyof CatalogueFilter, value: string): CatalogueFilter {
  const { [key]: _, ...rest } = filter
  return value === '' ? rest : { ...rest, [key]: value }
}

function NothingHere({ isFiltered }: { isFiltered: boolean }): ReactElement {
  if (isFiltered) return <Empty title="Nothing found" hint="Try fewer letters, or all genres." />
  return (
    <Empty
      title="Nothing is published yet"
      hint="An artist applies, submits a track, and a reviewer approves it. Then it stands here for everyone to hear."
      action={<ButtonLink to="/">See the steps</ButtonLink>}
    />
  )
}
