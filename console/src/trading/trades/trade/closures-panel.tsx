import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { type ChartRow, ChartTable } from '../../../charts/table.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { Amount, Quantity } from '../../amounts.tsx'
import { decimalInWords } from '../../decimals.ts'
import { AccountTime, useAccountsById } from '../account-time.tsx'
import type { TradeDetail } from '../types.ts'

/** Lot by lot: what was closed against what, and what is still held. */
export function ClosuresPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const zone = useAccountsById().get(trade.accountId)?.timeZone
  return (
    <Panel title="Lots">
      <Stack>
        {trade.closures.length > 0 && (
          <ChartTable
            label="Closed lots"
            columns={['Closed', 'Quantity', 'From and to', 'Gross', 'Fee of entry', 'Fee of exit', 'Net']}
            rows={closedRows(trade, zone)}
          />
        )}
        {trade.lots.length > 0 && (
          <ChartTable
            label="Held lots"
            columns={['Held since', 'Quantity', 'Price', 'Fees']}
            rows={heldRows(trade, zone)}
          />
        )}
      </Stack>
    </Panel>
  )
}

function closedRows({ closures, local: { currency } }: TradeDetail, zone: string | undefined): ChartRow[] {
  return closures.map((one) => ({
    key: `${one.openExecutionId} ${one.closeExecutionId}`,
    cells: [
      <AccountTime key="at" at={one.closedAt} zone={zone} precise />,
      <Quantity key="quantity" value={one.quantity} />,
      `${decimalInWords(one.entryPrice)} to ${decimalInWords(one.exitPrice)}`,
      <Amount key="gross" value={one.gross} currency={currency} signed />,
      <Amount key="opening" value={one.openFee} currency={currency} />,
      <Amount key="closing" value={one.closeFee} currency={currency} />,
      <Amount key="net" value={one.net} currency={currency} signed />,
    ],
  }))
}

function heldRows({ lots, local: { currency } }: TradeDetail, zone: string | undefined): ChartRow[] {
  return lots.map((lot) => ({
    key: lot.openExecutionId,
    cells: [
      <AccountTime key="at" at={lot.openedAt} zone={zone} precise />,
      <Quantity key="quantity" value={lot.quantity} />,
      <Quantity key="price" value={lot.price} />,
      <Amount key="fees" value={lot.fees} currency={currency} />,
    ],
  }))
}
