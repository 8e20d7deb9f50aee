import { Button, Group, Stack } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { ShownOnce } from '../shell/shown-once.tsx'
import { scheduleKey } from './queries.ts'

/** The appointments in another calendar program, by an address that is the right to them. */
export function FeedPanel({ ownerId, hasFeed }: { ownerId: string; hasFeed: boolean }): ReactElement {
  const queryClient = useQueryClient()
  const onSettled = () => queryClient.invalidateQueries({ queryKey: scheduleKey(ownerId), exact: true })
  const path = { id: ownerId }
  const renew = useMutation({ mutationFn: () => api.agency.renewFeed({ path }), onSettled })
  const end = useMutation({
    mutationFn: () => api.agency.endFeed({ path }),
    onSuccess: () => {
      renew.reset()
      notifyDone('The address leads nowhere now.')
    },
    onSettled,
  })
  return (
    <Panel title="In another calendar">
      <Stack gap="md">
        <p>
          {hasFeed
            ? 'An address for calendar programs is in use.'
            : 'Calendar programs can subscribe to the appointments.'}
        </p>
        <ProblemNotice error={renew.error ?? end.error} />
        {renew.data !== undefined && <ShownOnce label="The address to subscribe to" value={renew.data.url} />}
        <Group>
          <Button variant="default" loading={renew.isPending} onClick={() => renew.mutate()}>
            {hasFeed ? 'Make a new address' : 'Make an address'}
          </Button>
          {hasFeed && (
            <ConfirmButton
              label="End it"
              question="Programs that use the address see nothing any more. End it?"
              confirm="End it"
              pending={end.isPending}
              onConfirm={() => end.mutate()}
            />
          )}
        </Group>
      </Stack>
    </Panel>
  )
}
