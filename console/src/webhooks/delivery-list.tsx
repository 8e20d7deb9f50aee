import { Button, Code, Group, Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { api, type WebhookDelivery, type WebhookEndpoint } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Empty } from '../shell/empty.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { PagedList } from '../shell/paged-list.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { deliveryWords } from './words.ts'

/** What was and is to be sent to an endpoint, newest first. */
export function DeliveryList({ endpoint }: { endpoint: WebhookEndpoint }): ReactElement {
  const pages = usePages(['webhooks', 'deliveries', endpoint.id], ({ cursor, signal }) =>
    api.webhooks.deliveries({
      path: { id: endpoint.id },
      query: cursor === undefined ? {} : { cursor },
      signal,
    }),
  )
  return (
    <PagedList
      pages={pages}
      empty={<Empty title="Nothing was sent yet" hint="Send a test, or wait for something to happen." />}
    >
      {(items) => (
        <Rows label="Deliveries">
          {items.map((delivery) => (
            <Delivery key={delivery.id} delivery={delivery} isOn={endpoint.disabledAt === null} />
          ))}
        </Rows>
      )}
    </PagedList>
  )
}

function Delivery({ delivery, isOn }: { delivery: WebhookDelivery; isOn: boolean }): ReactElement {
  const { id, event, state, attempts, createdAt } = delivery
  const [isOpen, setOpen] = useState(false)
  const { label, tone } = deliveryWords[state]
  return (
    <Row
      title={event}
      detail={
        <Stack gap="xs">
          <span>
            <When at={createdAt} />, {attempts === 1 ? 'one try' : `${attempts} tries`}
          </span>
          {isOpen && <Tries id={id} isOn={isOn} />}
        </Stack>
      }
      aside={
        <Group gap="xs">
          <StateBadge tone={tone}>{label}</StateBadge>
          <Button size="xs" variant="default" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {isOpen ? 'Hide' : 'Show'}
          </Button>
        </Group>
      }
    />
  )
}

function Tries({ id, isOn }: { id: string; isOn: boolean }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const query = useQuery({
    queryKey: ['webhooks', 'delivery', id],
    queryFn: ({ signal }) => api.webhooks.delivery({ path: { id }, signal }),
  })
  const repeat = useMutation({
    mutationFn: () => api.webhooks.redeliver({ path: { id } }),
    onSuccess: async () => {
      notifyDone('It is sent once more.')
      await queryClient.invalidateQueries({ queryKey: ['webhooks'] })
    },
    onError: notifyProblem,
  })
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
