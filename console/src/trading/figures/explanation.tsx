import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Empty } from '../../shell/empty.tsx'
import { Facts } from '../../shell/facts.tsx'
import { PagedList } from '../../shell/paged-list.tsx'
import { Panel } from '../../shell/panel.tsx'
import { TextLink } from '../../shell/text-link.tsx'
import { type PageRequest, usePages } from '../../shell/use-pages.ts'
import { factSearchOf } from '../explained/explained-search.ts'
import { TradeLink } from '../trade-link.tsx'
import { explainSearchOf } from './explain-search.ts'
import { behindWords } from './explain-words.ts'
import styles from './figures.module.css'
import type { FigureExplanation } from './types.ts'
import { DASH, dayInWords } from './words.ts'

/** What every explanation of a figure says. */
export type Told = Pick<FigureExplanation, 'definition' | 'given' | 'steps' | 'value' | 'rows'>

interface ExplanationViewProps {
  readonly explanation: Told
  /** Of which accounts and money it is. */
  readonly of: string | null
  readonly queryKey: readonly unknown[]
  readonly loadRows: (request: PageRequest) => Promise<Told['rows']>
}

/** A figure by its formula with the numbers put in, and a table of what it is of. */
export function ExplanationView({ explanation, of, queryKey, loadRows }: ExplanationViewProps): ReactElement {
  return (
    <div className={styles.panels}>
      <FormulaPanel explanation={explanation} of={of} />
      {explanation.rows.n > 0 && <RowsPanel rows={explanation.rows} queryKey={queryKey} loadRows={loadRows} />}
    </div>
  )
}

function FormulaPanel({ explanation, of }: Pick<ExplanationViewProps, 'explanation' | 'of'>): ReactElement {
  const { definition, given, steps, value } = explanation
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
          ['Of', of],
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

interface RowsPanelProps extends Pick<ExplanationViewProps, 'queryKey' | 'loadRows'> {
  readonly rows: Told['rows']
}

type Row = Told['rows']['items'][number]

function RowsPanel({ rows: { kind, n }, queryKey, loadRows }: RowsPanelProps): ReactElement {
  const pages = usePages([...queryKey, 'rows'], loadRows)
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
                  [at + 1, row.what, row.symbol].filter((part) => part !== null).join(' '),
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
const EXPLAIN_FACT: string = '/trading/explained'

/** A trade is explained on its page, a day by what closing fills brought. */
function Further({ row: { tradeId, explainedBy } }: { row: Row }): ReactElement {
  if (tradeId !== null) return <TradeLink id={tradeId}>Trade</TradeLink>
  if (explainedBy.length === 0) return <>{DASH}</>
  return (
    <>
      {explainedBy.map((path) => {
        const fact = factSearchOf(path)
        if (fact !== null)
          return (
            <TextLink key={path} inherit to={EXPLAIN_FACT} search={fact}>
              Fills of {fact.day}
            </TextLink>
          )
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
