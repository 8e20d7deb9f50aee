import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useState } from 'react'
import { api } from '../../api.ts'
import { isConflict } from '../../changed-since.ts'
import { ButtonLink } from '../../shell/button-link.tsx'
import { ConfirmButton } from '../../shell/confirm-button.tsx'
import { Dialog } from '../../shell/dialog.tsx'
import { notifyDone, notifyProblem } from '../../shell/notify.ts'
import { ProblemNotice } from '../../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../../shell/use-form-submit.ts'
import styles from '../experiments.module.css'
import { useGate } from '../gate.ts'
import { experimentQuery, experimentsKey } from '../queries.ts'
import type { Experiment } from '../types.ts'

/** What may be done with an experiment as it stands. */
export function Steps({ experiment }: { experiment: Experiment }): ReactElement | null {
  const closed = useGate()
  const { actions, phases, key } = experiment
  if (closed !== undefined) return null
  const mayDo = (action: Experiment['actions'][number]) => actions.includes(action)
  return (
    <div className={styles.actions}>
      {mayDo('start') && (
        <Step label={phases.length === 0 ? 'Start' : 'Start anew'} title="Start the experiment">
          {(onDone) => <StartForm experiment={experiment} onDone={onDone} />}
        </Step>
      )}
      {mayDo('stop') && (
        <Step label="Stop" title="Stop the experiment">
          {(onDone) => <StopForm experiment={experiment} onDone={onDone} />}
        </Step>
      )}
      {mayDo('conclude') && (
        <Step label="Conclude" title="Conclude the experiment">
          {(onDone) => <ConcludeForm experiment={experiment} onDone={onDone} />}
        </Step>
      )}
      <ButtonLink to="/experiments/$key/edit" params={{ key }} variant="default">
        Change
      </ButtonLink>
      {mayDo('delete') && <Delete experiment={experiment} />}
    </div>
  )
}

interface StepProps {
  readonly label: string
  readonly title: string
  readonly children: (onDone: () => void) => ReactNode
}

function Step({ label, title, children }: StepProps): ReactElement {
  const [open, setOpen] = useState(false)
  return (
    <>
      <Button onClick={() => setOpen(true)}>{label}</Button>
      <Dialog title={title} open={open} onClose={() => setOpen(false)}>
        {open && children(() => setOpen(false))}
      </Dialog>
    </>
  )
}

interface StepFormProps {
  readonly experiment: Experiment
  readonly onDone: () => void
}

interface Sending<Values extends object> extends StepFormProps {
  readonly initialValues: Values
  readonly validate?: { readonly [Name in keyof Values]?: (value: Values[Name]) => ReactNode }
  readonly send: (values: Values, version: number) => Promise<unknown>
  readonly said: string
}

/** Sends a step on the version that is shown; what was typed stays when somebody else was first. */
function useStep<Values extends object>({ experiment, onDone, send, said, ...fields }: Sending<Values>) {
  const queryClient = useQueryClient()
  const form = useForm<Values>({ mode: 'controlled', ...fields } as Parameters<typeof useForm<Values>>[0])
  const sent = useFormSubmit({
    form,
    send: (values) => send(values, experiment.version),
    done: async () => {
      onDone()
      notifyDone(said)
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
  })
  const again = (): void => void queryClient.invalidateQueries({ queryKey: experimentQuery(experiment.key).queryKey })
  const notice = isConflict(sent.problem) ? (
    <ProblemNotice error={sent.problem} retry={again} />
  ) : (
    <ProblemNotice error={sent.problem} />
  )
  return { form, ...sent, notice }
}

function StartForm({ experiment, onDone }: StepFormProps): ReactElement {
  const { key, phases, flag, environment } = experiment
  const { submit, pending, notice } = useStep({
    ...{ experiment, onDone, initialValues: {}, said: 'It is running: everybody the rule serves is counted.' },
    send: (_, version) => api.experiments.start({ path: { key }, body: { version } }),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {notice}
        <Text size="sm">
          {`Everybody whom the rule of ${flag} serves in ${environment} is counted from now on. While it runs, nothing changes that decides about results.`}
          {phases.length > 0 && ' A new phase counts from zero.'}
        </Text>
        <Group>
          <Button type="submit" loading={pending}>
            Start it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function StopForm({ experiment, onDone }: StepFormProps): ReactElement {
  const { key } = experiment
  const { form, submit, pending, notice } = useStep({
    ...{ experiment, onDone, initialValues: { reason: '' }, said: 'It is stopped: nobody is counted any more.' },
    validate: { reason: filled('Say why') },
    send: ({ reason }, version) => api.experiments.stop({ path: { key }, body: { version, reason: reason.trim() } }),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {notice}
        <Text size="sm">Nobody is counted from now on. The flag stays as it is.</Text>
        <TextInput label="Why" maxLength={1000} {...form.getInputProps('reason')} />
        <Group>
          <Button type="submit" color="red" loading={pending}>
            Stop it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function ConcludeForm({ experiment, onDone }: StepFormProps): ReactElement {
  const { key, phases } = experiment
  const { form, submit, pending, notice } = useStep({
    ...{ experiment, onDone, initialValues: { winner: '', conclusion: '' }, said: 'It is concluded.' },
    validate: { conclusion: filled('Say what was learnt') },
    send: ({ winner, conclusion }, version) =>
      api.experiments.conclude({
        path: { key },
        body: { version, winner: winner === '' ? null : winner, conclusion: conclusion.trim() },
      }),
  })
  return (
    <form onSubmit={submit} noValidate>
      <Stack>
        {notice}
        <NativeSelect
          label="Decision"
          data={[
            { value: '', label: 'No variant won' },
            ...(phases[0]?.variants ?? []).map((variant) => ({ value: variant.key, label: `${variant.key} won` })),
          ]}
          {...form.getInputProps('winner')}
        />
        <Textarea
          label="What was learnt"
          description="It stays for whoever asks the same later"
          rows={4}
          maxLength={4000}
          {...form.getInputProps('conclusion')}
        />
        <Text size="sm">The flag stays as it is: change its rule to serve the winner to everybody.</Text>
        <Group>
          <Button type="submit" loading={pending}>
            Conclude it
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Delete({ experiment: { key } }: Pick<StepFormProps, 'experiment'>): ReactElement {
  const navigate = useNavigate()
  const queryClient = useQueryClient()
  const { mutate, isPending } = useMutation({
    mutationFn: () => api.experiments.delete({ path: { key } }),
    onSuccess: async () => {
      notifyDone('The draft is deleted.')
      await navigate({ to: '/experiments' })
      await queryClient.invalidateQueries({ queryKey: experimentsKey })
    },
    onError: notifyProblem,
  })
  return (
    <ConfirmButton
      label="Delete"
      question="The draft is gone for good."
      confirm="Delete the draft"
      pending={isPending}
      onConfirm={() => mutate()}
    />
  )
}
