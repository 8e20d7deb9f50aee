import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Panel } from '../../../shell/panel.tsx'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { HiddenByPlan } from '../../hidden-by-plan.tsx'
import { TradeLink } from '../../trade-link.tsx'
import styles from '../journal.module.css'
import { entriesKey } from '../queries.ts'
import { graded, grades } from '../words.ts'
import { RememberedEntries } from './remembered.tsx'

/** What was written after earlier trades in the same to the same side. */
export function SimilarTrades({ tradeId }: { tradeId: string }): ReactElement | null {
  const { data } = useQuery({
    queryKey: [...entriesKey, 'similar', tradeId],
    queryFn: ({ signal }) => api.trading.lookBackOnTrade({ path: { id: tradeId }, signal }),
  })
  if (data === undefined || data.items.length + data.hiddenByPlan === 0) return null
  return (
    <Panel title="After similar trades">
      <HiddenByPlan trades={data.hiddenByPlan} />
      <ul className={styles.plain}>
        {data.items.map(({ tradeId: id, symbol, openedAt, net, currency, quality, lesson, note, entries }) => (
          <li key={id}>
            <h3 className={styles.sub}>
              <TradeLink id={id}>{symbol}</TradeLink>, <When at={openedAt} show="day" />{' '}
              <Amount value={net} currency={currency} signed />
            </h3>
            {quality !== null && <p className={styles.hint}>Quality: {graded(quality, grades)}</p>}
            {lesson !== '' && <p>Lesson: {lesson}</p>}
            {note !== '' && <p>Note: {note}</p>}
            <RememberedEntries entries={entries} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
