import { NativeSelect } from '@mantine/core'
import { useQuery } from '@tanstack/react-query'
import { type ReactElement, useMemo, useState } from 'react'
import { ChartTable } from '../../../charts/table.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { ProblemNotice } from '../../../shell/problem-notice.tsx'
import { TextLink } from '../../../shell/text-link.tsx'
import { Quantity } from '../../amounts.tsx'
import { FillsChart } from '../../charts/fills-chart.tsx'
import { AccountTime, useAccountsById } from '../account-time.tsx'
import { Fees } from '../fees.tsx'
import styles from '../trades.module.css'
import type { TradeDetail } from '../types.ts'
import { durationInWords, fillKindWords } from '../words.ts'
import { tradeQueries } from './trade-queries.ts'

/** The fills on the prices of their time, and the same in a table. */
export function FillsPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const [seconds, setSeconds] = useState<number | undefined>()
  const bars = useQuery(tradeQueries.bars(trade.id, seconds))
  const zone = useAccountsById().get(trade.accountId)?.timeZone
  const { initialStop, plannedTarget } = trade
  const levels = useMemo(() => levelsOf(initialStop, plannedTarget), [initialStop, plannedTarget])
  const resolutions = bars.data?.resolutions ?? []
  const chosen = bars.data?.seconds ?? null
  return (
    <Panel
      title="Fills"
      aside={
        resolutions.length > 1 && (
          <NativeSelect
            aria-label="How long a bar lasts"
            value={String(chosen ?? '')}
            data={resolutions.map((one) => ({ value: String(one), label: `Bars of ${durationInWords(one)}` }))}
            onChange={(event) => setSeconds(Number(event.currentTarget.value))}
          />
        )
      }
    >
      <ProblemNotice error={bars.error} />
      {bars.data !== undefined && (
        <>
          <FillsChart
            label={`Prices and fills of ${trade.symbol}`}
            bars={bars.data.bars}
            fills={trade.fills}
            levels={levels}
            zone={zone}
          />
          <p className={styles.quiet}>
            {chosen === null
              ? 'There are no price bars of this time: the line joins the prices of the fills.'
              : `Bars of ${durationInWords(chosen)}${bars.data.isCut ? ', of which the first are shown' : ''}.`}
          </p>
        </>
      )}
      <FillsTable trade={trade} zone={zone} />
    </Panel>
  )
}

function levelsOf(stop: string | null, target: string | null) {
  return [
    ...(stop === null ? [] : [{ label: 'Stop', price: stop }]),
    ...(target === null ? [] : [{ label: 'Target', price: target }]),
  ]
}

function FillsTable({ trade, zone }: { trade: TradeDetail; zone: string | undefined }): ReactElement {
  const { fills, local, isCut } = trade
  const rows = fills.map((fill) => ({
    key: fill.id,
    cells: [
      <AccountTime key="at" at={fill.executedAt} zone={zone} precise />,
      `${fill.side === 'buy' ? 'Bought' : 'Sold'}, ${fill.role}${fill.kind === 'fill' ? '' : `, ${fillKindWords[fill.kind].toLowerCase()}`}`,
      <Quantity key="quantity" value={fill.quantity} />,
      <Quantity key="price" value={fill.price} />,
      <Fees key="fees" fill={fill} currency={local.currency} />,
    ],
  }))
  return (
    <>
      <ChartTable label="Fills of the trade" columns={['At', 'What', 'Quantity', 'Price', 'Fees']} rows={rows} />
      {isCut && <p className={styles.quiet}>There are more fills than are shown; the explanation has all of them.</p>}
      <TextLink to="/trading/fills" search={{ account: trade.accountId, symbol: trade.symbol }} size="sm">
        Correct or withdraw fills of {trade.symbol}
      </TextLink>
    </>
  )
}
