import { NativeSelect } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { type Application, api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { applicationStates } from './words.ts'

const queueStates = ['in_review', 'info_requested', 'approved', 'rejected'] as const

export function ApplicationQueuePage(): ReactElement {
  const [state, setState] = useState<(typeof queueStates)[number] | ''>('')
  const pages = usePages(['review', 'applications', state], ({ cursor, signal }) =>
    api.music.applicationQueue({
      query: { ...(state === '' ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Page title="Applications" eyebrow="Review" lead="Claim one, read it, and decide; the applicant hears at once.">
      <Filters label="Applications">
        <NativeSelect
          label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={[
            { value: '', label: 'Waiting for a reviewer' },
            ...queueStates.map((value) => ({ value, label: applicationStates[value].label })),
          ]}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="None here" hint="Look at another state, or come back later." />}>
        {(applications) => (
          <Rows label="Applications">
            {applications.map((application) => (
              <QueueRow key={application.id} application={application} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
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
