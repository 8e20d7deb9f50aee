import { Button, Group, Radio, Stack, Text, Textarea } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { type FormEvent, type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Dialog } from '../shell/dialog.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import type { AppointmentDetail } from './types.ts'
import { useAppointmentStep } from './use-appointment-step.ts'
import { backWords } from './words.ts'

interface CallOffProps {
  readonly detail: AppointmentDetail
  readonly verb: 'decline' | 'cancel'
  readonly onClose: () => void
}

/** Says what goes back before anything is done. */
export function CallOffDialog({ detail, verb, onClose }: CallOffProps): ReactElement {
  const [side, setSide] = useState<'host' | 'client'>('host')
  const [reason, setReason] = useState('')
  const step = useAppointmentStep(onClose)
  const path = { id: detail.id }
  const given = reason.trim() === '' ? {} : { reason: reason.trim() }
  const submit = (event: FormEvent): void => {
    event.preventDefault()
    if (step.pending) return
    const send =
      verb === 'decline'
        ? () => api.agency.declineAppointment({ path, body: given })
        : () => api.agency.cancelAppointment({ path, body: { ...given, side } })
    step.run(verb === 'decline' ? 'It is declined.' : 'It is called off.', send)
  }
  return (
    <Dialog title={verb === 'decline' ? 'Decline the appointment' : 'Cancel the appointment'} onClose={onClose}>
      <form onSubmit={submit} noValidate>
        <Stack gap="md">
          <ProblemNotice error={step.problem} />
          {verb === 'decline' ? (
            <Text>{backWords(detail, 'host')}</Text>
          ) : (
            <Radio.Group
              label="Who calls it off"
              value={side}
              onChange={(value) => setSide(value === 'client' ? 'client' : 'host')}
            >
              <Stack mt="xs" gap="sm">
                <Radio value="host" label="We do" description={backWords(detail, 'host')} />
                <Radio
                  value="client"
                  label="The client asked us to"
                  description={`By the terms: ${backWords(detail, 'client')}`}
                />
              </Stack>
            </Radio.Group>
          )}
          <Textarea
            label="Reason (optional)"
            description="The client reads it."
            rows={3}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group>
            <Button variant="default" onClick={onClose} data-autofocus>
              Keep it
            </Button>
            <Button type="submit" color="red" loading={step.pending}>
              {verb === 'decline' ? 'Decline it' : 'Cancel the appointment'}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  )
}
