import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { clientsKey } from './queries.ts'

const route = getRouteApi('/client-readers/agency/clients')

export function ClientsPage(): ReactElement {
  const { search } = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages([...clientsKey, 'list', search], ({ cursor, signal }) =>
    api.agency.listClients({
      query: { ...(search === undefined ? {} : { search }), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Page title="Clients" lead="Everybody who has asked for something.">
      <Filters label="Clients">
        <SearchField
          placeholder="Part of a name, an address or a company"
          words={search}
          onSearch={(words) => void navigate({ search: words === undefined ? {} : { search: words }, replace: true })}
        />
      </Filters>
      <PagedList
        pages={pages}
        empty={
          search === undefined ? (
            <Empty title="There is no client" hint="A request or an enquiry that is won makes one." />
          ) : (
            <Empty title="Nobody found" hint="Try fewer letters." />
          )
        }
      >
        {(clients) => (
          <Rows label="Clients">
            {clients.map(({ id, name, email, company, createdAt, hasAccount }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/agency/clients/$id" params={{ id }}>
                    {name}
                  </TextLink>
                }
                detail={[company, email].filter(Boolean).join(', ')}
                aside={
                  <>
                    {hasAccount && 'has an account, '}
                    <span>
                      since <When at={createdAt} show="day" />
                    </span>
                  </>
                }
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
