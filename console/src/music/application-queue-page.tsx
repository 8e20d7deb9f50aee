import type { ReactElement } from 'react'
import { type Application, api } from '../api.ts'
import { Row } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { QueuePage } from './queue-page.tsx'
import { applicationStates } from './words.ts'

const queueStates = ['in_review', 'info_requested', 'approved', 'rejected'] as const

export function ApplicationQueuePage(): ReactElement {
  return (
    <QueuePage
      title="Applications"
      lead="Claim one, read it, and decide; the applicant hears at once."
      queryKey="applications"
      states={queueStates}
      labels={applicationStates}
      load={(query, signal) => api.music.applicationQueue({ query, signal })}
    >
      {(application) => <QueueRow key={application.id} application={application} />}
    </QueuePage>
  )
}

function QueueRow({ application }: { application: Application }): ReactElement {
  const { id, payload, applicant, submittedAt, claim, state } = application
  return (
    <Row
      title={
        <TextLink to="/review/applications/$id" params={{ id }}>
          {payload.stageName ?? 'Without a name'}
        </TextLink>
      }
      detail={
        <>
          {applicant?.name ?? 'A person who has left'}
          {submittedAt !== null && (
            <>
              , submitted <When at={submittedAt} />
            </>
          )}
          {claim !== null && `, with ${claim.reviewer.name}`}
        </>
      }
      aside={<StateBadge tone={applicationStates[state].tone}>{applicationStates[state].label}</StateBadge>}
    />
  )
}
