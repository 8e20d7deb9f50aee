import { NativeSelect } from '@mantine/core'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { tradingKey } from '../../queries.ts'
import styles from '../journal.module.css'
import type { Trade } from '../types.ts'
import { isKey, reviewStates } from '../words.ts'
import type { ReviewsFilter } from './reviews-filter.ts'

const route = getRouteApi('/traders/trading/reviews')

interface TradesToReviewProps {
  readonly range: { readonly from: string; readonly to: string }
  readonly filter: ReviewsFilter
}

/** Trades that ended in the period, by where their review stands. */
export function TradesToReview({ range: { from, to }, filter }: TradesToReviewProps): ReactElement {
  const navigate = route.useNavigate()
  const { account, review } = filter
  const query = {
    ...{ from, to, status: 'closed' as const },
    ...(account === undefined ? {} : { account: [account] }),
    ...(review === undefined ? {} : { review: [review] }),
  }
  const pages = usePages([...tradingKey, 'trades', 'to-review', query], ({ cursor, signal }) =>
    api.trading.listTrades({ query: { ...query, ...(cursor === undefined ? {} : { cursor }) }, signal }),
  )
  const state = (
    <NativeSelect
      aria-label="State of the review"
      value={review ?? ''}
      onChange={(event) => {
        const chosen = event.currentTarget.value
        const { review: _, ...others } = filter
        const search = isKey(reviewStates, chosen) ? { ...others, review: chosen } : others
        void navigate({ search, replace: true, resetScroll: false })
      }}
      data={[
        { value: '', label: 'All' },
        ...Object.entries(reviewStates).map(([value, { label }]) => ({ value, label })),
      ]}
    />
  )
  return (
    <Panel title="Trades of the period" aside={state}>
      <PagedList pages={pages} empty={<p className={styles.hint}>None. Look at another period, or at all of them.</p>}>
        {(trades) => (
          <Rows label="Trades of the period">
            {trades.map((trade) => (
              <TradeRow key={trade.id} trade={trade} />
            ))}
          </Rows>
        )}
      </PagedList>
    </Panel>
  )
}

function TradeRow({ trade }: { trade: Trade }): ReactElement {
  const { id, symbol, side, net, currency, closedAt, reviewState } = trade
  const { tone, label } = reviewStates[reviewState]
  return (
    <Row
      title={
        <TextLink to="/trading/reviews/$tradeId" params={{ tradeId: id }}>
          {`${symbol}, ${side}`}
        </TextLink>
      }
      detail={closedAt !== null && <When at={closedAt} />}
      aside={
        <>
          <StateBadge tone={tone}>{label}</StateBadge>
          <Amount value={net} currency={currency} signed />
        </>
      }
    />
  )
}
