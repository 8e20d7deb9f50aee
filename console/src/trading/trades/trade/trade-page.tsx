import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ButtonLink } from '../../../shell/button-link.tsx'
import { Page } from '../../../shell/page.tsx'
import { LoadingRows } from '../../../shell/paged-list.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { RaiseThePlan } from '../../hidden-by-plan.tsx'
import { MentorComments } from '../../sharing/mentors/mentor-comments.tsx'
import { ShareLink } from '../../sharing/share-link.tsx'
import { tradeSearchIn } from '../trade-search.ts'
import styles from '../trades.module.css'
import type { TradeDetail, TradeSearch } from '../types.ts'
import { sideWords } from '../words.ts'
import { ClosuresPanel } from './closures-panel.tsx'
import { ExcursionPanel } from './excursion-panel.tsx'
import { ExplainPanel } from './explain-panel.tsx'
import { FiguresPanel } from './figures-panel.tsx'
import { FillsPanel } from './fills-panel.tsx'
import { GroupPanel } from './group-panel.tsx'
import { NoteForm } from './note-form.tsx'
import { ReviewPanel } from './review-panel.tsx'
import { TagsPanel } from './tags-panel.tsx'
import { tradeQueries } from './trade-queries.ts'

const route = getRouteApi('/traders/trading/trades/$id')

export function TradePage(): ReactElement {
  const { id } = route.useParams()
  const search = tradeSearchIn(route.useSearch())
  const trade = useQuery(tradeQueries.trade(id))
  const title = trade.data === undefined ? 'Trade' : `${trade.data.symbol}, ${sideWords[trade.data.side].toLowerCase()}`
  return (
    <Page
      title={title}
      eyebrow={
        <TextLink to="/trading/trades" search={search}>
          Trades
        </TextLink>
      }
      actions={
        <>
          <ShareLink of={{ trade: id }} />
          <Neighbours id={id} search={search} />
        </>
      }
    >
      {trade.data !== undefined && <Parts trade={trade.data} search={search} />}
      {trade.data === undefined && trade.error === null && <LoadingRows />}
      {trade.data === undefined && <ProblemNotice error={trade.error} retry={() => void trade.refetch()} />}
      <RaiseThePlan error={trade.error} />
    </Page>
  )
}

function Parts({ trade, search }: { trade: TradeDetail; search: TradeSearch }): ReactElement {
  return (
    <div className={styles.stack}>
      <FiguresPanel trade={trade} />
      <FillsPanel trade={trade} />
      <ReviewPanel trade={trade} />
      <NoteForm key={trade.id} trade={trade} />
      <MentorComments subject={{ kind: 'trade', id: trade.id }} />
      <TagsPanel trade={trade} />
      <ExcursionPanel trade={trade} />
      <ClosuresPanel trade={trade} />
      <ExplainPanel trade={trade} />
      <GroupPanel trade={trade} search={search} />
    </div>
  )
}

/** The trades beside it in the list that led here. */
function Neighbours({ id, search }: { id: string; search: TradeSearch }): ReactElement | null {
  const beside = useQuery(tradeQueries.neighbours(id, search)).data
  if (beside === undefined) return null
  const { previous, next } = beside
  return (
    <>
      {previous !== null && (
        <ButtonLink to="/trading/trades/$id" params={{ id: previous }} search={search} variant="default">
          Previous trade
        </ButtonLink>
      )}
      {next !== null && (
        <ButtonLink to="/trading/trades/$id" params={{ id: next }} search={search} variant="default">
          Next trade
        </ButtonLink>
      )}
    </>
  )
}
