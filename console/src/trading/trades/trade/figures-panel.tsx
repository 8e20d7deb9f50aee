import type { ReactElement } from 'react'
import { Facts } from '../../../shell/facts.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { StateBadge } from '../../../shell/state-badge.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Amount, Quantity } from '../../amounts.tsx'
import { averageInWords, percentInWords, riskInWords } from '../../decimals.ts'
import { AccountTime, useAccountsById } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { TradeDetail } from '../types.ts'
import { durationInWords, outcomeWords, reviewWords } from '../words.ts'
import { ExplainedSum } from './explained-sum.tsx'

/** What the trade comes to. */
export function FiguresPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const account = useAccountsById().get(trade.accountId)
  const zone = account?.timeZone
  const { status, outcome, currency, local, reviewState, closedAt, holdMs, r } = trade
  return (
    <Panel>
      <p className={styles.headline}>
        <ExplainedSum trade={trade} sum="net">
          <strong>
            <Amount value={trade.net} currency={currency} signed />
          </strong>
        </ExplainedSum>
        {r !== null && <span>{riskInWords(r)}</span>}
        <span>{outcome === null ? 'Still open' : outcomeWords[outcome]}</span>
        <StateBadge tone={reviewWords[reviewState].tone}>{reviewWords[reviewState].label}</StateBadge>
      </p>
      <Facts
        facts={[
          ['Gross', grossOf(trade)],
          ['Fees', feesOf(trade)],
          [
            `In ${local.currency}`,
            local.currency === currency ? null : (
              <Amount key="local" value={local.net} currency={local.currency} signed />
            ),
          ],
          [
            'Return on what was entered',
            trade.percentReturn === null
              ? null
              : percentInWords(Number(trade.percentReturn) / 100, { places: 2, signed: true }),
          ],
          ['Quantity', <Quantity key="quantity" value={trade.quantityMax} />],
          ['Still held', status === 'open' ? <Quantity key="held" value={trade.quantityOpen} /> : null],
          ['Average entry', averageInWords(trade.averageEntry)],
          ['Average exit', trade.averageExit === null ? null : averageInWords(trade.averageExit)],
          [
            'One point is worth',
            trade.multiplier === '1' ? null : <Amount key="point" value={trade.multiplier} currency={local.currency} />,
          ],
          ['Opened', <AccountTime key="opened" at={trade.openedAt} zone={zone} precise />],
          [
            'Closed',
            closedAt === null || status === 'open' ? null : (
              <AccountTime key="closed" at={closedAt} zone={zone} precise />
            ),
          ],
          ['Trading day', trade.closedDay],
          ['Held', holdMs === null ? null : durationInWords(holdMs / 1000)],
          [
            'Account',
            account === undefined ? null : (
              <TextLink key="account" to="/trading/trades" search={{ account: [account.id] }}>
                {account.name}
              </TextLink>
            ),
          ],
        ]}
      />
    </Panel>
  )
}

function grossOf(trade: TradeDetail): ReactElement {
  return (
    <ExplainedSum trade={trade} sum="gross">
      <Amount value={trade.gross} currency={trade.currency} signed />
    </ExplainedSum>
  )
}

function feesOf(trade: TradeDetail): ReactElement {
  return (
    <ExplainedSum trade={trade} sum="fees">
      <Amount value={trade.fees} currency={trade.currency} />
    </ExplainedSum>
  )
}
