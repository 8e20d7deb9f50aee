import { Group, Stack } from '@mantine/core'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api, type WebhookEndpoint } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { useProof } from '../identity/step-up.tsx'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { useWebhookChange } from './use-webhook-change.ts'

/** What is done with an endpoint. */
export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }): ReactElement {
  const { id, disabledAt } = endpoint
  const path = { id }
  const prove = useProof()
  const me = useMe()
  const navigate = useNavigate()
  const [secret, setSecret] = useState<string | null>(null)
  const isOn = disabledAt === null
  const test = useWebhookChange(() => api.webhooks.testEndpoint({ path }), 'A test message is on its way.')
  const turn = useWebhookChange(
    () => prove(() => api.webhooks.changeEndpoint({ path, body: { enabled: !isOn } })),
    isOn ? 'Nothing more is sent there.' : 'It is told again from now on.',
  )
  const rotate = useWebhookChange(
    async () => setSecret((await prove(() => api.webhooks.rotateSecret({ path }))).secret),
    'The older secret signs for another day.',
  )
  const remove = useWebhookChange(async () => {
    await api.webhooks.deleteEndpoint({ path })
    await navigate({ to: '/webhooks' })
  }, 'The endpoint is deleted.')
  const disabledReason = may(me, 'webhooks:manage') ? undefined : 'Needs the permission webhooks:manage'
  return (
    <Stack>
      {secret !== null && <ShownOnce label="Signing secret" value={secret} />}
      <Group>
        <GatedButton
          variant="default"
          disabledReason={disabledReason ?? (isOn ? undefined : 'Switch it on first')}
          loading={test.isPending}
          onClick={() => test.mutate()}
        >
          Send a test
        </GatedButton>
        <GatedButton
          variant="default"
          disabledReason={disabledReason}
          loading={turn.isPending}
          onClick={() => turn.mutate()}
        >
          {isOn ? 'Switch off' : 'Switch on'}
        </GatedButton>
        <GatedButton
          variant="default"
          disabledReason={disabledReason}
          loading={rotate.isPending}
          onClick={() => rotate.mutate()}
        >
          New secret
        </GatedButton>
        {disabledReason === undefined && (
          <ConfirmButton
            label="Delete"
            question="What was and is still to be sent to it is deleted as well."
            confirm="Delete the endpoint"
            pending={remove.isPending}
            onConfirm={() => remove.mutate()}
          />
        )}
      </Group>
    </Stack>
  )
}
