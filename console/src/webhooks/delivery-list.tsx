import { Code, Group, NativeSelect, Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type WebhookDelivery, type WebhookEndpoint } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { useWebhookChange } from './use-webhook-change.ts'
import { deliveryWords } from './words.ts'

const STATES = [
  { value: '', label: 'All' },
  ...(['waiting', 'delivered', 'failed'] as const).map((value) => ({ value, label: deliveryWords[value].label })),
]

/** What was and is to be sent to an endpoint, newest first. */
export function DeliveryList({ endpoint }: { endpoint: WebhookEndpoint }): ReactElement {
  const [state, setState] = useState<WebhookDelivery['state'] | ''>('')
  const pages = usePages(['webhooks', 'deliveries', endpoint.id, state], ({ cursor, signal }) =>
    api.webhooks.deliveries({
      path: { id: endpoint.id },
      query: { ...(state === '' ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  const nothing =
    state === '' ? (
      <Empty title="Nothing was sent yet" hint="Send a test, or wait for something to happen." />
    ) : (
      <Empty title="None in this state" hint="Look at another state." />
    )
  return (
    <>
      <Filters label="Deliveries">
        <NativeSelect
          label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={STATES}
        />
      </Filters>
      <PagedList pages={pages} empty={nothing}>
        {(items) => (
          <Rows label="Deliveries">
            {items.map((delivery) => (
              <Delivery key={delivery.id} delivery={delivery} isOn={endpoint.disabledAt === null} />
            ))}
          </Rows>
        )}
      </PagedList>
    </>
  )
}

function Delivery({ delivery, isOn }: { delivery: WebhookDelivery; isOn: boolean }): ReactElement {
  const { id, event, state, attempts, createdAt } = delivery
  const { label, tone } = deliveryWords[state]
  return (
    <Row
      title={event}
      detail={
        <Stack gap="xs">
          <span>
            <When at={createdAt} />, {attempts === 1 ? 'one try' : `${attempts} tries`}
          </span>
          <Disclosure label="Show">
            <Tries id={id} isOn={isOn} />
          </Disclosure>
        </Stack>
      }
      aside={<StateBadge tone={tone}>{label}</StateBadge>}
    />
  )
}

function Tries({ id, isOn }: { id: string; isOn: boolean }): ReactElement {
  const me = useMe()
  const query = useQuery({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: ({ signal }) => api.webhooks.delivery({ path: { id }, signal }),
  })
  const repeat = useWebhookChange(() => api.webhooks.redeliver({ path: { id } }), 'It is sent once more.')
  const denied = may(me, 'webhooks:manage') ? undefined : 'Needs the permission webhooks:manage'
  return (
    <QueryView query={query}>
      {({ messageId, body, tries }) => (
        <Stack gap="xs">
          <span>Message {messageId}</span>
          <Code block tabIndex={0} role="region" aria-label="Body">
            {body}
          </Code>
          <ol>
            {tries.map(({ number, at, durationMs, status, error }) => (
              <li key={number}>
                <When at={at} />: {status === null ? 'no answer' : `answered ${status}`} after {durationMs} ms
                {error === null ? '' : `: ${error}`}
              </li>
            ))}
          </ol>
          <Group>
            <GatedButton
              size="xs"
              variant="default"
              disabledReason={denied ?? (isOn ? undefined : 'Switch the endpoint on first')}
              loading={repeat.isPending}
              onClick={() => repeat.mutate()}
            >
              Send again
            </GatedButton>
          </Group>
        </Stack>
      )}
    </QueryView>
  )
}
