import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { chosen } from './search.ts'
import { choices, enquiryStates } from './words.ts'

const route = getRouteApi('/enquiry-staff/agency/enquiries')

/** What came by the contact form. */
export function EnquiriesPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages(['staff', 'enquiries', filter], ({ cursor, signal }) =>
    api.agency.listEnquiries({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="Enquiries" lead="What came by the contact form. Nobody there gets mail before somebody answers.">
      <Filters label="Enquiries">
        <NativeSelect
          label="State"
          value={filter.state ?? ''}
          onChange={({ currentTarget: { value } }) =>
            void navigate({ search: (now) => chosen(now, 'state', value), replace: true })
          }
          data={choices(enquiryStates, 'Any state')}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="None here" hint="They come by the page Write to us." />}>
        {(enquiries) => (
          <Rows label="Enquiries">
            {enquiries.map(({ id, subject, name, email, state, receivedAt }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/agency/enquiries/$id" params={{ id }}>
                    {subject}
                  </TextLink>
                }
                detail={
                  <>
                    {name}, {email}, <When at={receivedAt} />
                  </>
                }
                aside={<StateBadge tone={enquiryStates[state].tone}>{enquiryStates[state].label}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
