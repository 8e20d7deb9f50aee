import { Group, Stack } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { CallOffDialog } from './call-off-dialog.tsx'
import type { AppointmentDetail } from './types.ts'
import { useAppointmentStep } from './use-appointment-step.ts'

type Step = ReturnType<typeof useAppointmentStep>

/** What its host can do with an appointment as it stands. */
export function AppointmentActions({ detail }: { detail: AppointmentDetail }): ReactElement | null {
  const step = useAppointmentStep()
  const isAsked = detail.awaits === 'confirmation'
  if (!isAsked && detail.status !== 'confirmed') return <ProblemNotice error={step.problem} />
  return (
    <Stack gap="md">
      <ProblemNotice error={step.problem} />
      <Group align="flex-start">
        {isAsked ? <Answer detail={detail} step={step} /> : <Attendance detail={detail} step={step} />}
        <CallOff detail={detail} verb={isAsked ? 'decline' : 'cancel'} />
      </Group>
    </Stack>
  )
}

interface StepProps {
  readonly detail: AppointmentDetail
  readonly step: Step
}

function Answer({ detail: { id }, step }: StepProps): ReactElement {
  return (
    <GatedButton
      disabledReason={undefined}
      loading={step.pending}
      onClick={() =>
        step.run('It is confirmed, and the client has been written to.', () =>
          api.agency.approveAppointment({ path: { id } }),
        )
      }
    >
      Confirm
    </GatedButton>
  )
}

function Attendance({ detail, step }: StepProps): ReactElement {
  const path = { id: detail.id }
  const begins = new Date(detail.startsAt).getTime()
  const graceMs = detail.policy.noShowGraceMinutes * 60_000
  const now = Date.now()
  const early = now < begins ? 'It has not begun yet' : undefined
  const within = `Can be said ${detail.policy.noShowGraceMinutes} minutes after the beginning`
  const missing = now < begins + graceMs ? within : undefined
  const missed = (who: 'client' | 'host') => () =>
    step.run('It is written down.', () => api.agency.missAppointment({ path, body: { who } }))
  return (
    <>
      <GatedButton
        disabledReason={early}
        loading={step.pending}
        onClick={() => step.run('It took place.', () => api.agency.completeAppointment({ path }))}
      >
        It took place
      </GatedButton>
      <GatedButton variant="default" disabledReason={missing} onClick={missed('client')}>
        The client did not come
      </GatedButton>
      <GatedButton variant="default" disabledReason={missing} onClick={missed('host')}>
        The host did not come
      </GatedButton>
    </>
  )
}

function CallOff({ detail, verb }: { detail: AppointmentDetail; verb: 'decline' | 'cancel' }): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <>
      <GatedButton variant="default" disabledReason={undefined} onClick={() => setOpen(true)}>
        {verb === 'decline' ? 'Decline' : 'Cancel it'}
      </GatedButton>
      {open && <CallOffDialog detail={detail} verb={verb} onClose={() => setOpen(false)} />}
    </>
  )
}
