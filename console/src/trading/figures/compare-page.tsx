import '@mantine/core/styles/Popover.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords } from '../decimals.ts'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { Explained } from './explained.tsx'
import { certaintyInWords, valueInWords } from './figure-words.ts'
import styles from './figures.module.css'
import { type CompareSearch, compareSearchIn } from './figures-search.ts'
import { MeasureFields } from './measure-fields.tsx'
import { figures } from './queries.ts'
import { selectionIn, tradesOf } from './selection.ts'
import { SelectionFields } from './selection-fields.tsx'
import { TradesLink } from './trades-link.tsx'
import type { Mode, Summary } from './types.ts'
import { DASH, tradesInWords, type Unit } from './words.ts'

const route = getRouteApi('/traders/trading/compare')

/** Two selections of trades beside each other. */
export function ComparePage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const compared = useQuery(figures.compare(search))
  const set = (change: Partial<Record<keyof CompareSearch, unknown>>): void => {
    void navigate({ search: (now) => compareSearchIn({ ...now, ...change }), replace: true })
  }
  return (
    <Page title="Compare" lead="The figures of two selections of trades beside each other, with how sure each is.">
      <div className={styles.panels}>
        <div className={styles.pair}>
          <Panel>
            <SelectionFields legend="First" text={search.left} onChange={(left) => set({ left })} />
          </Panel>
          <Panel>
            <SelectionFields legend="Second" text={search.right} onChange={(right) => set({ right })} />
          </Panel>
        </div>
        <MeasureFields search={search} set={set} />
        <QueryView query={compared}>
          {({ groups, mode }) =>
            groups.length === 0 ? (
              <p>There is no account to compare trades of. Add one and import what your broker exports.</p>
            ) : (
              groups.map(({ currency, left, right }) => (
                <Sides key={currency} left={left} right={right} unit={{ currency, mode }} search={search} />
              ))
            )
          }
        </QueryView>
      </div>
    </Page>
  )
}

interface SidesProps {
  readonly left: Summary | null
  readonly right: Summary | null
  readonly unit: Unit
  readonly search: CompareSearch
}

function Sides({ left, right, unit, search }: SidesProps): ReactElement {
  const definitions = useQuery(figures.definitions()).data ?? []
  const known = (left ?? right)?.figures ?? []
  const { left: leftText = '', right: rightText = '', ...measure } = search
  const explained = (side: Summary | null, figure: string, words: string) => (
    <Explained
      of={{ search: measure, currency: unit.currency, report: 'compare', more: { left: leftText, right: rightText } }}
      figure={`/${side === left ? 'left' : 'right'}${figure}`}
    >
      {words}
    </Explained>
  )
  const cell = (side: Summary | null, id: string) => {
    const figure = side?.figures.find(({ definition }) => definition === id)
    const definition = definitions.find((one) => one.id === id)
    if (figure === undefined) return DASH
    return (
      <>
        {explained(side, `/figures/${id}/value`, valueInWords(figure, definition, unit))}
        <span className={styles.sure}>{certaintyInWords(figure, definition, unit)}</span>
      </>
    )
  }
  const basis = search.basis ?? 'net'
  const money = (side: Summary | null) =>
    side === null
      ? DASH
      : explained(side, `/money/${basis}`, amountInWords(side.money[basis], unit.currency, { signed: true }))
  return (
    <Panel title={`Figures in ${unit.currency}`}>
      <HiddenByPlan trades={Math.max(left?.hiddenByPlan ?? 0, right?.hiddenByPlan ?? 0)} />
      <ChartTable
        label={`Each figure in ${unit.currency}`}
        isWhole
        columns={['Figure', 'First', 'Second']}
        rows={[
          {
            key: 'trades',
            cells: [
              'Trades',
              <SideLink key="left" side={left} text={search.left} mode={unit.mode} />,
              <SideLink key="right" side={right} text={search.right} mode={unit.mode} />,
            ],
          },
          { key: 'money', cells: [basis === 'net' ? 'Net' : 'Gross', money(left), money(right)] },
          ...known.map(({ definition: id }) => ({
            key: id,
            cells: [definitions.find((one) => one.id === id)?.title ?? '', cell(left, id), cell(right, id)],
          })),
        ]}
      />
    </Panel>
  )
}

function SideLink(props: { side: Summary | null; text: string | undefined; mode: Mode }): ReactElement {
  const { side, text, mode } = props
  if (side === null) return <>{DASH}</>
  return <TradesLink filter={tradesOf(selectionIn(text), mode)}>{tradesInWords(side.n)}</TradesLink>
}
