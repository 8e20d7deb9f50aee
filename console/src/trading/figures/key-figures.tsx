import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import { Amount } from '../amounts.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import { DefinitionTerm } from './definition-term.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import { certaintyInWords, stretchInWords, valueInWords } from './figure-words.ts'
import styles from './figures.module.css'
import { figures } from './queries.ts'
import { TradesLink } from './trades-link.tsx'
import type { Figure, Summary } from './types.ts'
import { tradesInWords, type Unit } from './words.ts'

const SHOWN = [
  ...['trades.winRate', 'trades.profitFactor', 'trades.expectancy', 'trades.payoff', 'r.average', 'r.sqn'],
  ...['returns.maxDrawdown', 'returns.timeWeighted', 'returns.modifiedDietz', 'returns.xirr', 'returns.sharpe'],
  'returns.sortino',
]

interface KeyFiguresProps {
  readonly summary: Summary
  readonly unit: Unit
  readonly behind: Behind
}

/** What matters first, each of how many it is and how sure; behind it all others. */
export function KeyFigures({ summary, unit, behind }: KeyFiguresProps): ReactElement {
  const { n, missing, wins, losses, scratches, money, returns } = summary
  const of: ExplainedOf = { search: behind.search, currency: unit.currency, report: 'summary' }
  const basis = behind.search.basis ?? 'net'
  const shown = SHOWN.flatMap((id) => summary.figures.find(({ definition }) => definition === id) ?? [])
  return (
    <Panel title="Key figures" aside={<TradesLink filter={tradesBehind(behind)}>{tradesInWords(n)}</TradesLink>}>
      <dl className={styles.tiles}>
        <div className={`${styles.tile} ${styles.first}`}>
          <dt>
            <DefinitionTerm id={`money.${basis}`} />
          </dt>
          <dd className={styles.value}>
            <Explained of={of} figure={`/money/${basis}`}>
              <Amount value={money[basis]} currency={unit.currency} signed />
            </Explained>
          </dd>
          <dd className={styles.small}>
            costs{' '}
            <Explained of={of} figure="/money/fees">
              <Amount value={money.fees} currency={unit.currency} />
            </Explained>
          </dd>
        </div>
        <div className={styles.tile}>
          <dt>
            <DefinitionTerm id="trades.n" />
          </dt>
          <dd className={styles.value}>
            <Explained of={of} figure="/n">
              {n.toLocaleString()}
            </Explained>
          </dd>
          <dd className={styles.small}>
            <Explained of={of} figure="/wins">
              {wins} won
            </Explained>
            ,{' '}
            <Explained of={of} figure="/losses">
              {losses} lost
            </Explained>
            ,{' '}
            <Explained of={of} figure="/scratches">
              {scratches} even
            </Explained>
          </dd>
        </div>
        {shown.map((figure) => (
          <FigureTile key={figure.definition} figure={figure} unit={unit} of={of} />
        ))}
      </dl>
      {missing > 0 && (
        <p className={styles.note}>
          {tradesInWords(missing)} left out:{' '}
          {unit.mode === 'r' ? 'nobody said what they risked.' : 'they cost nothing.'}
        </p>
      )}
      {!returns.isEnough && (
        <p className={styles.note}>Under thirty days with a return: what is told of returns says little.</p>
      )}
      <Disclosure label="All figures">
        <AllFigures summary={summary} unit={unit} of={of} />
        <p className={styles.note}>
          Returns are of {stretchInWords(returns.from, returns.to)}, {returns.calendar.periods}{' '}
          {returns.calendar.days === 'trading-days' ? 'trading days' : 'calendar days'} a year.
        </p>
      </Disclosure>
    </Panel>
  )
}

function FigureTile({ figure, unit, of }: { figure: Figure; unit: Unit; of: ExplainedOf }): ReactElement {
  const definition = useQuery(figures.definitions()).data?.find(({ id }) => id === figure.definition)
  return (
    <div className={styles.tile}>
      <dt>
        <DefinitionTerm id={figure.definition} />
      </dt>
      <dd className={styles.value}>
        <Explained of={of} figure={`/figures/${figure.definition}/value`}>
          {valueInWords(figure, definition, unit)}
        </Explained>
      </dd>
      <dd className={styles.small}>{certaintyInWords(figure, definition, unit)}</dd>
    </div>
  )
}

function AllFigures({ summary, unit, of }: { summary: Summary; unit: Unit; of: ExplainedOf }): ReactElement {
  const definitions = useQuery(figures.definitions()).data ?? []
  const rows = summary.figures.map((figure) => {
    const definition = definitions.find(({ id }) => id === figure.definition)
    const value = (
      <Explained key="value" of={of} figure={`/figures/${figure.definition}/value`}>
        {valueInWords(figure, definition, unit)}
      </Explained>
    )
    const cells = [value, certaintyInWords(figure, definition, unit)]
    return { key: figure.definition, cells: [definition?.title ?? '', ...cells, definition?.formula ?? ''] }
  })
  return (
    <ChartTable label="All figures" columns={['Figure', 'Value', 'Of how many, how sure', 'Formula']} rows={rows} />
  )
}
