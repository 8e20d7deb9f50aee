import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { api } from '../../api.ts'
import { ChartTable } from '../../charts/table.tsx'
import { Empty } from '../../shell/empty.tsx'
import { Facts } from '../../shell/facts.tsx'
import { Page } from '../../shell/page.tsx'
import { PagedList } from '../../shell/paged-list.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { usePages } from '../../shell/use-pages.ts'
import { TradeLink } from '../trade-link.tsx'
import { type ExplainSearch, explainSearchOf } from './explain-search.ts'
import { behindWords } from './explain-words.ts'
import styles from './figures.module.css'
import { askedFigure, figures } from './queries.ts'
import type { FigureExplanation } from './types.ts'
import { DASH, dayInWords } from './words.ts'

const route = getRouteApi('/traders/trading/figures/explain')
const PAGE = 50

/** How a figure follows from the trades, days and fills behind it. */
export function ExplainPage(): ReactElement {
  const search = route.useSearch()
  const answer = useQuery(figures.explained(search))
  return (
    <Page
      title={answer.data?.definition.title ?? 'Where a figure comes from'}
      lead="Its definition, its formula with the numbers put in, and everything that it is of."
    >
      <QueryView query={answer}>
        {(explanation) => (
          <div className={styles.panels}>
            <FormulaPanel explanation={explanation} />
            {explanation.rows.n > 0 && <RowsPanel explanation={explanation} search={search} />}
          </div>
        )}
      </QueryView>
    </Page>
  )
}

function FormulaPanel({ explanation }: { explanation: FigureExplanation }): ReactElement {
  const { definition, given, steps, value, currency, accountIds } = explanation
  const last = steps.at(-1)
  return (
    <Panel title="Formula">
      <Facts
        facts={[
          ['Definition', definition.formula],
          ['Source', definition.source],
          ['Needs at least', definition.needs === 0 ? null : definition.needs.toLocaleString()],
          ['Formula', last?.formula],
          ['With its numbers', last === undefined ? null : `${last.filled} = ${value ?? 'not defined'}`],
          ['Of', `${accountIds.length === 1 ? 'One account' : `${accountIds.length} accounts`} in ${currency}`],
        ]}
      />
      {given.length > 0 && (
        <ChartTable
          label="What was given"
          isWhole
          columns={['Name', 'Value', 'What it is']}
          rows={given.map(({ name, value: said, words }) => ({ key: name, cells: [name, said ?? DASH, words] }))}
        />
      )}
      <ChartTable
        label="Steps"
        isWhole
        columns={['Name', 'Formula', 'With its numbers', 'Value', 'What it is']}
        rows={steps.map(({ name, formula, filled, value: worked, words, ofRows }) => ({
          key: name,
          cells: [name, formula, filled, ofRows ? 'Of each row' : (worked ?? 'Not defined'), words],
        }))}
      />
    </Panel>
  )
}

interface RowsPanelProps {
  readonly explanation: FigureExplanation
  readonly search: ExplainSearch
}

type Row = FigureExplanation['rows']['items'][number]

function RowsPanel({ explanation, search }: RowsPanelProps): ReactElement {
  const pages = usePages([...figures.explained(search).queryKey, 'rows'], async ({ cursor, signal }) => {
    const query = { ...askedFigure(search), limit: PAGE, ...(cursor === undefined ? {} : { cursor }) }
    return (await api.trading.explainFigure({ query, signal })).rows
  })
  const { kind, n } = explanation.rows
  return (
    <Panel title={behindWords[kind]} aside={<span>{n.toLocaleString()} in all</span>}>
      <PagedList pages={pages} empty={<Empty title="Nothing" hint="There is nothing behind it." />}>
        {(items) => {
          const names = Object.keys(items[0]?.values ?? {})
          return (
            <ChartTable
              label={`${behindWords[kind]}, with its numbers`}
              isWhole
              columns={['Number', 'Day', ...names, 'Down to the fills']}
              rows={items.map((row, at) => ({
                key: String(at),
                cells: [
                  `${at + 1}${row.symbol === null ? '' : ` ${row.symbol}`}`,
                  row.day === null ? DASH : dayInWords(row.day),
                  ...names.map((name) => row.values[name] ?? DASH),
                  <Further key="further" row={row} />,
                ],
              }))}
            />
          )
        }}
      </PagedList>
    </Panel>
  )
}

const EXPLAIN: string = '/trading/figures/explain'

/** A trade is explained on its page, a day by what closing fills brought. */
function Further({ row: { tradeId, explainedBy } }: { row: Row }): ReactElement {
  if (tradeId !== null) return <TradeLink id={tradeId}>Trade</TradeLink>
  if (explainedBy.length === 0) return <>{DASH}</>
  return (
    <>
      {explainedBy.map((path) => {
        const search = explainSearchOf(path)
        return (
          <TextLink key={path} inherit to={EXPLAIN} search={search}>
            Fills of {search.figure.split('/')[2]}
          </TextLink>
        )
      })}
    </>
  )
}
