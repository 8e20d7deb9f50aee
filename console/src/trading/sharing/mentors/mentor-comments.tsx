import type { ReactElement } from 'react'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { Comments } from './comments.tsx'
import { type Commented, commentsKey, readComments } from './queries.ts'

/** What mentors say of something of one's own; nothing while nobody said anything. */
export function MentorComments({ subject }: { subject: Commented }): ReactElement | null {
  const pages = usePages(commentsKey(subject), (request) => readComments(subject, request))
  if (pages.items?.length === 0 && pages.error === null) return null
  return (
    <Panel title="Comments of mentors">
      <PagedList pages={pages} empty={null}>
        {(items) => <Comments comments={items} />}
      </PagedList>
    </Panel>
  )
}
