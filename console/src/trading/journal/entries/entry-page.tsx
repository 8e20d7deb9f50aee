import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Facts } from '../../../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { LoadingRows } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { tradingKey, tradingQueries } from '../../queries.ts'
import { MentorComments } from '../../sharing/mentors/mentor-comments.tsx'
import { ShareLink } from '../../sharing/share-link.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { entryKey, entryQuery } from '../queries.ts'
import type { Entry } from '../types.ts'
import { dayInWords, titleOf } from '../words.ts'
import { BesideEntry } from './beside-entry.tsx'
import { type Begun, EntryForm } from './entry-form.tsx'
import { valuesOf } from './entry-values.ts'
import { SimilarTrades } from './similar-trades.tsx'

const route = getRouteApi('/traders/trading/journal/entries/$id')

export function EntryPage(): ReactElement {
  const { id } = route.useParams()
  return <EntryOf key={id} id={id} />
}

function EntryOf({ id }: { id: string }): ReactElement {
  const entry = useQuery(entryQuery(id))
  return (
    <Page
      title={entry.data === undefined ? 'Entry' : titleOf(entry.data)}
      eyebrow={<TextLink to="/trading/journal">Journal</TextLink>}
      actions={<ShareLink of={{ entry: id }} />}
      {...(entry.data === undefined ? {} : { lead: dayInWords(entry.data.day) })}
    >
      <QueryView query={entry}>
        {(read) => (entry.isFetchedAfterMount ? <Editor entry={read} /> : <LoadingRows />)}
      </QueryView>
    </Page>
  )
}

function Editor({ entry }: { entry: Entry }): ReactElement {
  const queryClient = useQueryClient()
  const [{ begun, round }, begin] = useState(() => {
    const values = valuesOf(entry)
    return { begun: { saved: values, values, version: entry.version }, round: 0 }
  })
  const onBegin = (next: Begun): void => begin({ begun: next, round: round + 1 })
  return (
    <div className={styles.sides}>
      <EntryForm
        key={round}
        id={entry.id}
        begun={begun}
        onBegin={onBegin}
        onSaved={async (saved) => {
          queryClient.setQueryData(entryKey(entry.id), saved)
          notifyDone('The entry is saved.')
          await queryClient.invalidateQueries({
            queryKey: tradingKey,
            predicate: ({ queryKey }) => !queryKey.includes('one'),
          })
        }}
      />
      <Stack gap="lg">
        <About entry={entry} />
        <MentorComments subject={{ kind: 'entry', id: entry.id }} />
        <BesideEntry day={entry.day} />
        {entry.tradeId !== null && <SimilarTrades tradeId={entry.tradeId} />}
        <RemoveEntry id={entry.id} />
      </Stack>
    </div>
  )
}

function About({ entry }: { entry: Entry }): ReactElement {
  const { accountId, tradeId, sessionId, day } = entry
  const accounts = useQuery(tradingQueries.accounts()).data
  return (
    <Panel title="About">
      <Facts
        facts={[
          [
            'Day',
            <TextLink key="day" to="/trading/journal/days/$day" params={{ day }}>
              {dayInWords(day)}
            </TextLink>,
          ],
          ['Account', accounts?.find(({ id }) => id === accountId)?.name],
          [
            'Trade',
            tradeId === null ? null : (
              <span key="trade">
                <TradeLink id={tradeId}>The trade</TradeLink>,{' '}
                <TextLink to="/trading/reviews/$tradeId" params={{ tradeId }}>
                  its review
                </TextLink>
              </span>
            ),
          ],
          [
            'Session',
            sessionId === null ? null : (
              <TextLink key="session" to="/trading/journal/sessions/$id" params={{ id: sessionId }}>
                The session
              </TextLink>
            ),
          ],
          ['Saved', <When key="saved" at={entry.updatedAt} />],
        ]}
      />
    </Panel>
  )
}

function RemoveEntry({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.removeJournalEntry({ path: { id } }),
    onSuccess: async () => {
      notifyDone('The entry is removed.')
      await navigate({ to: '/trading/journal', ignoreBlocker: true })
      queryClient.removeQueries({ queryKey: entryKey(id) })
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  return (
    <Panel>
      <ConfirmButton
        label="Remove the entry"
        question="Its text and its pictures go for good. Remove it?"
        confirm="Remove it"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </Panel>
  )
}
