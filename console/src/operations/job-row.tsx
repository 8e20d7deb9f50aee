import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Job } from '../api.ts'
import { may, useMe } from '../identity/me.ts'
import { Disclosure } from '../shell/disclosure.tsx'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Row } from '../shell/rows.tsx'
import { When } from '../shell/when.tsx'
import { JobPayloadView } from './job-payload.tsx'

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
  const cancel = useMutation({
    mutationFn: () => api.jobs.cancel({ path: { id: job.id } }),
    onSuccess: async () => {
      notifyDone('The job is cancelled.')
      await queryClient.invalidateQueries({ queryKey: ['jobs'] })
    },
    onError: notifyProblem,
  })
  const mayRetry = job.state === 'failed' || job.state === 'quarantined'
  const mayCancel = job.state === 'queued' || job.state === 'active'
  const disabledReason = may(me, 'jobs:manage') ? undefined : 'Needs the permission jobs:manage'
  return (
    <Row
      title={job.queue}
      detail={
        <>
          {job.state === 'active' && <JobProgress progress={job.progress} />}
          {job.reason !== null && <div>{job.reason}</div>}
          Attempt {job.attempt} of {job.attempts}, since <When at={job.createdAt} />
          <Disclosure label={`Payload of ${job.queue}`}>
            <JobPayloadView id={job.id} />
          </Disclosure>
        </>
      }
      aside={
        <>
          {mayRetry && (
            <GatedButton
              {...{ size: 'xs', variant: 'default', disabledReason }}
              aria-label={`Retry ${job.queue}`}
              loading={retry.isPending}
              onClick={() => retry.mutate()}
            >
              Retry
            </GatedButton>
          )}
          {mayCancel && (
            <GatedButton
              {...{ size: 'xs', variant: 'default', disabledReason }}
              aria-label={`Cancel ${job.queue}`}
              loading={cancel.isPending}
              onClick={() => cancel.mutate()}
            >
              Cancel
            </GatedButton>
          )}
        </>
      }
    />
  )
}

function JobProgress({ progress }: { progress: Job['progress'] }): ReactElement {
  if (progress === null) return <div>Running, nothing told yet</div>
  const percent = Math.round(progress.percent)
  return (
    <div>
      <progress max={100} value={percent} aria-label="Progress" /> {percent} %
      {progress.note !== null && `, ${progress.note}`}
    </div>
  )
}
