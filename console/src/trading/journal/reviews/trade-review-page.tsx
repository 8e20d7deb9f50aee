import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useState } from 'react'
import { api } from '../../../api.ts'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Facts } from '../../../shell/facts.tsx'
import { Page } from '../../../shell/page.tsx'
import { LoadingRows } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { riskInWords } from '../../decimals.ts'
import { RaiseThePlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import { EntryCards } from '../entries/entry-stream.tsx'
import { SimilarTrades } from '../entries/similar-trades.tsx'
import styles from '../journal.module.css'
import { entriesKey, reviewQuery, tradeQuery } from '../queries.ts'
import type { Review, TradeDetail } from '../types.ts'
import { reviewStates } from '../words.ts'
import { PlaybookOfTrade } from './playbook-of-trade.tsx'
import { ReviewForm } from './review-form.tsx'
import { ReviewSteps } from './review-steps.tsx'

const route = getRouteApi('/traders/trading/reviews/$tradeId')

/** What one thinks of a trade afterwards, beside its rules and what was written of it. */
export function TradeReviewPage(): ReactElement {
  const { tradeId } = route.useParams()
  const trade = useQuery(tradeQuery(tradeId))
  return (
    <Page
      title={trade.data === undefined ? 'Review of a trade' : `Review of ${trade.data.symbol}, ${trade.data.side}`}
      eyebrow={<TextLink to="/trading/reviews">Reviews</TextLink>}
      actions={
        <ButtonLink variant="default" to="/trading/journal/new" search={{ trade: tradeId }}>
          Write about it
        </ButtonLink>
      }
    >
      <QueryView query={trade}>{(read) => <TradeAndReview key={tradeId} trade={read} />}</QueryView>
      <RaiseThePlan error={trade.error} />
    </Page>
  )
}

function TradeAndReview({ trade }: { trade: TradeDetail }): ReactElement {
  const review = useQuery(reviewQuery(trade.id))
  return (
    <div className={styles.sides}>
      <Stack gap="lg">
        <QueryView query={review}>
          {(read) => (review.isFetchedAfterMount ? <ReviewOf trade={trade} review={read} /> : <LoadingRows />)}
        </QueryView>
        <PlaybookOfTrade trade={trade} />
      </Stack>
      <Stack gap="lg">
        <TradeFacts trade={trade} />
        <EntriesOfTrade tradeId={trade.id} />
        <SimilarTrades tradeId={trade.id} />
      </Stack>
    </div>
  )
}

function ReviewOf({ trade, review }: { trade: TradeDetail; review: Review | null }): ReactElement {
  const [{ first, round }, begin] = useState({ first: review, round: 0 })
  const state = reviewStates[trade.reviewState]
  return (
    <Panel title="Review" aside={<StateBadge tone={state.tone}>{state.label}</StateBadge>}>
      <ReviewForm
        key={round}
        trade={trade}
        first={first}
        onBegin={(theirs) => begin({ first: theirs, round: round + 1 })}
      />
      <ReviewSteps
        trade={trade}
        isReviewed={review !== null}
        onTakenBack={() => begin({ first: null, round: round + 1 })}
      />
    </Panel>
  )
}

function TradeFacts({ trade }: { trade: TradeDetail }): ReactElement {
  const { id, net, currency, r, openedAt, closedAt } = trade
  return (
    <Panel title="The trade" aside={<TradeLink id={id}>Its page</TradeLink>}>
      <Facts
        facts={[
          ['Net', <Amount key="net" value={net} currency={currency} signed />],
          ['R', r === null ? null : riskInWords(r)],
          ['Opened', <When key="opened" at={openedAt} />],
          ['Closed', closedAt === null ? 'Still open' : <When key="closed" at={closedAt} />],
        ]}
      />
    </Panel>
  )
}

function EntriesOfTrade({ tradeId }: { tradeId: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: [...entriesKey, 'of-trade', tradeId],
    queryFn: ({ signal }) => api.trading.listJournal({ query: { tradeId }, signal }),
  })
  if (data === undefined || data.items.length === 0) return null
  return (
    <Panel title="Entries about it">
      <EntryCards label="Entries about this trade" entries={data.items} />
    </Panel>
  )
}
