import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { may, useMe } from '../identity/me.ts'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { AppointmentsOf, InvoicesOf, RequestsOf } from './client-lists.tsx'
import { ProjectsOf } from './projects-of.tsx'
import { clientQuery } from './queries.ts'
import { QuotesOf } from './quotes-of.tsx'
import { ASSIGN_TEAM, type Client, PROJECTS, QUOTES } from './types.ts'

const route = getRouteApi('/client-readers/agency/clients/$id')

export function ClientPage(): ReactElement {
  const { id } = route.useParams()
  const client = useQuery(clientQuery(id))
  return (
    <Page
      title={client.data?.name ?? 'Client'}
      eyebrow={<TextLink to="/agency/clients">Clients</TextLink>}
      lead={client.data?.company}
    >
      <QueryView query={client}>{(found) => <ClientView client={found} />}</QueryView>
    </Page>
  )
}

function ClientView({ client }: { client: Client }): ReactElement {
  const me = useMe()
  // Without either, the list would be that of everybody.
  const isKnown = client.accountId !== null || client.email !== null
  return (
    <Stack gap="lg">
      <Panel title="Contact">
        <Facts
          facts={[
            [
              'Address',
              client.email && (
                <a key="mail" href={`mailto:${client.email}`}>
                  {client.email}
                </a>
              ),
            ],
            ['Telephone', client.phone],
            ['Account', client.hasAccount ? 'Signs in to the portal' : 'Has none; comes by the links of mails'],
            ['Since', <When key="since" at={client.createdAt} />],
          ]}
        />
      </Panel>
      <RequestsOf clientId={client.id} />
      <AppointmentsOf clientId={client.id} />
      {may(me, QUOTES) && <QuotesOf whose={{ clientId: client.id }} />}
      {may(me, PROJECTS) && <ProjectsOf clientId={client.id} begins={may(me, ASSIGN_TEAM)} />}
      {may(me, 'invoices:read') && isKnown && <InvoicesOf client={client} />}
    </Stack>
  )
}
