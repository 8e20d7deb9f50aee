import type { ReactElement } from 'react'
import { Panel } from '../../shell/panel.tsx'
import { Row, Rows } from '../../shell/rows.tsx'
import { StateBadge } from '../../shell/state-badge.tsx'
import { When } from '../../shell/when.tsx'
import { Amount, Quantity } from '../amounts.tsx'
import { percentInWords, riskInWords } from '../decimals.ts'
import type { Shared } from './queries.ts'

type SharedTrade = Shared['trades'][number]

const OUTCOMES = {
  win: { tone: 'positive', words: 'Won' },
  loss: { tone: 'negative', words: 'Lost' },
  scratch: { tone: 'quiet', words: 'Even' },
} as const

export function SharedTrades({ trades }: { trades: readonly SharedTrade[] }): ReactElement {
  return (
    <Panel title={trades.length === 1 ? 'Trade' : 'Trades'}>
      <Rows label="Trades">
        {trades.map((trade) => (
          <TradeRow key={`${trade.symbol} ${trade.openedAt} ${trade.closedAt} ${trade.side}`} trade={trade} />
        ))}
      </Rows>
    </Panel>
  )
}

function TradeRow({ trade }: { trade: SharedTrade }): ReactElement {
  const { symbol, side, outcome, openedAt, closedAt, money } = trade
  const ended = outcome === null ? ({ tone: 'caution', words: 'Open' } as const) : OUTCOMES[outcome]
  return (
    <Row
      title={`${symbol}, ${side}`}
      detail={
        <>
          <When at={openedAt} />
          {closedAt !== null && (
            <>
              {' to '}
              <When at={closedAt} />
            </>
          )}
          {money !== null && (
            <>
              <br />
              <Quantity value={money.quantity} /> at <Quantity value={money.averageEntry} />
              {money.averageExit !== null && (
                <>
                  , out at <Quantity value={money.averageExit} />
                </>
              )}
            </>
          )}
        </>
      }
      aside={
        <>
          <StateBadge tone={ended.tone}>{ended.words}</StateBadge>{' '}
          {money !== null && <Amount value={money.net} currency={money.currency} signed />} <Relative trade={trade} />
        </>
      }
    />
  )
}

function Relative({ trade: { percentReturn, r } }: { trade: SharedTrade }): ReactElement {
  const share = Number(percentReturn) / 100
  const percent = percentReturn === null ? [] : [percentInWords(share, { places: 2, signed: true })]
  return <span>{[...percent, ...(r === null ? [] : [riskInWords(r)])].join(', ')}</span>
}
