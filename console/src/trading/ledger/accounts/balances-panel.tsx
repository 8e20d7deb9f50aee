import { Stack } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { QueryView } from '../../../shell/query-view.tsx'
import { Row, Rows } from '../../../shell/rows.tsx'
import { Amount, Quantity } from '../../amounts.tsx'
import { ExplainedFact } from '../../explained/explained-fact.tsx'
import { tradingQueries } from '../../queries.ts'
import type { Balances } from '../../types.ts'
import { classInWords } from '../instruments/words.ts'

/** What an account holds now: cash, positions, and what was realised. */
export function BalancesPanel({ accountId }: { accountId: string }): ReactElement {
  const balances = useQuery(tradingQueries.balances(accountId))
  return (
    <Panel title="What it holds">
      <QueryView query={balances}>{(held) => <Held accountId={accountId} held={held} />}</QueryView>
    </Panel>
  )
}

function Held({ accountId, held }: { accountId: string; held: Balances }): ReactElement {
  const { currency, cash, positions, realised } = held
  const explained = (figure: string, shown: ReactElement) => (
    <ExplainedFact key={figure} of="balance" id={accountId} figure={figure}>
      {shown}
    </ExplainedFact>
  )
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          ...cash.map(
            (one) =>
              [
                `Cash, ${one.currency}`,
                explained(`/cash/${one.currency}/amount`, <Amount value={one.amount} currency={one.currency} />),
              ] as const,
          ),
          ['Realised, net', explained('/realised/net', <Amount value={realised.net} currency={currency} signed />)],
          [
            'Realised, before fees',
            explained('/realised/gross', <Amount value={realised.gross} currency={currency} signed />),
          ],
          ['Fees of what is closed', explained('/realised/fees', <Amount value={realised.fees} currency={currency} />)],
        ]}
      />
      {positions.length > 0 && (
        <Rows label="Positions">
          {positions.map(({ instrumentId, positionRef, symbol, assetClass, quantity }, place) => (
            <Row
              key={`${instrumentId} ${positionRef}`}
              title={symbol}
              detail={[classInWords(assetClass), positionRef].filter(Boolean).join(' · ')}
              aside={
                <span>
                  {quantity.startsWith('-') ? 'Short' : 'Long'}{' '}
                  {explained(`/positions/${place}/quantity`, <Quantity value={quantity} signed />)}
                </span>
              }
            />
          ))}
        </Rows>
      )}
    </Stack>
  )
}
