import type { ReactElement } from 'react'
import { api } from '../api.ts'
import { ButtonLink } from '../shell/button-link.tsx'
import { Empty } from '../shell/empty.tsx'
import { Page } from '../shell/page.tsx'
import { PagedList } from '../shell/paged-list.tsx'
import { Row, Rows } from '../shell/rows.tsx'
import { StateBadge } from '../shell/state-badge.tsx'
import { TextLink } from '../shell/text-link.tsx'
import { usePages } from '../shell/use-pages.ts'
import { When } from '../shell/when.tsx'
import { submissionStates } from './words.ts'

export function SubmissionsPage(): ReactElement {
  const pages = usePages(['submissions'], ({ cursor, signal }) =>
    api.music.listMySubmissions({ query: cursor === undefined ? {} : { cursor }, signal }),
  )
  const empty = (
    <Empty
      title="Nothing submitted yet"
      hint="Have the recording and a square cover at hand; it takes two minutes."
      action={<ButtonLink to="/submissions/new">Submit a track</ButtonLink>}
    />
  )
  return (
    <Page title="My submissions" actions={<ButtonLink to="/submissions/new">Submit a track</ButtonLink>}>
      <PagedList pages={pages} empty={empty}>
        {(submissions) => (
          <Rows label="Submissions">
            {submissions.map(({ id, title, artist, state, submittedAt, createdAt }) => (
              <Row
                key={id}
                title={
                  <TextLink to="/submissions/$id" params={{ id }}>
                    {title}
                  </TextLink>
                }
                detail={
                  <>
                    {artist.name}, <When at={submittedAt ?? createdAt} />
                  </>
                }
                aside={<StateBadge tone={submissionStates[state].tone}>{submissionStates[state].label}</StateBadge>}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Page>
  )
}
