import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { Amount, Quantity } from '../../amounts.tsx'
import { tradingQueries } from '../../queries.ts'
import type { Balances } from '../../types.ts'

/** What an account holds now: cash, positions, and what was realised. */
export function BalancesPanel({ accountId }: { accountId: string }): ReactElement {
  const balances = useQuery(tradingQueries.balances(accountId))
  return (
    <Panel title="What it holds">
      <QueryView query={balances}>{(held) => <Held held={held} />}</QueryView>
    </Panel>
  )
}

function Held({ held }: { held: Balances }): ReactElement {
  const { currency, cash, positions, realised } = held
  return (
    <>
      <Facts
        facts={[
          ...cash.map(
            (one) =>
              [
                `Cash, ${one.currency}`,
                <Amount key={one.currency} value={one.amount} currency={one.currency} />,
              ] as const,
          ),
          ['Realised, net', <Amount key="net" value={realised.net} currency={currency} signed />],
          ['Realised, before fees', <Amount key="gross" value={realised.gross} currency={currency} signed />],
          ['Fees of what is closed', <Amount key="fees" value={realised.fees} currency={currency} />],
        ]}
      />
      {positions.length > 0 && (
        <Rows label="Positions">
          {positions.map(({ instrumentId, positionRef, symbol, assetClass, quantity }) => (
            <Row
              key={`${instrumentId} ${positionRef}`}
              title={symbol}
              detail={[assetClass, positionRef].filter(Boolean).join(' · ')}
              aside={
                <span>
                  {quantity.startsWith('-') ? 'Short' : 'Long'} <Quantity value={quantity} signed />
                </span>
              }
            />
          ))}
        </Rows>
      )}
    </>
  )
}
