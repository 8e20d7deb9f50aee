import { useQuery } from '@tanstack/react-query'
import { useLocation } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../../api.ts'
import { Disclosure } from '../../../shell/disclosure.tsx'
import { Empty } from '../../../shell/empty.tsx'
import { PagedList } from '../../../shell/paged-list.tsx'
import { Panel } from '../../../shell/panel.tsx'
import { usePages } from '../../../shell/use-pages.ts'
import { Amount } from '../../amounts.tsx'
import { decimalInWords } from '../../decimals.ts'
import { tradingKey } from '../../queries.ts'
import { AccountTime, useAccountsById } from '../account-time.tsx'
import styles from '../trades.module.css'
import type { Explanation, TradeDetail } from '../types.ts'
import { EXPLAINED, tradeQueries } from './trade-queries.ts'

type Explained = Explanation['items'][number]

const PAGE = 25

/** From each figure down to its fills and its formula. */
export function ExplainPanel({ trade }: { trade: TradeDetail }): ReactElement {
  const isAsked = useLocation({ select: ({ hash }) => hash === EXPLAINED })
  return (
    <div id={EXPLAINED}>
      <Panel title="Where the figures come from">
        {trade.closures.length === 0 ? (
          <p className={styles.quiet}>Nothing of it is closed yet, so nothing was realised.</p>
        ) : (
          <Disclosure key={String(isAsked)} label="Explain the figures" startsOpen={isAsked}>
            <Explained trade={trade} />
          </Disclosure>
        )}
      </Panel>
    </div>
  )
}

function Explained({ trade: { id, accountId } }: { trade: TradeDetail }): ReactElement {
  const zone = useAccountsById().get(accountId)?.timeZone
  const pages = usePages([...tradingKey, 'trades', id, 'explain'], ({ cursor, signal }) =>
    api.trading.explainTrade({
      path: { id },
      query: { limit: PAGE, ...(cursor === undefined ? {} : { cursor }) },
      signal,
    }),
  )
  return (
    <>
      <Sums id={id} />
      <PagedList pages={pages} empty={<Empty title="Nothing closed" hint="Nothing was realised yet." />}>
        {(items) => (
          <ol className={styles.cards} aria-label="Lots explained">
            {items.map((item) => (
              <li key={`${item.entry.id} ${item.exit.id}`} className={styles.line}>
                <Closure item={item} zone={zone} />
              </li>
            ))}
          </ol>
        )}
      </PagedList>
    </>
  )
}

function Sums({ id }: { id: string }): ReactElement {
  const explained = useQuery(tradeQueries.explained(id))
  return (
    <>
      {(explained.data?.sums ?? []).map((sum) => (
        <dl key={sum.currency} className={styles.formulas} aria-label={`Sums in ${sum.currency}`}>
          <dt>Net of all lots</dt>
          <dd>
            {sum.formula} {sum.currency}
          </dd>
          {sum.currency !== sum.accountCurrency && (
            <>
              <dt>In the account</dt>
              <dd>
                <Amount value={sum.netBase} currency={sum.accountCurrency} signed />
              </dd>
            </>
          )}
        </dl>
      ))}
    </>
  )
}

function Closure({ item, zone }: { item: Explained; zone: string | undefined }): ReactElement {
  const { entry, exit, formulas, currency, accountCurrency, quantity } = item
  const isForeign = currency !== accountCurrency
  return (
    <>
      <p>
        {decimalInWords(quantity)} {item.side === 'long' ? 'bought' : 'sold'} at {decimalInWords(entry.price)} on{' '}
        <AccountTime at={entry.executedAt} zone={zone} precise />, {item.side === 'long' ? 'sold' : 'bought back'} at{' '}
        {decimalInWords(exit.price)} on <AccountTime at={exit.executedAt} zone={zone} precise />
      </p>
      <dl className={styles.formulas}>
        <Formula name="Entry price" formula={formulas.entryPrice} />
        <Formula name={`Gross, ${currency}`} formula={formulas.gross} />
        <Formula name={feeName('entry', entry)} formula={formulas.openFee} />
        <Formula name={feeName('exit', exit)} formula={formulas.closeFee} />
        <Formula name={`Net, ${currency}`} formula={formulas.net} />
        {isForeign && (
          <>
            <Formula name={`Gross, ${accountCurrency}`} formula={formulas.grossBase} />
            <Formula name={`Fees, ${accountCurrency}`} formula={formulas.feesBase} />
            <Formula name={`Net, ${accountCurrency}`} formula={formulas.netBase} />
          </>
        )}
      </dl>
    </>
  )
}

/** An estimate is said to be one where its formula stands. */
function feeName(of: 'entry' | 'exit', { feeSource }: Explained['entry']): string {
  return `Fee of the ${of}${feeSource === 'schedule' ? ', estimated' : ''}`
}

function Formula({ name, formula }: { name: string; formula: string }): ReactElement {
  return (
    <>
      <dt>{name}</dt>
      <dd>{formula}</dd>
    </>
  )
}
