import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { StepUp } from '../identity/step-up.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { MakeEndpoint } from './make-endpoint.tsx'
import { endpointWord, wantedEvents } from './words.ts'

/** The programs that are told of what happens here. */
export function WebhooksPage(): ReactElement {
  const me = useMe()
  const endpoints = useQuery({
    queryKey: ['webhooks', 'endpoints'],
    queryFn: ({ signal }) => api.webhooks.endpoints({ signal }),
  })
  return (
    <Page
      title="Webhooks"
      lead="Other programs are told of what happens here: signed messages to addresses that you name."
      width="reading"
    >
      <StepUp>
        <Stack gap="xl">
          {may(me, 'webhooks:manage') && <MakeEndpoint />}
          <QueryView query={endpoints}>
            {({ items }) =>
              items.length === 0 ? (
                <Empty title="Nobody is told yet" hint="An endpoint is an https address of a program of yours." />
              ) : (
                <Rows label="Endpoints">
                  {items.map((endpoint) => (
                    <Row
                      key={endpoint.id}
                      title={
                        <TextLink to="/webhooks/$id" params={{ id: endpoint.id }}>
                          {endpoint.description === '' ? endpoint.url : endpoint.description}
                        </TextLink>
                      }
                      detail={`${new URL(endpoint.url).host}: ${wantedEvents(endpoint)}`}
                      aside={<StateBadge tone={endpointWord(endpoint).tone}>{endpointWord(endpoint).label}</StateBadge>}
                    />
                  ))}
                </Rows>
              )
            }
          </QueryView>
        </Stack>
      </StepUp>
    </Page>
  )
}
