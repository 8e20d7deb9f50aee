import { NativeSelect, Stack } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { moneyInWords } from '../shell/money.ts'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { AddLead } from './add-lead.tsx'
import { chosen } from './search.ts'
import { choices, leadStages } from './words.ts'

const route = getRouteApi('/lead-staff/agency/leads')

/** Who may become a client. */
export function LeadsPage(): ReactElement {
  const filter = route.useSearch()
  const navigate = route.useNavigate()
  const pages = usePages(['staff', 'leads', filter], ({ cursor, signal }) =>
    api.agency.listLeads({ query: { ...filter, limit: 25, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Page title="Leads" lead="Who may become a client, and how far it is." width="reading">
      <Stack gap="xl">
        <div>
          <Filters label="Leads">
            <NativeSelect
              label="Stage"
              value={filter.stage ?? ''}
              onChange={({ currentTarget: { value } }) =>
                void navigate({ search: (now) => chosen(now, 'stage', value), replace: true })
              }
              data={choices(leadStages, 'Any stage')}
            />
          </Filters>
          <PagedList pages={pages} empty={<Empty title="None here" hint="Add one below, or make one of an enquiry." />}>
            {(leads) => (
              <Rows label="Leads">
                {leads.map(({ id, name, company, worth, source, stage }) => (
                  <Row
                    key={id}
                    title={
                      <TextLink to="/agency/leads/$id" params={{ id }}>
                        {company === null ? name : `${name}, ${company}`}
                      </TextLink>
                    }
                    detail={worth === null ? source : `${source}, ${moneyInWords(worth)}`}
                    aside={<StateBadge tone={leadStages[stage].tone}>{leadStages[stage].label}</StateBadge>}
                  />
                ))}
              </Rows>
            )}
          </PagedList>
        </div>
        <AddLead />
      </Stack>
    </Page>
  )
}
