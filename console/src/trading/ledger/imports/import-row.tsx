import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Row } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { When } from '../../../shell/when.tsx'
import { tradingQueries } from '../../queries.ts'
import type { TradingImport } from '../../types.ts'
import { rowsInWords, stateOf } from './words.ts'

/** An import in a list. */
export function ImportRowOf({ batch }: { batch: TradingImport }): ReactElement {
  const accounts = useQuery(tradingQueries.accounts()).data
  const { id, filename, accountId, createdAt, rowsTotal, counts } = batch
  const { words, tone } = stateOf(batch)
  const account = accounts?.find((one) => one.id === accountId)?.name
  const waiting = counts === null ? 0 : counts.needsMapping + counts.needsRate
  const figures = [
    account,
    rowsTotal === null ? undefined : rowsInWords(rowsTotal),
    counts === null ? undefined : `${counts.created} new`,
    waiting === 0 ? undefined : `${waiting} waiting`,
  ]
  return (
    <Row
      title={
        <TextLink to="/trading/imports/$id" params={{ id }}>
          {filename}
        </TextLink>
      }
      detail={
        <>
          <When at={createdAt} />
          {figures.filter(Boolean).map((figure) => ` · ${figure}`)}
        </>
      }
      aside={<StateBadge tone={tone}>{words}</StateBadge>}
    />
  )
}
