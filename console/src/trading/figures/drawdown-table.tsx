import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { percentInWords } from '../decimals.ts'
import { type Behind, daysWithin, tradesBehind } from './behind.ts'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { TradesLink } from './trades-link.tsx'
import type { DrawdownSeries } from './types.ts'
import { dayInWords, resultInWords, type Unit } from './words.ts'

/** Start, valley and recovery of the deepest falls. */
export function DrawdownTable(props: { falls: DrawdownSeries; unit: Unit; behind: Behind }): ReactElement {
  const { falls, unit, behind } = props
  const { worst, inResult, kind } = falls
  const of: ExplainedOf = {
    ...{ search: behind.search, currency: unit.currency, report: 'drawdown' },
    more: { series: kind },
  }
  const linkOf = (from: string, to: string) => (
    <TradesLink filter={tradesBehind(behind, daysWithin(behind, from, to))}>Trades on the way down</TradesLink>
  )
  const rows = worst.map(({ start, valley, recovery, days, depth }, at) => ({
    key: start,
    cells: [
      <Explained key="depth" of={of} figure={`/series/${kind}/worst/${at}/depth`}>
        {percentInWords(depth, { places: 2 })}
      </Explained>,
      ...[dayInWords(start), dayInWords(valley), recovery === null ? 'Not yet' : dayInWords(recovery)],
      <Explained key="days" of={of} figure={`/series/${kind}/worst/${at}/days`}>
        {days}
      </Explained>,
      linkOf(start, valley),
    ],
  }))
  return (
    <div>
      {inResult !== null && (
        <p className={styles.small}>
          Deepest in {unit.mode === 'cash' ? 'money' : 'results added up'}:{' '}
          <Explained of={of} figure={`/series/${kind}/inResult/amount`}>
            {resultInWords(inResult.amount, unit)}
          </Explained>
          , from {dayInWords(inResult.start)} to {dayInWords(inResult.valley)},{' '}
          {inResult.recovery === null ? 'not recovered yet' : `recovered on ${dayInWords(inResult.recovery)}`}.{' '}
          {linkOf(inResult.start, inResult.valley)}
        </p>
      )}
      {rows.length > 0 && (
        <ChartTable
          label="Deepest falls"
          columns={['Depth', 'Start', 'Valley', 'Recovery', 'Days', 'Trades']}
          rows={rows}
        />
      )}
    </div>
  )
}
