import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords } from '../decimals.ts'
import { tradingKey } from '../queries.ts'
import { TradeLink } from '../trade-link.tsx'
import type { Behind } from './behind.ts'
import { DefinitionTerm } from './definition-term.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import type { Flag } from './types.ts'
import { DASH, resultInWords, tradesInWords, type Unit } from './words.ts'

interface BehaviourPanelProps {
  readonly unit: Unit
  readonly behind: Behind
}

/** How trades were taken: facts, each with the trades that show it. */
export function BehaviourPanel({ unit, behind }: BehaviourPanelProps): ReactElement {
  const query = useQuery(figures.behaviour(behind.search))
  return (
    <Panel title="Behaviour">
      <p className={styles.small}>
        Facts, not verdicts, after costs and in money. The <DefinitionTerm id="behaviour.pValue" name="p-value" /> says
        how often chance alone would set these trades as far apart from the others.
      </p>
      <QueryView query={query}>
        {({ groups }) => {
          const group = groups.find(({ currency }) => currency === unit.currency)
          if (group === undefined) return <p>No trades.</p>
          return (
            <ul className={styles.flags} aria-label="Behaviour">
              {group.flags.map((flag) => (
                <FlagItem key={flag.kind} flag={flag} n={group.lookedAt} currency={unit.currency} behind={behind} />
              ))}
            </ul>
          )
        }}
      </QueryView>
    </Panel>
  )
}

/** Most ids that a link to the list of trades takes. */
const IDS_MAX = 100

interface FlagItemProps {
  readonly flag: Flag
  readonly n: number
  readonly currency: string
  readonly behind: Behind
}

function FlagItem({ flag, n, currency, behind }: FlagItemProps): ReactElement {
  const { kind, triggeredN, net, average, averageOthers, pValue, triggered } = flag
  const unit: Unit = { currency, mode: 'cash' }
  const ids = triggered.map(({ tradeId }) => tradeId).slice(-IDS_MAX)
  const of: ExplainedOf = { search: behind.search, currency, report: 'behaviour' }
  const told = (field: string, words: string) => (
    <Explained of={of} figure={`/flags/${kind}/${field}`}>
      {words}
    </Explained>
  )
  const mean = (value: number | null) => (value === null ? DASH : resultInWords(value, unit))
  return (
    <li>
      <h3 className={styles.flagTitle}>
        <DefinitionTerm id={`behaviour.${kind}`} />
      </h3>
      <p>
        {triggeredN === 0 ? 'None' : tradesInWords(triggeredN)} of {n.toLocaleString()}
        {triggeredN > 0 && (
          <>
            : {told('net', amountInWords(net, currency, { signed: true }))} together, {told('average', mean(average))}{' '}
            on average against {told('averageOthers', mean(averageOthers))} of the others, p ={' '}
            {told('pValue', pValue === null ? DASH : pValue.toFixed(3))}.{' '}
            <TradesLink filter={{ account: behind.account, id: ids }}>
              {ids.length < triggeredN ? `The newest ${ids.length}` : `Show ${tradesInWords(ids.length)}`}
            </TradesLink>
          </>
        )}
      </p>
      {triggeredN > 0 && (
        <Disclosure label="What triggered it">
          <Triggers flag={flag} account={behind.account} />
        </Disclosure>
      )}
    </li>
  )
}

const SHOWN = 20

/** The newest trades that show it, by their opening fills. */
function Triggers({ flag, account }: { flag: Flag; account: readonly string[] }): ReactElement {
  const newest = flag.triggered.slice(-SHOWN).reverse()
  const id = [...new Set(newest.flatMap(({ tradeId, after }) => (after === null ? [tradeId] : [tradeId, after])))]
  const trades = useQuery({
    queryKey: [...tradingKey, 'trades', 'triggers', id],
    queryFn: ({ signal }) => api.trading.listTrades({ query: { account: [...account], id, limit: IDS_MAX }, signal }),
  })
  return (
    <QueryView query={trades}>
      {({ items }) => {
        const found = new Map(items.map((one) => [one.id, one]))
        const named = (tradeId: string | null) => {
          const trade = tradeId === null ? undefined : found.get(tradeId)
          return trade === undefined ? DASH : <TradeLink id={trade.id}>{fillInWords(trade)}</TradeLink>
        }
        return (
          <ChartTable
            label="What triggered it"
            columns={['Entry', 'Result', MEASURED[flag.kind] ?? 'Measured', 'After']}
            rows={newest.map(({ tradeId, after, measured }) => {
              const trade = found.get(tradeId)
              const net = trade === undefined ? DASH : amountInWords(trade.net, trade.currency, { signed: true })
              return { key: tradeId, cells: [named(tradeId), net, measuredInWords(flag.kind, measured), named(after)] }
            })}
          />
        )
      }}
    </QueryView>
  )
}

interface FillOf {
  readonly side: 'long' | 'short'
  readonly quantityMax: string
  readonly symbol: string
  readonly averageEntry: string
  readonly openedAt: string
}

const entry = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

function fillInWords({ side, quantityMax, symbol, averageEntry, openedAt }: FillOf): string {
  const what = side === 'long' ? 'Bought' : 'Sold'
  return `${what} ${quantityMax} ${symbol} at ${averageEntry}, ${entry.format(new Date(openedAt))}`
}

const MEASURED: Readonly<Record<string, string>> = {
  'larger-re-entry': 'Minutes after the loss',
  'beyond-daily-plan': 'Of the day',
  oversized: 'Times the median size',
  'losers-held-longer': 'Times the median hold of wins',
  'outside-planned-hours': 'Time of day',
}

function measuredInWords(kind: string, measured: number): string {
  if (kind !== 'outside-planned-hours') return measured.toLocaleString(undefined, { maximumFractionDigits: 1 })
  return `${String(Math.floor(measured / 60)).padStart(2, '0')}:${String(measured % 60).padStart(2, '0')}`
}
