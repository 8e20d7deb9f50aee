import { NumberInput } from '@mantine/core'
import '@mantine/core/styles/NumberInput.layer.css'
import '@mantine/core/styles/Popover.layer.css'
import { useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import { type ReactElement, type ReactNode, useMemo } from 'react'
import { LineChart } from '../../charts/line-chart.tsx'
import type { LineSeries } from '../../charts/plot-options.ts'
import { Page } from '../../shell/page.tsx'
import { Panel } from '../../shell/panel.tsx'
import { QueryView } from '../../shell/query-view.tsx'
import { percentInWords } from '../decimals.ts'
import { HiddenByPlan } from '../hidden-by-plan.tsx'
import { DefinitionTerm } from './definition-term.tsx'
import { Explained, type ExplainedOf } from './explained.tsx'
import styles from './figures.module.css'
import { type SimulationSearch, simulationSearchIn } from './figures-search.ts'
import { FiguresFilters } from './filters.tsx'
import { chosenGroup } from './groups.ts'
import { figures } from './queries.ts'
import type { Simulation } from './types.ts'
import { DASH } from './words.ts'

const route = getRouteApi('/traders/trading/dashboard/simulation')

/** Futures drawn from the results of the past. */
export function SimulationPage(): ReactElement {
  const search = route.useSearch()
  const navigate = route.useNavigate()
  const answer = useQuery(figures.simulation(search))
  const groups = answer.data?.groups ?? []
  const group = chosenGroup(groups, search.currency, ({ n }) => n)
  const set = (change: Partial<Record<keyof SimulationSearch, unknown>>): void => {
    void navigate({ search: (now) => simulationSearchIn({ ...now, ...change }), replace: true })
  }
  return (
    <Page title="Simulation" lead="Thousands of futures, each drawn from the R of your closed trades. Not a forecast.">
      <FiguresFilters
        search={search}
        currencies={groups.map(({ currency }) => currency)}
        currency={group?.currency}
        set={set}
        isMoneyOnly
      />
      <div className={styles.panels}>
        <Panel title="What is drawn">
          <SimulationFields search={search} set={set} />
        </Panel>
        <HiddenByPlan trades={group?.hiddenByPlan} />
        <QueryView query={answer}>
          {() =>
            group === undefined || group.simulation === null ? (
              <p>
                No closed trade has a known risk yet. Say where its stop was, or what it risked, and it is drawn from.
              </p>
            ) : (
              <Drawn
                simulation={group.simulation}
                ruinAt={search.ruinAt ?? RUIN_AT}
                of={askedOf(search, group.currency)}
              />
            )
          }
        </QueryView>
      </div>
    </Page>
  )
}

const RUIN_AT = 50

interface SimulationFieldsProps {
  readonly search: SimulationSearch
  readonly set: (change: Partial<Record<keyof SimulationSearch, unknown>>) => void
}

function SimulationFields({ search, set }: SimulationFieldsProps): ReactElement {
  return (
    <div className={styles.fields}>
      <NumberInput
        label="Trades of a run"
        {...{ min: 1, max: 500, allowDecimal: false, value: search.trades ?? 100 }}
        onChange={(trades) => set({ trades })}
      />
      <NumberInput
        label="Risk in each trade, % of the equity"
        {...{ min: 0.01, max: 100, decimalScale: 2, step: 0.5, value: search.riskShare ?? 1 }}
        onChange={(riskShare) => set({ riskShare })}
      />
      <NumberInput
        label="Ruin at, % of the start"
        {...{ min: 0, max: 99, allowDecimal: false, value: search.ruinAt ?? RUIN_AT }}
        onChange={(ruinAt) => set({ ruinAt })}
      />
      <NumberInput
        label="Seed"
        {...{ min: 0, max: 2 ** 31 - 1, allowDecimal: false, value: search.seed ?? 1 }}
        onChange={(seed) => set({ seed })}
      />
    </div>
  )
}

/** As the figures were asked for: shares, and whatever the mode. */
function askedOf(
  { trades, riskShare, ruinAt, seed, mode: _, ...search }: SimulationSearch,
  currency: string,
): ExplainedOf {
  const more = {
    ...(trades === undefined ? {} : { trades }),
    ...(riskShare === undefined ? {} : { riskShare: riskShare / 100 }),
    ...(ruinAt === undefined ? {} : { ruinAt: ruinAt / 100 }),
    ...(seed === undefined ? {} : { seed }),
  }
  return { search, currency, report: 'montecarlo', more }
}

const ENOUGH = 30

function Drawn(props: { simulation: Simulation; ruinAt: number; of: ExplainedOf }): ReactElement {
  const { simulation, ruinAt, of } = props
  const { n, runs, trades, seed, endEquity, maxDrawdown, riskOfRuin, riskOfLoss, fan } = simulation
  const x = useMemo(() => fan.map(({ trade }) => trade), [fan])
  const series = useMemo((): LineSeries[] => {
    const line = (label: string, of: 'p5' | 'p50' | 'p95', tone: LineSeries['tone']): LineSeries => ({
      ...{ label, tone, isDashed: of !== 'p50', inWords: (value: number) => `${value.toFixed(1)} %` },
      values: fan.map((place) => place[of] * 100),
    })
    return [line('P95', 'p95', 'chart-1'), line('P50', 'p50', 'chart-3'), line('P5', 'p5', 'chart-2')]
  }, [fan])
  const told = (name: string, words: string) => (
    <Explained of={of} figure={`/simulation/${name}`}>
      {words}
    </Explained>
  )
  const spread = (name: 'endEquity' | 'maxDrawdown', { p5, p50, p95 }: Simulation['endEquity']) => (
    <>
      {told(`${name}/p5`, percentInWords(p5))} · {told(`${name}/p50`, percentInWords(p50))} ·{' '}
      {told(`${name}/p95`, percentInWords(p95))}
    </>
  )
  const tiles: readonly (readonly [id: string, value: ReactNode, small: string])[] = [
    ['montecarlo.endEquity', spread('endEquity', endEquity), 'of the start: P5, P50, P95'],
    ['montecarlo.maxDrawdown', spread('maxDrawdown', maxDrawdown), 'P5, P50, P95'],
    [
      'montecarlo.riskOfRuin',
      told('riskOfRuin', riskOfRuin === null ? DASH : percentInWords(riskOfRuin)),
      `down to ${ruinAt} % of the start`,
    ],
    [
      'montecarlo.riskOfLoss',
      told('riskOfLoss', riskOfLoss === null ? DASH : percentInWords(riskOfLoss)),
      'below the start at the end',
    ],
    ['montecarlo.n', told('n', n.toLocaleString()), `drawn ${runs.toLocaleString()} × ${trades} times`],
    ['montecarlo.seed', String(seed), 'the same seed, the same numbers'],
  ]
  return (
    <Panel title="What came of it">
      <dl className={styles.tiles}>
        {tiles.map(([id, value, small]) => (
          <div key={id} className={styles.wideTile}>
            <dt>
              <DefinitionTerm id={id} />
            </dt>
            <dd className={styles.value}>{value}</dd>
            <dd className={styles.small}>{small}</dd>
          </div>
        ))}
      </dl>
      {n < ENOUGH && <p className={styles.note}>Fewer than thirty results: what is drawn from them says little.</p>}
      <LineChart
        label="Equity, % of the start"
        axis={{ kind: 'count' }}
        x={x}
        series={series}
        placesAre="Trade"
        placeInWords={(at) => `After trade ${x[at] ?? ''}`}
      />
    </Panel>
  )
}
