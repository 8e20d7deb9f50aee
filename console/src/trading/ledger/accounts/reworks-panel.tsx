import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { When } from '../../../shell/when.tsx'
import { Amount } from '../../amounts.tsx'
import { tradingKey } from '../../queries.ts'
import type { AccountRework, TradingAccount } from '../../types.ts'
import { useFreshAfter } from '../../use-fresh-after.ts'
import styles from './accounts.module.css'

const PAGE = 5

/** Changes that all figures followed, with the results before and after. */
export function ReworksPanel({ account }: { account: TradingAccount }): ReactElement | null {
  const { id, currency, pending } = account
  useFreshAfter(pending !== null)
  const pages = usePages([...tradingKey, 'accounts', id, 'reworks'], ({ cursor, signal }) =>
    api.trading.listReworks({
      path: { id },
      query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  if (pending === null && pages.items?.length === 0) return null
  return (
    <Panel title="Counted anew">
      {pending !== null && <p role="status">All trades are being counted anew; this page follows.</p>}
      <PagedList pages={pages} empty={null}>
        {(reworks) => reworks.map((rework) => <Rework key={rework.id} rework={rework} currency={currency} />)}
      </PagedList>
    </Panel>
  )
}

function Rework({ rework, currency }: { rework: AccountRework; currency: string }): ReactElement {
  const { totals, doneAt } = rework
  const what = reworkInWords(rework)
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways on a phone is reached by keyboard
    <section className={styles.scroll} tabIndex={0} aria-label={what}>
      <table className={styles.table}>
        <caption>
          {what}, <When at={doneAt} />
        </caption>
        <thead>
          <tr>
            <th scope="col">Instrument</th>
            <th scope="col">Net before</th>
            <th scope="col">after</th>
          </tr>
        </thead>
        <tbody>
          {totals.map(({ instrumentId, symbol, before, after }) => (
            <tr key={instrumentId}>
              <th scope="row">{symbol ?? 'Not there any more'}</th>
              {[before, after].map(({ trades, net }, at) => (
                <td key={at === 0 ? 'before' : 'after'}>
                  <Amount value={net} currency={currency} signed /> of {trades === 1 ? 'one trade' : `${trades} trades`}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

function reworkInWords({ matchingMethod, fees }: AccountRework): string {
  if (matchingMethod !== null) return `From ${matchingMethod.from} to ${matchingMethod.to}`
  if (fees === null) return 'Another time zone or cut-off'
  return fees.schedule === null ? 'Estimated fees taken out' : `Fees estimated by ${fees.schedule}`
}
