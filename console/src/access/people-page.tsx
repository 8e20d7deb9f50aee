import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Person } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { SearchField } from '../shell/search-field.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'

const route = getRouteApi('/access-readers/people')

export function PeoplePage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages(['people', filter], ({ cursor, signal }) =>
    api.access.listUsers({ query: { ...filter, limit: 30, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="People" lead="Everyone with an account, and the roles they hold.">
      <Filters label="People">
        <SearchField
          placeholder="Name or e-mail"
          words={filter.search}
          onSearch={(words) => void navigate({ search: words === undefined ? {} : { search: words }, replace: true })}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="Nobody found" hint="Try fewer letters." />}>
        {(people) => (
          <Rows label="People">
            {people.map((person) => (
              <PersonRow key={person.id} person={person} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}

function PersonRow({ person }: { person: Person }): ReactElement {
  const { id, name, email, roles, disabledAt, emailVerifiedAt } = person
  return (
    <Row
      title={
        <TextLink to="/people/$id" params={{ id }}>
          {name}
        </TextLink>
      }
      detail={email}
      aside={
        <>
          {roles.length > 0 && <span>{roles.join(', ')}</span>}
          {disabledAt !== null && <StateBadge tone="negative">Disabled</StateBadge>}
          {emailVerifiedAt === null && <StateBadge tone="caution">Address not confirmed</StateBadge>}
        </>
      }
    />
  )
}
