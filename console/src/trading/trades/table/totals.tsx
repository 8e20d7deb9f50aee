import type { ReactElement } from 'react'
import { Amount } from '../../amounts.tsx'
import styles from '../trades.module.css'
import type { TradeTotals } from '../types.ts'

/** Of all that the filter finds, by the currency of the accounts. */
export function Totals({ totals }: { totals: TradeTotals | undefined }): ReactElement {
  return (
    <div role="status" aria-label="Totals">
      {totals !== undefined && totals.count > 0 && (
        <ul className={styles.totals}>
          {totals.byCurrency.map((sum) => (
            <li key={sum.currency} className={styles.sums}>
              <span>
                {sum.count.toLocaleString()} {sum.count === 1 ? 'trade' : 'trades'}
                {sum.open > 0 && `, ${sum.open.toLocaleString()} open`}
              </span>
              <span>
                Gross <Amount value={sum.gross} currency={sum.currency} signed />
              </span>
              <span>
                Fees <Amount value={sum.fees} currency={sum.currency} />
              </span>
              <strong>
                Net <Amount value={sum.net} currency={sum.currency} signed />
              </strong>
            </li>
          ))}
        </ul>
      )}
    </div>
  )
}
