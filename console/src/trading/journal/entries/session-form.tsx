import { Button, Checkbox, Group, NativeSelect, Stack, Textarea } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import styles from '../journal.module.css'
import { sessionKey, sessionsKey } from '../queries.ts'
import { SaveProblem } from '../stale-notice.tsx'
import type { Session } from '../types.ts'
import { fiveOf, gradeOf, moods } from '../words.ts'
import { sessionValues } from './session-values.ts'

interface SessionFormProps {
  readonly first: Session
  readonly onBegin: (theirs: Session) => void
}

/** Plan, what is ticked off, and what came of it. */
export function SessionForm({ first, onBegin }: SessionFormProps): ReactElement {
  const queryClient = useQueryClient()
  const { id } = first
  const onTopOf = useRef(first.version)
  const form = useForm({ mode: 'controlled', initialValues: sessionValues(first) })
  const shown = async (session: Session, done: string): Promise<void> => {
    onTopOf.current = session.version
    queryClient.setQueryData(sessionKey(id), session)
    notifyDone(done)
    await queryClient.invalidateQueries({ queryKey: sessionsKey })
  }
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ moodBefore, moodAfter, ...said }) =>
      api.trading.saveSession({
        path: { id },
        body: { ...said, moodBefore: gradeOf(moodBefore), moodAfter: gradeOf(moodAfter), version: onTopOf.current },
      }),
    done: async (saved, values) => {
      form.resetDirty(values)
      await shown(saved, 'The session is saved.')
    },
  })
  const stop = useMutation({
    mutationFn: () => api.trading.stopSession({ path: { id }, body: {} }),
    onSuccess: (stopped) => shown(stopped, 'The session has ended.'),
    onError: notifyProblem,
  })
  const isRunning = first.endedAt === null && !stop.isSuccess
  return (
    <Panel title="Plan and outcome">
      <form onSubmit={submit} noValidate aria-label="Session">
        <UnsavedGuard isDirty={() => form.isDirty()} />
        <Stack gap="md">
          <SaveProblem
            problem={problem}
            name={sessionKey(id)}
            read={(signal) => api.trading.getSession({ path: { id }, signal })}
            onKeepMine={({ version }) => {
              onTopOf.current = version
              submit()
            }}
            onTakeTheirs={onBegin}
          />
          <Textarea label="Plan" rows={4} maxLength={5000} {...form.getInputProps('plan')} />
          <Ticks form={form} />
          <div className={styles.pair}>
            <NativeSelect label="Mood before" data={fiveOf(moods, 'Not said')} {...form.getInputProps('moodBefore')} />
            <NativeSelect label="Mood after" data={fiveOf(moods, 'Not said')} {...form.getInputProps('moodAfter')} />
          </div>
          <Textarea label="What came of it" rows={4} maxLength={5000} {...form.getInputProps('summary')} />
          <Group>
            <Button type="submit" loading={pending}>
              Save the session
            </Button>
            {isRunning && (
              <Button variant="default" loading={stop.isPending} onClick={() => stop.mutate()}>
                End it now
              </Button>
            )}
          </Group>
        </Stack>
      </form>
    </Panel>
  )
}

type SessionFormState = UseFormReturnType<ReturnType<typeof sessionValues>>

function Ticks({ form }: { form: SessionFormState }): ReactElement | null {
  const { checklist } = form.values
  if (checklist.length === 0) return null
  return (
    <fieldset className={styles.checks}>
      <legend>To tick off</legend>
      {checklist.map(({ text }, at) => (
        <Checkbox key={text} label={text} {...form.getInputProps(`checklist.${at}.done`, { type: 'checkbox' })} />
      ))}
    </fieldset>
  )
}
