import { NativeSelect, Stack, TextInput } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { Filters } from '../../../shell/filters.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { SearchField } from '../../../shell/search-field.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { AccountChoice } from '../../account-choice.tsx'
import { tradingQueries } from '../../queries.ts'
import { entriesKey } from '../queries.ts'
import { fiveOf, moods, scopes, today } from '../words.ts'
import { EntryStream } from './entry-stream.tsx'
import { FoundList } from './found-list.tsx'
import { askedOf, type JournalFilter, journalFilterIn } from './journal-filter.ts'
import { RunningSession } from './running-session.tsx'
import { StillToWrite } from './still-to-write.tsx'

const route = getRouteApi('/traders/trading/journal')

export function JournalPage(): ReactElement {
  const filter = route.useSearch()
  return (
    <Page
      title="Journal"
      lead="What you saw, did and felt, beside what came of it."
      actions={
        <>
          <ButtonLink variant="default" to="/trading/journal/sessions">
            Sessions
          </ButtonLink>
          <ButtonLink to="/trading/journal/new" search={{ day: today() }}>
            Write about today
          </ButtonLink>
        </>
      }
    >
      <Stack gap="lg">
        <RunningSession />
        <div>
          <JournalFilters />
          {filter.q === undefined ? <Stream filter={filter} /> : <FoundList words={filter.q} filter={filter} />}
        </div>
        {filter.q === undefined && <StillToWrite />}
      </Stack>
    </Page>
  )
}

function Stream({ filter }: { filter: JournalFilter }): ReactElement {
  const pages = usePages([...entriesKey, 'list', filter], ({ cursor, signal }) =>
    api.trading.listJournal({
      query: { ...askedOf(filter), limit: 20, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  const empty =
    Object.keys(filter).length > 0 ? (
      <Empty title="Nothing found" hint="Take a filter away, or choose other days." />
    ) : (
      <Empty
        title="Nothing is written yet"
        hint="A few lines a day are enough: what the market did, what you did, and how it felt."
        action={
          <ButtonLink to="/trading/journal/new" search={{ day: today() }}>
            Write the first entry
          </ButtonLink>
        }
      />
    )
  return (
    <PagedList pages={pages} empty={empty}>
      {(entries) => <EntryStream entries={entries} />}
    </PagedList>
  )
}

function JournalFilters(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const tags = useQuery(tradingQueries.tags())
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => journalFilterIn({ ...now, ...change }), replace: true })
  }
  return (
    <Filters label="Journal">
      <SearchField placeholder="Words in entries and notes" words={filter.q} onSearch={(q) => narrow({ q })} />
      <AccountChoice withAll value={filter.account} onChange={(account) => narrow({ account })} />
      <NativeSelect
        label="About"
        value={filter.scope ?? ''}
        onChange={(event) => narrow({ scope: event.currentTarget.value })}
        data={[
          { value: '', label: 'Everything' },
          ...Object.entries(scopes).map(([value, label]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        label="Mood"
        value={String(filter.mood ?? '')}
        onChange={(event) => narrow({ mood: event.currentTarget.value })}
        data={fiveOf(moods, 'Any mood')}
      />
      <NativeSelect
        label="Tag"
        value={filter.tag ?? ''}
        onChange={(event) => narrow({ tag: event.currentTarget.value })}
        data={[
          { value: '', label: 'Any tag' },
          ...(tags.data ?? []).map(({ id, name }) => ({ value: id, label: name })),
        ]}
      />
      <TextInput
        type="date"
        label="From"
        value={filter.from ?? ''}
        onChange={(event) => narrow({ from: event.currentTarget.value })}
      />
      <TextInput
        type="date"
        label="To"
        value={filter.to ?? ''}
        onChange={(event) => narrow({ to: event.currentTarget.value })}
      />
    </Filters>
  )
}
