import { Stack, Text } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import type { Application } from '../api.ts'
import { Page } from '../shell/page.tsx'
import { Panel } from '../shell/panel.tsx'
import { QueryView } from '../shell/query-view.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { ApplicationFacts } from './application-facts.tsx'
import { ApplicationForm } from './application-form.tsx'
import { AnswerRequest, Conversation } from './information-request.tsx'
import { applicationQuery } from './queries.ts'
import { WithdrawApplication } from './withdraw-application.tsx'
import { applicationStates } from './words.ts'

const route = getRouteApi('/applicants/apply/$id')

export function ApplicationPage(): ReactElement {
  const { id } = route.useParams()
  const application = useQuery(applicationQuery(id))
  return (
    <Page
      title={application.data?.payload.stageName ?? 'Artist application'}
      eyebrow={<TextLink to="/apply">Artist application</TextLink>}
      width="reading"
    >
      <QueryView query={application}>{(found) => <ApplicationView application={found} />}</QueryView>
    </Page>
  )
}

function ApplicationView({ application }: { application: Application }): ReactElement {
  const { state, messages } = application
  const isEditable = state === 'draft' || state === 'info_requested'
  return (
    <Stack gap="xl">
      <ApplicationState application={application} />
      {messages.length > 0 && <Conversation messages={messages} />}
      {state === 'info_requested' && <AnswerRequest application={application} />}
      {isEditable ? (
        <section aria-label="Application form">
          <ApplicationForm key={application.id} application={application} />
        </section>
      ) : (
        <Panel title="What you sent">
          <ApplicationFacts payload={application.payload} />
        </Panel>
      )}
      <WithdrawApplication application={application} />
    </Stack>
  )
}

function ApplicationState({ application }: { application: Application }): ReactElement {
  const { state, decisionReason, reapplyAfter } = application
  const words = applicationStates[state]
  return (
    <Panel title="State" aside={<StateBadge tone={words.tone}>{words.label}</StateBadge>}>
      <Text>{words.meaning}</Text>
      {state === 'rejected' && decisionReason !== null && <Text mt="sm">The reason given: {decisionReason}</Text>}
      {state === 'rejected' && reapplyAfter !== null && (
        <Text mt="sm">
          You may apply again from <When at={reapplyAfter} show="day" />.
        </Text>
      )}
      {state === 'approved' && (
        <Text mt="sm">
          <TextLink to="/submissions/new">Submit your first track</TextLink>
        </Text>
      )}
    </Panel>
  )
}
