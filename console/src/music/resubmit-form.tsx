import { Button, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api, type Submission } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { filled, useFormSubmit } from '../shell/use-form-submit.ts'
import { SubmissionFields } from './submission-fields.tsx'
import { fieldOfFinding, optionalPart, type SubmissionValues, valuesOfSubmission } from './submission-values.ts'

/** Another round of the same submission: findings stand at the fields they concern. */
export function ResubmitForm({ submission }: { submission: Submission }): ReactElement {
  const queryClient = useQueryClient()
  const form = useForm<SubmissionValues>({
    mode: 'uncontrolled',
    initialValues: valuesOfSubmission(submission),
    initialErrors: errorsOf(submission),
    validate: { title: filled('Enter the title'), genre: filled('Choose a genre') },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) =>
      api.music.resubmit({
        path: { id: submission.id },
        body: { ...bodyOf(values), version: submission.version },
      }),
    done: async () => {
      notifyDone('The track is submitted again.')
      await queryClient.invalidateQueries({ queryKey: ['submissions'] })
    },
  })
  return (
    <Panel title="Mend it and send it again">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <ProblemNotice error={problem} />
          <SubmissionFields form={form} keepsFiles />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Submit again
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function bodyOf(values: SubmissionValues) {
  const { title, genre, explicit, audioFileId, coverFileId } = values
  return {
    title: title.trim(),
    genre,
    explicit,
    ...optionalPart(values),
    ...(audioFileId === '' ? {} : { audioFileId }),
    ...(coverFileId === '' ? {} : { coverFileId }),
  }
}

function errorsOf({ findings }: Submission): Record<string, string> {
  return Object.fromEntries(
    findings
      .filter(({ severity }) => severity === 'error')
      .flatMap(({ path, message }) => {
        const field = fieldOfFinding(path)
        return field === undefined ? [] : [[field, message] as const]
      }),
  )
}
