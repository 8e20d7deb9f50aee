import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { Lines } from './comments.tsx'
import { mentoringKey } from './queries.ts'
import { WriteComments } from './write-comments.tsx'

const route = getRouteApi('/traders/trading/mentoring/$id/entries/$entryId')

/** A journal entry as a mentor reads it. */
export function MentoredEntryPage(): ReactElement {
  const { id, entryId } = route.useParams()
  const entry = useQuery({
    queryKey: [...mentoringKey, id, 'entries', entryId],
    queryFn: ({ signal }) => api.trading.getMentoredEntry({ path: { id, entryId }, signal }),
  })
  return (
    <Page
      title={entry.data?.title || 'Entry'}
      eyebrow={
        <TextLink to="/trading/mentoring/$id" params={{ id }}>
          Trades and journal
        </TextLink>
      }
      width="reading"
    >
      <QueryView query={entry}>
        {({ day, text }) => (
          <Stack gap="xl">
            <Panel>
              <p>
                <When at={`${day}T12:00:00`} show="day" />
              </p>
              <Lines text={text} />
            </Panel>
            <WriteComments subject={{ kind: 'entry', id: entryId, mentoring: id }} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}
