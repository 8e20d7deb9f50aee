import { NativeSelect, NumberInput } from '@mantine/core'
import '@mantine/core/styles/NumberInput.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { LineSeries } from '../../charts/plot-options.ts'
import { ChartTable } from '../../charts/table.tsx'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { amountInWords, riskInWords } from '../decimals.ts'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { type Change, type WhatIfSearch, whatIfSearchIn } from './figures-search.ts'
import { FiguresFilters } from './filters.tsx'
import { chosenGroup } from './groups.ts'
import { CURVE_POINTS, figures } from './queries.ts'
import { SelectionFields } from './selection-fields.tsx'
import type { WhatIfGroup } from './types.ts'
import { DASH, ratioInWords, resultInWords, shareInWords, tradesInWords } from './words.ts'

const route = getRouteApi('/traders/trading/what-if')

const changes: Readonly<Record<Change, string>> = {
  without: 'Without some trades',
  only: 'Only some trades',
  fixedRisk: 'The same risk in each trade',
  stop: 'A stop at so many R',
  exit: 'Out at a share of the best',
  shuffle: 'In another order',
}

const AMOUNTS: Partial<Record<Change, string>> = {
  fixedRisk: 'Money at risk in each trade',
  stop: 'R at which the stop is',
  exit: 'Share of the best, 0.8 for four fifths',
}

/** Trades as they might have been, beside those that were. */
export function WhatIfPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const answer = useQuery({ ...figures.whatIf(search), enabled: isComplete(search) })
  const groups = answer.data?.groups ?? []
  const set = (change: Partial<Record<keyof WhatIfSearch, unknown>>): void => {
    void navigate({ search: (now) => whatIfSearchIn({ ...now, ...change }), replace: true })
  }
  const group = chosenGroup(groups, search.currency, ({ n }) => n)
  return (
    <Page title="What if" lead="What results had been with one thing changed, always beside what they were.">
      <FiguresFilters
        search={search}
        currencies={groups.map(({ currency }) => currency)}
        currency={group?.currency}
        set={set}
        isMoneyOnly
      />
      <div className={styles.panels}>
        <Panel title="The change">
          <ChangeFields search={search} set={set} />
        </Panel>
        {isComplete(search) ? (
          <>
            <HiddenByPlan trades={group?.hiddenByPlan} />
            <QueryView query={answer}>
              {() =>
                group === undefined || group.n === 0 ? (
                  <p>No closed trades to change.</p>
                ) : (
                  <Beside group={group} of={askedOf(search, group.currency)} />
                )
              }
            </QueryView>
          </>
        ) : (
          <p role="status">Say which trades or how much, and both curves are drawn.</p>
        )}
      </div>
    </Page>
  )
}

function isComplete({ change = 'without', filter, amount }: WhatIfSearch): boolean {
  if (change === 'shuffle') return true
  return AMOUNTS[change] === undefined ? filter !== undefined : amount !== undefined
}

interface ChangeFieldsProps {
  readonly search: WhatIfSearch
  readonly set: (change: Partial<Record<keyof WhatIfSearch, unknown>>) => void
}

function ChangeFields({ search, set }: ChangeFieldsProps): ReactElement {
  const { change = 'without' } = search
  const amount = AMOUNTS[change]
  return (
    <div className={styles.stack}>
      <div className={styles.fields}>
        <NativeSelect
          label="What is changed"
          value={change}
          onChange={(event) => set({ change: event.currentTarget.value, amount: undefined })}
          data={Object.entries(changes).map(([value, label]) => ({ value, label }))}
        />
        {amount !== undefined && (
          <NumberInput
            key={change}
            label={amount}
            hideControls
            allowNegative={false}
            decimalScale={8}
            defaultValue={search.amount ?? ''}
            onChange={(value) => set({ amount: String(value) })}
          />
        )}
        {change === 'shuffle' && (
          <NumberInput
            label="Seed"
            description="The same seed gives the same order"
            min={0}
            max={2 ** 31 - 1}
            allowDecimal={false}
            value={search.seed ?? 1}
            onChange={(value) => set({ seed: value })}
          />
        )}
      </div>
      {(change === 'without' || change === 'only') && (
        <SelectionFields
          legend={change === 'without' ? 'Trades that are left out' : 'Trades that stay'}
          text={search.filter}
          onChange={(filter) => set({ filter })}
        />
      )}
    </div>
  )
}

