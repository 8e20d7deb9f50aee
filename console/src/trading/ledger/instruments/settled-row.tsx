import { useQueryClient } from '@tanstack/react-query'
import { type ReactElement, useEffect } from 'react'
import { Row } from '../../../shell/rows.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { decimalInWords } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import type { WaitingSymbol } from '../../types.ts'

export interface Settled {
  readonly symbol: WaitingSymbol
  readonly multiplier: string
  readonly instrumentId: string
}

export function keyOf({ symbol, assetClass, currency }: WaitingSymbol): string {
  return `${assetClass} ${symbol} ${currency}`
}

/** What came of rows that waited: their import says it of each. */
export function SettledRow({ settled, left }: { settled: Settled; left: number }): ReactElement {
  const { symbol, multiplier, instrumentId } = settled
  const client = useQueryClient()
  const isDone = left === 0
  useEffect(() => {
    if (isDone) void client.invalidateQueries({ queryKey: tradingKey })
  }, [isDone, client])
  return (
    <Row
      title={
        <TextLink to="/trading/instruments/$id" params={{ id: instrumentId }}>
          {symbol.symbol}
        </TextLink>
      }
      detail={`times ${decimalInWords(multiplier)} · ${symbol.rows === 1 ? 'one row' : `${symbol.rows} rows`} of ${
        symbol.imports === 1 ? 'one import' : `${symbol.imports} imports`
      }`}
      aside={
        <span role="status">
          {isDone ? (
            <StateBadge tone="positive">The rows are in the accounts</StateBadge>
          ) : (
            <StateBadge tone="caution">{`${left} still being made`}</StateBadge>
          )}
        </span>
      }
    />
  )
}
