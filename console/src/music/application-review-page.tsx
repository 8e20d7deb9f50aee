import { Stack, Text } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { type Application, api } from '../api.ts'
import { useMe } from '../identity/me.ts'
import { GatedButton } from '../shell/gated-button.tsx'
import { notifyDone, notifyProblem } from '../shell/notify.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { DecideApplication } from './application-decision.tsx'
import { ApplicationFacts } from './application-facts.tsx'
import { Conversation } from './information-request.tsx'
import { applicationQuery } from './queries.ts'
import { applicationStates } from './words.ts'

const route = getRouteApi('/application-reviewers/review/applications/$id')

export function ApplicationReviewPage(): ReactElement {
  const { id } = route.useParams()
  const application = useQuery(applicationQuery(id))
  return (
    <Page
      title={application.data?.payload.stageName ?? 'Application'}
      eyebrow={<TextLink to="/review/applications">Applications</TextLink>}
      width="reading"
    >
      <QueryView query={application}>{(found) => <ReviewView application={found} />}</QueryView>
    </Page>
  )
}

function ReviewView({ application }: { application: Application }): ReactElement {
  const me = useMe()
  const isMine = application.claim !== null && application.claim.reviewer.id === me?.user.id
  return (
    <Stack gap="xl">
      <ClaimApplication application={application} isMine={isMine} />
      <Panel title="What the applicant sent">
        <ApplicationFacts payload={application.payload} />
      </Panel>
      {application.messages.length > 0 && <Conversation messages={application.messages} />}
      {application.state === 'in_review' && isMine && <DecideApplication application={application} />}
    </Stack>
  )
}

function ClaimApplication({ application, isMine }: { application: Application; isMine: boolean }): ReactElement {
  const queryClient = useQueryClient()
  const { state, claim: held } = application
  const claim = useMutation({
    mutationFn: () => api.music.claimApplication({ path: { id: application.id } }),
    onSuccess: () => notifyDone('The application is yours for half an hour.'),
    onError: notifyProblem,
    onSettled: () =>
      Promise.all([
        queryClient.invalidateQueries({ queryKey: ['applications'] }),
        queryClient.invalidateQueries({ queryKey: ['review'] }),
      ]),
  })
  const words = applicationStates[state]
  const canClaim = !isMine && (state === 'submitted' || state === 'in_review')
  return (
    <Panel title="State" aside={<StateBadge tone={words.tone}>{words.label}</StateBadge>}>
      {held !== null && (
        <Text mb="md">
          Claimed by {isMine ? 'you' : held.reviewer.name} until <When at={held.until} />
        </Text>
      )}
      {canClaim && (
        <GatedButton
          onClick={() => claim.mutate()}
          loading={claim.isPending}
          disabledReason={held === null ? undefined : `${held.reviewer.name} is reading it`}
        >
          Claim it
        </GatedButton>
      )}
    </Panel>
  )
}
