import { Checkbox, NativeSelect } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { ContentType } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { callsOf, type EntryLine } from './entry-calls.ts'
import { type EntryFilter, filterIn } from './entry-filter.ts'
import { listKey } from './queries.ts'
import { WithType } from './with-type.tsx'
import { languageWords, liveWords, pluralLabel, stateWords } from './words.ts'

const route = getRouteApi('/content-writers/content/$type')

export function EntriesPage(): ReactElement {
  const { type } = route.useParams()
  return (
    <WithType key={type} name={type}>
      {(known) => <Entries type={known} />}
    </WithType>
  )
}

function Entries({ type }: { type: ContentType }): ReactElement {
  const filter = route.useSearch()
  const pages = usePages([...listKey(type.name), filter], ({ cursor, signal }) =>
    callsOf(type).browse({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page
      title={pluralLabel(type)}
      eyebrow={<TextLink to="/content">Content</TextLink>}
      actions={
        <ButtonLink to="/content/$type/new" params={{ type: type.name }}>
          {`New ${type.label.toLowerCase()}`}
        </ButtonLink>
      }
    >
      <EntryFilters type={type} />
      <PagedList pages={pages} empty={<NothingHere type={type} filter={filter} />}>
        {(entries) => (
          <Rows label={pluralLabel(type)}>
            {entries.map((entry) => (
              <EntryRow key={entry.id} type={type} entry={entry} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function EntryRow({ type, entry }: { type: ContentType; entry: EntryLine }): ReactElement {
  const { label, tone } = stateWords[entry.state]
  return (
    <Row
      title={
        <TextLink to="/content/$type/$id" params={{ type: type.name, id: entry.id }}>
          {entry.title}
        </TextLink>
      }
      detail={
        <>
          {type.locales.length > 1 && `${languageWords(entry.locale)}. `}
          {liveWords(entry)}. Changed <When at={entry.updatedAt} />
          {entry.publishAt !== null && (
            <>
              , goes out <When at={entry.publishAt} />
            </>
          )}
        </>
      }
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}

function EntryFilters({ type }: { type: ContentType }): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const narrow = (change: Readonly<Record<string, unknown>>): void => {
    void navigate({ search: (now) => filterIn({ ...now, ...change }), replace: true })
  }
  return (
    <Filters label={pluralLabel(type)}>
      <SearchField placeholder="Part of a title" words={filter.q} onSearch={(q) => narrow({ q })} />
      <NativeSelect
        label="State"
        value={filter.state ?? ''}
        onChange={(event) => narrow({ state: event.currentTarget.value })}
        data={[
          { value: '', label: 'All states' },
          ...Object.entries(stateWords).map(([value, { label }]) => ({ value, label })),
        ]}
      />
      {type.locales.length > 1 && (
        <NativeSelect
          label="Language"
          value={filter.locale ?? ''}
          onChange={(event) => narrow({ locale: event.currentTarget.value || undefined })}
          data={[
            { value: '', label: 'All languages' },
            ...type.locales.map((locale) => ({ value: locale, label: languageWords(locale) })),
          ]}
        />
      )}
      {type.may.editAll && (
        <Checkbox
          label="Only mine"
          checked={filter.own === true}
          onChange={(event) => narrow({ own: event.currentTarget.checked })}
        />
      )}
      <Checkbox
        label="In the trash"
        checked={filter.trashed === true}
        onChange={(event) => narrow({ trashed: event.currentTarget.checked })}
      />
    </Filters>
  )
}

function NothingHere({ type, filter }: { type: ContentType; filter: EntryFilter }): ReactElement {
  if (filter.trashed === true) return <Empty title="The trash is empty" hint="What is put there is kept for 30 days." />
  if (Object.keys(filter).length > 0) return <Empty title="Nothing found" hint="Try fewer letters, or all states." />
  return (
    <Empty
      title={`There is no ${type.label.toLowerCase()}`}
      hint="The first one is a draft until somebody publishes it."
      action={
        <ButtonLink to="/content/$type/new" params={{ type: type.name }}>
          Write the first one
        </ButtonLink>
      }
    />
  )
}
