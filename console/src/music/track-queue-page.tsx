import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { Row } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { When } from '../shell/when.tsx'
import { QueuePage } from './queue-page.tsx'
import { submissionStates } from './words.ts'

const queueStates = ['in_review', 'changes_requested', 'published', 'declined'] as const

export function TrackQueuePage(): ReactElement {
  return (
    <QueuePage
      title="Submitted tracks"
      lead="The longest waiting first. Claim one before you listen."
      queryKey="tracks"
      states={queueStates}
      labels={submissionStates}
      load={(query, signal) => api.music.reviewQueue({ query, signal })}
    >
      {({ id, title, artist, genre, submittedAt, createdAt, claim }) => (
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
      )}
    </QueuePage>
  )
}
