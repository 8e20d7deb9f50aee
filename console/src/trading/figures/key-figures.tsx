import { useQuery } from '@tanstack/react-query'
import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import { Amount } from '../amounts.tsx'
import { type Behind, tradesBehind } from './behind.ts'
import { DefinitionTerm } from './definition-term.tsx'
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
  const shown = SHOWN.flatMap((id) => summary.figures.find(({ definition }) => definition === id) ?? [])
  return (
    <Panel title="Key figures" aside={<TradesLink filter={tradesBehind(behind)}>{tradesInWords(n)}</TradesLink>}>
      <dl className={styles.tiles}>
        <div className={`${styles.tile} ${styles.first}`}>
          <dt>
            {behind.search.basis === 'gross' ? <DefinitionTerm id="money.gross" /> : <DefinitionTerm id="money.net" />}
          </dt>
          <dd className={styles.value}>
            <Amount value={behind.search.basis === 'gross' ? money.gross : money.net} currency={unit.currency} signed />
          </dd>
          <dd className={styles.small}>
            costs <Amount value={money.fees} currency={unit.currency} />
          </dd>
        </div>
        <div className={styles.tile}>
          <dt>
            <DefinitionTerm id="trades.n" />
          </dt>
          <dd className={styles.value}>{n.toLocaleString()}</dd>
          <dd className={styles.small}>
            {wins} won, {losses} lost, {scratches} even
          </dd>
        </div>
        {shown.map((figure) => (
          <FigureTile key={figure.definition} figure={figure} unit={unit} />
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
        <AllFigures summary={summary} unit={unit} />
        <p className={styles.note}>
          Returns are of {stretchInWords(returns.from, returns.to)}, {returns.calendar.periods}{' '}
          {returns.calendar.days === 'trading-days' ? 'trading days' : 'calendar days'} a year.
        </p>
      </Disclosure>
    </Panel>
  )
}

function FigureTile({ figure, unit }: { figure: Figure; unit: Unit }): ReactElement {
  const definition = useQuery(figures.definitions()).data?.find(({ id }) => id === figure.definition)
  return (
    <div className={styles.tile}>
      <dt>
        <DefinitionTerm id={figure.definition} />
      </dt>
      <dd className={styles.value}>{valueInWords(figure, definition, unit)}</dd>
      <dd className={styles.small}>{certaintyInWords(figure, definition, unit)}</dd>
    </div>
  )
}

function AllFigures({ summary, unit }: { summary: Summary; unit: Unit }): ReactElement {
  const definitions = useQuery(figures.definitions()).data ?? []
  const rows = summary.figures.map((figure) => {
    const definition = definitions.find(({ id }) => id === figure.definition)
    const cells = [valueInWords(figure, definition, unit), certaintyInWords(figure, definition, unit)]
    return { key: figure.definition, cells: [definition?.title ?? '', ...cells, definition?.formula ?? ''] }
  })
  return (
    <ChartTable label="All figures" columns={['Figure', 'Value', 'Of how many, how sure', 'Formula']} rows={rows} />
  )
}
