import { Stack } from '@mantine/core'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { ConfirmButton } from '../../../shell/confirm-button.tsx'
import { Facts } from '../../../shell/facts.tsx'
import { notifyDone, notifyProblem } from '../../../shell/notify.ts'
import { Page } from '../../../shell/page.tsx'
import { LoadingRows, PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { tradingKey, tradingQueries } from '../../queries.ts'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { entriesKey, sessionKey, sessionQuery } from '../queries.ts'
import type { Session } from '../types.ts'
import { EntryCards } from './entry-stream.tsx'
import { SessionForm } from './session-form.tsx'

const route = getRouteApi('/traders/trading/journal/sessions/$id')

export function SessionPage(): ReactElement {
  const { id } = route.useParams()
  const session = useQuery(sessionQuery(id))
  return (
    <Page
      title="Trading session"
      eyebrow={<TextLink to="/trading/journal/sessions">Sessions</TextLink>}
      actions={
        <ButtonLink variant="default" to="/trading/journal/new" search={{ session: id }}>
          Write about it
        </ButtonLink>
      }
    >
      <QueryView query={session} key={id}>
        {(read) => (session.isFetchedAfterMount ? <SessionOf session={read} /> : <LoadingRows />)}
      </QueryView>
    </Page>
  )
}

function SessionOf({ session }: { session: Session }): ReactElement {
  const [{ first, round }, begin] = useState({ first: session, round: 0 })
  const accounts = useQuery(tradingQueries.accounts()).data
  const { startedAt, endedAt, accountId } = session
  return (
    <div className={styles.sides}>
      <Stack gap="lg">
        <SessionForm key={round} first={first} onBegin={(theirs) => begin({ first: theirs, round: round + 1 })} />
        <SessionEntries id={session.id} />
      </Stack>
      <Stack gap="lg">
        <Panel
          title="The session"
          aside={
            <StateBadge tone={endedAt === null ? 'caution' : 'quiet'}>
              {endedAt === null ? 'Running' : 'Ended'}
            </StateBadge>
          }
        >
          <Facts
            facts={[
              ['Started', <When key="started" at={startedAt} />],
              ['Ended', endedAt === null ? null : <When key="ended" at={endedAt} />],
              ['Account', accountId === null ? 'All' : accounts?.find(({ id }) => id === accountId)?.name],
            ]}
          />
        </Panel>
        <HiddenByPlan trades={session.hiddenByPlan} />
        <SessionTrades trades={session.trades} />
        <RemoveSession id={session.id} />
      </Stack>
    </div>
  )
}

function SessionTrades({ trades }: Pick<Session, 'trades'>): ReactElement {
  return (
    <Panel title="Opened in it">
      {trades.length === 0 ? (
        <p className={styles.hint}>No trade was opened in it, or it is not imported yet.</p>
      ) : (
        <Rows label="Trades of the session">
          {trades.map(({ id, symbol, side, status, net, currency }) => (
            <Row
              key={id}
              title={<TradeLink id={id}>{`${symbol}, ${side}`}</TradeLink>}
              detail={status === 'open' ? 'Still open' : undefined}
              aside={<Amount value={net} currency={currency} signed />}
            />
          ))}
        </Rows>
      )}
    </Panel>
  )
}

function SessionEntries({ id }: { id: string }): ReactElement {
  const pages = usePages([...entriesKey, 'of-session', id], ({ cursor, signal }) =>
    api.trading.listJournal({ query: { sessionId: id, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  return (
    <Panel title="Entries">
      <PagedList
        pages={pages}
        empty={<p className={styles.hint}>Nothing is written of it. “Write about it” begins an entry.</p>}
      >
        {(entries) => <EntryCards label="Entries of this session" entries={entries} />}
      </PagedList>
    </Panel>
  )
}

function RemoveSession({ id }: { id: string }): ReactElement {
  const queryClient = useQueryClient()
  const navigate = useNavigate()
  const remove = useMutation({
    mutationFn: () => api.trading.removeSession({ path: { id } }),
    onSuccess: async () => {
      notifyDone('The session is removed.')
      await navigate({ to: '/trading/journal/sessions', ignoreBlocker: true })
      queryClient.removeQueries({ queryKey: sessionKey(id) })
      await queryClient.invalidateQueries({ queryKey: tradingKey })
    },
    onError: notifyProblem,
  })
  return (
    <Panel>
      <ConfirmButton
        label="Remove the session"
        question="Entries about it go with it; its trades stay. Remove it?"
        confirm="Remove it"
        pending={remove.isPending}
        onConfirm={() => remove.mutate()}
      />
    </Panel>
  )
}
