import { Button, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useState } from 'react'
import { type Application, api } from '../api.ts'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'

type Way = 'ask' | 'reject'

/** Approve at once, or open the form of one of the other two answers. */
export function DecideApplication({ application }: { application: Application }): ReactElement {
  const [way, setWay] = useState<Way>()
  const decided = useDecided()
  const approve = useMutation({
    mutationFn: () => api.music.approveApplication({ path: { id: application.id } }),
    onSuccess: () => decided('The artist is approved and has been written to.'),
    onError: notifyProblem,
  })
  const choose = (next: Way): void => setWay(way === next ? undefined : next)
  return (
    <Panel title="Decide">
      <Group>
        <Button onClick={() => approve.mutate()} loading={approve.isPending}>
          Approve
        </Button>
        <Button variant="default" aria-expanded={way === 'ask'} onClick={() => choose('ask')}>
          Ask for information
        </Button>
        <Button variant="default" aria-expanded={way === 'reject'} onClick={() => choose('reject')}>
          Reject
        </Button>
      </Group>
      {way === 'ask' && <AskForm application={application} />}
      {way === 'reject' && <RejectForm application={application} />}
    </Panel>
  )
}

function useDecided(): (message: string) => Promise<void> {
  const queryClient = useQueryClient()
  return async (message) => {
    notifyDone(message)
    await queryClient.invalidateQueries({ queryKey: ['applications'] })
    await queryClient.invalidateQueries({ queryKey: ['review'] })
  }
}

function AskForm({ application }: { application: Application }): ReactElement {
  const decided = useDecided()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { message: '' },
    validate: { message: filled('Write what you need to know') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (body) => api.music.requestInformation({ path: { id: application.id }, body }),
    done: () => decided('The applicant has been asked.'),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="lg">
        <ProblemNotice error={problem} />
        <Textarea key={form.key('message')} label="Your question" rows={3} {...form.getInputProps('message')} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Send the question
        </Button>
      </Stack>
    </form>
  )
}

function RejectForm({ application }: { application: Application }): ReactElement {
  const decided = useDecided()
  const form = useForm({
    mode: 'uncontrolled',
    initialValues: { reason: '', reapplyAfterDays: '30' },
    validate: { reason: filled('Write the reason; the applicant reads it') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ reason, reapplyAfterDays }) => {
      const days = reapplyAfterDays === '' ? {} : { reapplyAfterDays: Number(reapplyAfterDays) }
      return api.music.rejectApplication({ path: { id: application.id }, body: { reason, ...days } })
    },
    done: () => decided('The application is rejected.'),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack mt="lg">
        <ProblemNotice error={problem} />
        <Textarea key={form.key('reason')} label="Reason" rows={3} {...form.getInputProps('reason')} />
        <TextInput
          key={form.key('reapplyAfterDays')}
          label="May apply again after days"
          type="number"
          min={0}
          max={3650}
          {...form.getInputProps('reapplyAfterDays')}
        />
        <Button type="submit" color="red" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Reject the application
        </Button>
      </Stack>
    </form>
  )
}
