import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type WebhookEndpoint } from '../api.ts'
import { StepUp } from '../identity/step-up.tsx'
import { Facts } from '../shell/facts.tsx'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { DeliveryList } from './delivery-list.tsx'
import { EndpointActions } from './endpoint-actions.tsx'
import { endpointWord, wantedEvents } from './words.ts'

const route = getRouteApi('/webhook-readers/webhooks/$id')

/** One endpoint: how it fares, what is done with it, and what was sent to it. */
export function EndpointPage(): ReactElement {
  const { id } = route.useParams()
  const query = useQuery({
    queryKey: ['webhooks', 'endpoints', id],
    queryFn: ({ signal }) => api.webhooks.endpoint({ path: { id }, signal }),
  })
  return (
    <QueryView query={query}>
      {(endpoint) => (
        <Page
          title={endpoint.description === '' ? new URL(endpoint.url).host : endpoint.description}
          eyebrow={<TextLink to="/webhooks">Webhooks</TextLink>}
          width="reading"
        >
          <StepUp>
            <Stack gap="xl">
              <Facts facts={factsOf(endpoint)} />
              <EndpointActions endpoint={endpoint} />
              <Panel title="Deliveries">
                <DeliveryList endpoint={endpoint} />
              </Panel>
            </Stack>
          </StepUp>
        </Page>
      )}
    </QueryView>
  )
}

function factsOf(endpoint: WebhookEndpoint) {
  const { label, tone } = endpointWord(endpoint)
  const instant = (at: string | null) => (at === null ? null : <When at={at} />)
  return [
    ['Address', endpoint.url],
    ['Told of', wantedEvents(endpoint)],
    [
      'State',
      <StateBadge key="state" tone={tone}>
        {label}
      </StateBadge>,
    ],
    ['Failing since', instant(endpoint.failingSince)],
    ['Next try after', instant(endpoint.restingUntil)],
    ['Older secret signs until', instant(endpoint.previousSecretUntil)],
  ] as const
}