/** As the figures were asked for: in money. */
function askedOf(
  { change = 'without', filter, amount, seed, mode: _, ...search }: WhatIfSearch,
  currency: string,
): ExplainedOf {
  const said = { change, filter, amount, seed, points: CURVE_POINTS }
  const more = Object.entries(said).filter((entry): entry is [string, string | number] => entry[1] !== undefined)
  return { search, currency, report: 'whatif', more: Object.fromEntries(more) }
}

function Beside({ group, of }: { group: WhatIfGroup; of: ExplainedOf }): ReactElement {
  const { real, whatIf, currency, n, changed, unknown, unknownAre } = group
  const { x, series } = useMemo(() => curvesOf(real.points, whatIf.points, currency), [real, whatIf, currency])
  const unit = { currency, mode: 'cash' } as const
  const row = (key: string, field: string, told: (side: WhatIfGroup['real']) => string) => {
    const explained = (side: 'real' | 'whatIf') => (
      <Explained key={side} of={of} figure={`/${side}/${field}`}>
        {told(group[side])}
      </Explained>
    )
    return { key, cells: [key, explained('real'), explained('whatIf')] }
  }
  return (
    <Panel title={`${tradesInWords(n)}, ${changed.toLocaleString()} of them changed`}>
      {unknown > 0 && (
        <p className={styles.note}>
          Of {tradesInWords(unknown)} nobody can say, for want of their risk or excursion: they{' '}
          {unknownAre === 'left-out' ? 'are left out' : 'stay as they were'}.
        </p>
      )}
      <div className={styles.stack}>
        <LineChart
          label="Results added up"
          axis={{ kind: 'count' }}
          x={x}
          series={series}
          placesAre="Trade"
          placeInWords={(at) => `Trade ${x[at] ?? ''}`}
        />
        <ChartTable
          label="As it was and as it might have been"
          isWhole
          columns={['Figure', 'As it was', 'What if']}
          rows={[
            row('Trades', 'n', (side) => side.n.toLocaleString()),
            row('Result', 'net', (side) => resultInWords(side.net, unit)),
            row('Win rate', 'winRate', (side) => shareInWords(side.winRate)),
            row('Profit factor', 'profitFactor', (side) => ratioInWords(side.profitFactor)),
            row('Average', 'average', (side) =>
              side.average === null ? DASH : resultInWords(side.average, { ...unit }),
            ),
            row('Average R', 'avgR', (side) => (side.avgR === null ? DASH : riskInWords(side.avgR))),
            row('Deepest fall', 'deepestFall', (side) =>
              side.deepestFall === null ? DASH : amountInWords(side.deepestFall, currency),
            ),
          ]}
        />
      </div>
    </Panel>
  )
}

type Points = WhatIfGroup['real']['points']

/** Both over the number of the trade. */
function curvesOf(real: Points, whatIf: Points, currency: string): { x: number[]; series: LineSeries[] } {
  const x = [...new Set([...real, ...whatIf].map(({ trade }) => trade))].sort((left, right) => left - right)
  const valuesOf = (points: Points) => {
    const known = new Map(points.map(({ trade, result }) => [trade, Number(result)]))
    return x.map((trade) => known.get(trade) ?? null)
  }
  const inWords = (value: number) => amountInWords(value.toFixed(8), currency, { signed: true })
  return {
    x,
    series: [
      { label: 'As it was', values: valuesOf(real), tone: 'chart-1', isSparse: true, inWords },
      { label: 'What if', values: valuesOf(whatIf), tone: 'chart-2', isDashed: true, isSparse: true, inWords },
    ],
  }
}
