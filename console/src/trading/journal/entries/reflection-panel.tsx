import { Button, NativeSelect, Stack, Textarea } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useRef, useState } from 'react'
import { api } from '../../../api.ts'
import { UnsavedGuard } from '../../../forms/unsaved-guard.tsx'
import { notifyDone } from '../../../shell/notify.ts'
import { Panel } from '../../../shell/panel.tsx'
import { useFormSubmit } from '../../../shell/use-form-submit.ts'
import { tradingKey } from '../../queries.ts'
import { MoodFields } from '../mood-fields.tsx'
import { reflectionKey } from '../queries.ts'
import { SaveProblem } from '../stale-notice.tsx'
import type { Reflection } from '../types.ts'
import { fiveOf, gradeOf, grades } from '../words.ts'

interface ReflectionPanelProps {
  readonly day: string
  /** Null for a day of which nothing was written. */
  readonly reflection: Reflection | null
}

/** What one thinks of a day as a whole. */
export function ReflectionPanel({ day, reflection }: ReflectionPanelProps): ReactElement {
  const [{ first, round }, begin] = useState({ first: reflection, round: 0 })
  return (
    <Panel title="Reflection">
      <ReflectionForm
        key={round}
        day={day}
        first={first}
        onBegin={(theirs) => begin({ first: theirs, round: round + 1 })}
      />
    </Panel>
  )
}

function valuesOf(reflection: Reflection | null) {
  const {
    mood = null,
    moodWords = [],
    discipline = null,
    wentWell = '',
    wentBadly = '',
    lesson = '',
  } = reflection ?? {}
  return {
    ...{ mood: String(mood ?? ''), discipline: String(discipline ?? ''), moodWords: [...moodWords] },
    ...{ wentWell, wentBadly, lesson },
  }
}

interface ReflectionFormProps {
  readonly day: string
  readonly first: Reflection | null
  readonly onBegin: (theirs: Reflection) => void
}

function ReflectionForm({ day, first, onBegin }: ReflectionFormProps): ReactElement {
  const queryClient = useQueryClient()
  const onTopOf = useRef(first?.version ?? null)
  const form = useForm({ mode: 'controlled', initialValues: valuesOf(first) })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: ({ mood, discipline, ...said }) =>
      api.trading.saveReflection({
        path: { day },
        body: { ...said, mood: gradeOf(mood), discipline: gradeOf(discipline), version: onTopOf.current },
      }),
    done: async (saved, values) => {
      onTopOf.current = saved.version
      form.resetDirty(values)
      queryClient.setQueryData(reflectionKey(day), saved)
      notifyDone('The reflection is saved.')
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
  })
  return (
    <form onSubmit={submit} noValidate aria-label="Reflection">
      <UnsavedGuard isDirty={() => form.isDirty()} />
      <Stack gap="md">
        <SaveProblem
          problem={problem}
          name={reflectionKey(day)}
          read={(signal) => api.trading.getReflection({ path: { day }, signal })}
          onKeepMine={({ version }) => {
            onTopOf.current = version
            submit()
          }}
          onTakeTheirs={onBegin}
        />
        <MoodFields mood={form.getInputProps('mood')} words={form.getInputProps('moodWords')} />
        <NativeSelect label="Discipline" data={fiveOf(grades, 'Not said')} {...form.getInputProps('discipline')} />
        <Textarea label="What went well" rows={3} maxLength={5000} {...form.getInputProps('wentWell')} />
        <Textarea label="What went badly" rows={3} maxLength={5000} {...form.getInputProps('wentBadly')} />
        <Textarea label="Lesson" rows={2} maxLength={5000} {...form.getInputProps('lesson')} />
        <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
          Save the reflection
        </Button>
      </Stack>
    </form>
  )
}
