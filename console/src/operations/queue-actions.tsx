import { Group } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Queue } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'

export function QueueActions({ queue }: { queue: Queue }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const path = { queue: queue.name }
  const after = (told: string) => async () => {
    notifyDone(told)
    await queryClient.invalidateQueries({ queryKey: ['jobs'] })
  }
  const turn = useMutation({
    mutationFn: () => (queue.paused ? api.jobs.resumeQueue({ path }) : api.jobs.pauseQueue({ path })),
    onSuccess: after(queue.paused ? 'Jobs of the queue start again.' : 'The queue starts no job until it is resumed.'),
    onError: notifyProblem,
  })
  const redrive = useMutation({
    mutationFn: () => api.jobs.redriveQueue({ path }),
    onSuccess: ({ jobs }) => after(jobs === 1 ? '1 job waits to run again.' : `${jobs} jobs wait to run again.`)(),
    onError: notifyProblem,
  })
  const disabledReason = may(me, 'jobs:manage') ? undefined : 'Needs the permission jobs:manage'
  const look = { size: 'compact-xs', variant: 'default', disabledReason } as const
  const verb = queue.paused ? 'Resume' : 'Pause'
  return (
    <Group gap="xs" justify="flex-end" wrap="nowrap">
      {queue.failed > 0 && (
        <GatedButton
          {...look}
          aria-label={`Retry all of ${queue.name}`}
          loading={redrive.isPending}
          onClick={() => redrive.mutate()}
        >
          Retry all
        </GatedButton>
      )}
      <GatedButton
        {...look}
        aria-label={`${verb} ${queue.name}`}
        loading={turn.isPending}
        onClick={() => turn.mutate()}
      >
        {verb}
      </GatedButton>
    </Group>
  )
}
