import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Job } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Row } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'

export function JobRow({ job }: { job: Job }): ReactElement {
  const queryClient = useQueryClient()
  const me = useMe()
  const retry = useMutation({
    mutationFn: () => api.jobs.retry({ path: { id: job.id } }),
    onSuccess: async () => {
      notifyDone('The job waits to run again.')
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
    },
    onError: notifyProblem,
  })
  return (
    <Row
      title={job.queue}
      detail={
        <>
          {job.reason !== null && <div>{job.reason}</div>}
          Attempt {job.attempt} of {job.attempts}, since <When at={job.createdAt} />
        </>
      }
      aside={
        job.state === 'failed' && (
          <GatedButton
            size="xs"
            variant="default"
            aria-label={`Retry ${job.queue}`}
            disabledReason={may(me, 'jobs:manage') ? undefined : 'Needs the permission jobs:manage'}
            loading={retry.isPending}
            onClick={() => retry.mutate()}
          >
            Retry
          </GatedButton>
        )
      }
    />
  )
}
