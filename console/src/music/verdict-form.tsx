import { Button, Checkbox, Group, Radio, Stack, Textarea, TextInput } from '@mantine/core'
import '@mantine/core/styles/InlineInput.layer.css'
import '@mantine/core/styles/Checkbox.layer.css'
import '@mantine/core/styles/Radio.layer.css'
import { useForm } from '@mantine/form'
import { useQueryClient } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type ReviewedTrack } from '../api.ts'
import { notifyDone } from '../shell/notify.ts'
import { Panel } from '../shell/panel.tsx'
import { ProblemNotice } from '../shell/problem-notice.tsx'
import { useFormSubmit } from '../shell/use-form-submit.ts'
import { declineReasons, feedbackWordsMin, wordCount } from './words.ts'

type Decision = Parameters<typeof api.music.decideTrack>[0]['body']
type Verdict = Decision['verdict']

interface VerdictValues {
  verdict: Verdict
  reasons: NonNullable<Decision['reasons']>
  feedback: string
  /** Local time as the field holds it; empty for at once. */
  publishAt: string
}

const verdicts: readonly { value: Verdict; label: string; description: string }[] = [
  { value: 'approve', label: 'Approve', description: 'It is published.' },
  { value: 'request_changes', label: 'Request changes', description: 'The artist mends it and sends it again.' },
  { value: 'decline', label: 'Decline', description: 'It is not taken.' },
]

/** Whoever does not get a yes gets reasons and a few sentences. */
export function VerdictForm({ track }: { track: ReviewedTrack }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const form = useForm<VerdictValues>({
    mode: 'controlled',
    initialValues: { verdict: 'approve', reasons: [], feedback: '', publishAt: '' },
    validate: {
      reasons: (reasons, { verdict }) =>
        verdict !== 'approve' && reasons.length === 0 ? 'Choose at least one reason' : null,
      feedback: (feedback, { verdict }) =>
        verdict !== 'approve' && wordCount(feedback) < feedbackWordsMin
          ? `Write at least ${feedbackWordsMin} words; the artist reads them`
          : null,
    },
  })
  const { submit, pending, problem } = useFormSubmit({
    form,
    send: (values) => api.music.decideTrack({ path: { id: track.id }, body: decisionOf(values) }),
    done: async () => {
      notifyDone('The verdict is recorded, and the artist has been written to.')
      await queryClient.invalidateQueries()
      await navigate({ to: '/review/tracks' })
    },
  })
  const isApproval = form.values.verdict === 'approve'
  return (
    <Panel title="Verdict">
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <ProblemNotice error={problem} />
          <Radio.Group label="Your verdict" {...form.getInputProps('verdict')}>
            <Stack mt="xs" gap="sm">
              {verdicts.map((verdict) => (
                <Radio key={verdict.value} {...verdict} />
              ))}
            </Stack>
          </Radio.Group>
          {isApproval && (
            <TextInput
              label="Publish at"
              description="In your time zone; empty for at once"
              type="datetime-local"
              {...form.getInputProps('publishAt')}
            />
          )}
          {!isApproval && (
            <Checkbox.Group label="Reasons" {...form.getInputProps('reasons')}>
              <Group mt="xs">
                {declineReasons.map((reason) => (
                  <Checkbox key={reason.value} {...reason} />
                ))}
              </Group>
            </Checkbox.Group>
          )}
          <Textarea
            label={isApproval ? 'Feedback (optional)' : 'Feedback'}
            description={isApproval ? undefined : wordsWritten(form.values.feedback)}
            rows={4}
            {...form.getInputProps('feedback')}
          />
          <Button type="submit" loading={pending} style={{ alignSelf: 'flex-start' }}>
            Record the verdict
          </Button>
        </Stack>
      </form>
    </Panel>
  )
}

function wordsWritten(feedback: string): string {
  return `${wordCount(feedback)} of at least ${feedbackWordsMin} words`
}

function decisionOf({ verdict, reasons, feedback, publishAt }: VerdictValues): Decision {
  if (verdict !== 'approve') return { verdict, reasons, feedback }
  return { verdict, feedback, publishAt: publishAt === '' ? null : new Date(publishAt).toISOString() }
}
