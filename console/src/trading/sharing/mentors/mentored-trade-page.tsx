import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Facts } from '../../../shell/facts.tsx'
import { Page } from '../../../shell/page.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { Amount, Quantity } from '../../amounts.tsx'
import { Lines } from './comments.tsx'
import { mentoringKey } from './queries.ts'
import { WriteComments } from './write-comments.tsx'

type Trade = Awaited<ReturnType<typeof api.trading.getMentoredTrade>>

const route = getRouteApi('/traders/trading/mentoring/$id/trades/$tradeId')

/** A trade as a mentor reads it. */
export function MentoredTradePage(): ReactElement {
  const { id, tradeId } = route.useParams()
  const trade = useQuery({
    queryKey: [...mentoringKey, id, 'trades', tradeId],
    queryFn: ({ signal }) => api.trading.getMentoredTrade({ path: { id, tradeId }, signal }),
  })
  return (
    <Page
      title={trade.data === undefined ? 'Trade' : `${trade.data.symbol}, ${trade.data.side}`}
      eyebrow={
        <TextLink to="/trading/mentoring/$id" params={{ id }}>
          Trades and journal
        </TextLink>
      }
      width="reading"
    >
      <QueryView query={trade}>
        {(found) => (
          <Stack gap="xl">
            <Figures trade={found} />
            <WriteComments subject={{ kind: 'trade', id: tradeId, mentoring: id }} />
          </Stack>
        )}
      </QueryView>
    </Page>
  )
}

function Figures({ trade }: { trade: Trade }): ReactElement {
  const { currency, net, fees, r, openedAt, closedAt, text, fills, tags } = trade
  return (
    <>
      <Panel title="Figures">
        <Facts
          facts={[
            ['Net', <Amount key="net" value={net} currency={currency} signed />],
            ['Fees', <Amount key="fees" value={fees} currency={currency} />],
            ['R', r],
            ['Opened', <When key="opened" at={openedAt} />],
            ['Closed', closedAt === null ? null : <When key="closed" at={closedAt} />],
            ['Tags', tags.map(({ name }) => name).join(', ')],
            ['Note', text === '' ? null : <Lines key="note" text={text} />],
          ]}
        />
      </Panel>
      <Panel title="Fills">
        <Rows label="Fills">
          {fills.map(({ id, side, quantity, price, executedAt }) => (
            <Row
              key={id}
              title={side === 'buy' ? 'Bought' : 'Sold'}
              detail={
                <>
                  <Quantity value={quantity} /> at <Quantity value={price} />
                </>
              }
              aside={<When at={executedAt} />}
            />
          ))}
        </Rows>
      </Panel>
    </>
  )
}
