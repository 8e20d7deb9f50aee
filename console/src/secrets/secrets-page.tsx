import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { chosen } from '../people/search.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { usePages } from '../shell/use-pages.ts'
import { secretsKey } from './queries.ts'
import { SecretTree } from './secret-tree.tsx'
import { environmentChoices } from './words.ts'

const route = getRouteApi('/secret-readers/secrets')

/** Every secret of the installation that the person may see, without values. */
export function SecretsPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const isNarrowed = Object.keys(filter).length > 0
  const pages = usePages([...secretsKey, 'list', filter], ({ cursor, signal }) =>
    api.secrets.list({ query: { ...filter, limit: 100, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const set = (key: keyof typeof filter, value: string): void =>
    void navigate({ search: (now) => chosen(now, key, value), replace: true })
  return (
    <Page
      title="Secrets"
      lead="What programs are entered with, sealed. Each showing of a value is on record."
      actions={<Actions />}
    >
      <Filters label="Secrets">
        <SearchField
          placeholder="Path, description or tag"
          words={filter.search}
          onSearch={(words) => set('search', words ?? '')}
        />
        <NativeSelect
          label="Environment"
          value={filter.environment ?? ''}
          onChange={({ currentTarget: { value } }) => set('environment', value)}
          data={[{ value: '', label: 'Any' }, ...environmentChoices]}
        />
        <NativeSelect
          label="State"
          value={filter.state ?? ''}
          onChange={({ currentTarget: { value } }) => set('state', value)}
          data={[
            { value: '', label: 'In use' },
            { value: 'deleted', label: 'Deleted' },
          ]}
        />
      </Filters>
      <PagedList
        pages={pages}
        empty={
          isNarrowed ? (
            <Empty title="Nothing found" hint="Loosen the filters, or try fewer letters." />
          ) : (
            <Empty title="No secret yet" hint="Keep the first one: a path such as payments/stripe, and its value." />
          )
        }
      >
        {(secrets) => <SecretTree secrets={secrets} />}
      </PagedList>
    </Page>
  )
}

function Actions(): ReactElement {
  const me = useMe()
  return (
    <>
      <ButtonLink to="/secrets/look-up" variant="default">
        Was it leaked?
      </ButtonLink>
      {may(me, 'secrets:manage') && (
        <>
          <ButtonLink to="/secrets/leases" variant="default">
            Leased accounts
          </ButtonLink>
          <ButtonLink to="/secrets/grants" variant="default">
            Grants
          </ButtonLink>
          <ButtonLink to="/secrets/new">New secret</ButtonLink>
        </>
      )}
    </>
  )
}
