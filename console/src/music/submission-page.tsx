import { Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api, type Submission } from '../api.ts'
import { ConfirmButton } from '../shell/confirm-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { Findings } from './findings.tsx'
import { submissionQuery } from './queries.ts'
import { ResubmitForm } from './resubmit-form.tsx'
import { declineReasons, submissionStates } from './words.ts'

const route = getRouteApi('/submitters/submissions/$id')

export function SubmissionPage(): ReactElement {
  const { id } = route.useParams()
  const submission = useQuery(submissionQuery(id))
  return (
    <Page
      title={submission.data?.title ?? 'Submission'}
      eyebrow={<TextLink to="/submissions">My submissions</TextLink>}
      lead={submission.data && `by ${submission.data.artist.name}`}
      width="reading"
    >
      <QueryView query={submission}>{(found) => <SubmissionView submission={found} />}</QueryView>
    </Page>
  )
}

function SubmissionView({ submission }: { submission: Submission }): ReactElement {
  const { state, findings } = submission
  const canMend = state === 'rejected' || state === 'changes_requested'
  return (
    <Stack gap="xl">
      <SubmissionState submission={submission} />
      {findings.length > 0 && (
        <Panel title="What the checks found">
          <Findings findings={findings} />
        </Panel>
      )}
      {canMend && <ResubmitForm key={submission.round} submission={submission} />}
      <WithdrawSubmission submission={submission} />
    </Stack>
  )
}

function SubmissionState({ submission }: { submission: Submission }): ReactElement {
  const { state, reviews, trackId, publishAt } = submission
  const review = reviews.at(-1)
  const words = submissionStates[state]
  return (
    <Panel title="State" aside={<StateBadge tone={words.tone}>{words.label}</StateBadge>}>
      <Text role="status">{words.meaning}</Text>
      {review !== undefined && review.reasons.length > 0 && (
        <Text mt="sm">Reasons: {review.reasons.map(reasonLabel).join(', ')}</Text>
      )}
      {state === 'approved' && publishAt !== null && (
        <Text mt="sm">
          It appears on <When at={publishAt} />.
        </Text>
      )}
      {review !== undefined && review.feedback !== '' && (
        <Text mt="sm">
          The reviewer writes: <q>{review.feedback}</q>
        </Text>
      )}
      {state === 'published' && trackId !== null && (
        <Text mt="sm">
          <TextLink to="/tracks/$id" params={{ id: trackId }}>
            Listen in the catalogue
          </TextLink>
        </Text>
      )}
    </Panel>
  )
}

function reasonLabel(code: string): string {
  return declineReasons.find(({ value }) => value === code)?.label ?? code
}

const withdrawable: readonly Submission['state'][] = [
  'probing',
  'rejected',
  'submitted',
  'in_review',
  'changes_requested',
]

function WithdrawSubmission({ submission }: { submission: Submission }): ReactElement | null {
  const queryClient = useQueryClient()
  const withdraw = useMutation({
    mutationFn: () => api.music.withdrawSubmission({ path: { id: submission.id } }),
    onSuccess: async () => {
      notifyDone('The submission is withdrawn.')
      await queryClient.invalidateQueries({ queryKey: ['submissions'] })
    },
    onError: notifyProblem,
  })
  if (!withdrawable.includes(submission.state)) return null
  return (
    <ConfirmButton
      label="Withdraw the submission"
      question="The reviewers will not see it any more."
      confirm="Yes, withdraw it"
      pending={withdraw.isPending}
      onConfirm={() => withdraw.mutate()}
    />
  )
}
