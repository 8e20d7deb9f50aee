import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Empty } from '../../../shell/empty.tsx'
import { Page } from '../../../shell/page.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { SharedReport } from '../shared-report.tsx'
import { type MentoredTrade, mentoringKey } from './queries.ts'

const route = getRouteApi('/traders/trading/mentoring/$id')

/** What a mentor reads of one trader. */
export function MentoredPage(): ReactElement {
  const { id } = route.useParams()
  const figures = useQuery({
    queryKey: [...mentoringKey, id, 'figures'],
    queryFn: ({ signal }) => api.trading.getMentoredFigures({ path: { id }, query: {}, signal }),
  })
  return (
    <Page title="Trades and journal" eyebrow={<TextLink to="/trading/mentoring">Mentoring</TextLink>} width="reading">
      <QueryView query={figures}>
        {({ reports }) => (
          <Stack gap="xl">
            {reports.map((report) => (
              <SharedReport key={report.currency} report={report} />
            ))}
            <Trades id={id} />
            <Entries id={id} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Trades({ id }: { id: string }): ReactElement {
  const pages = usePages([...mentoringKey, id, 'trades'], ({ cursor, signal }) =>
    api.trading.listMentoredTrades({ path: { id }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Trades">
      <PagedList pages={pages} empty={<Empty title="No trades yet" hint="The trader has brought none in so far." />}>
        {(items) => (
          <Rows label="Trades">
            {items.map((trade) => (
              <TradeRow key={trade.id} id={id} trade={trade} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function TradeRow({ id, trade }: { id: string; trade: MentoredTrade }): ReactElement {
  const { symbol, side, openedAt, closedAt, net, currency } = trade
  return (
    <Row
      title={
        <TextLink to="/trading/mentoring/$id/trades/$tradeId" params={{ id, tradeId: trade.id }}>
          {symbol}, {side}
        </TextLink>
      }
      detail={
        closedAt === null ? (
          <>
            Open since <When at={openedAt} />
          </>
        ) : (
          <>
            Closed <When at={closedAt} />
          </>
        )
      }
      aside={<Amount value={net} currency={currency} signed />}
    />
  )
}

function Entries({ id }: { id: string }): ReactElement {
  const pages = usePages([...mentoringKey, id, 'entries'], ({ cursor, signal }) =>
    api.trading.listMentoredEntries({ path: { id }, query: cursor === undefined ? {} : { cursor }, signal }),
  )
  return (
    <Panel title="Journal">
      <PagedList pages={pages} empty={<Empty title="No entries yet" hint="The trader has written none so far." />}>
        {(items) => (
          <Rows label="Journal entries">
            {items.map(({ id: entryId, title, day, excerpt }) => (
              <Row
                key={entryId}
                title={
                  <TextLink to="/trading/mentoring/$id/entries/$entryId" params={{ id, entryId }}>
                    {title === '' ? 'Without a title' : title}
                  </TextLink>
                }
                detail={excerpt}
                aside={<When at={`${day}T12:00:00`} show="day" />}
              />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}
