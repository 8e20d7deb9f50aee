import { NativeSelect } from '@mantine/core'
import { type ReactElement, useState } from 'react'
import { api } from '../api.ts'
import { Empty } from '../shell/empty.tsx'
import { Filters } from '../shell/filters.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { submissionStates } from './words.ts'

const queueStates = ['in_review', 'changes_requested', 'published', 'declined'] as const

export function TrackQueuePage(): ReactElement {
  const [state, setState] = useState<(typeof queueStates)[number] | ''>('')
  const pages = usePages(['review', 'tracks', state], ({ cursor, signal }) =>
    api.music.reviewQueue({
      query: { ...(state === '' ? {} : { state }), ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <Page title="Submitted tracks" eyebrow="Review" lead="The longest waiting first. Claim one before you listen.">
      <Filters label="Submitted tracks">
        <NativeSelect
          label="State"
          value={state}
          onChange={(event) => setState(event.currentTarget.value as typeof state)}
          data={[
            { value: '', label: 'Waiting for a reviewer' },
            ...queueStates.map((value) => ({ value, label: submissionStates[value].label })),
          ]}
        />
      </Filters>
      <PagedList pages={pages} empty={<Empty title="None here" hint="Look at another state, or come back later." />}>
        {(submissions) => (
          <Rows label="Submitted tracks">
            {submissions.map(({ id, title, artist, genre, submittedAt, createdAt, claim }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/review/tracks/$id" params={{ id }}>
                    {title}
                  </TextLink>
                }
                detail={
                  <>
                    {artist.name}, {genre}, <When at={submittedAt ?? createdAt} />
                  </>
                }
                aside={claim !== null && <StateBadge tone="caution">{`With ${claim.reviewer.name}`}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
