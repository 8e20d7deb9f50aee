import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import styles from '../experiments.module.css'
import { readingOf } from '../figures.ts'
import type { Experiment, MetricResult, Results } from '../types.ts'
import { desiredWords, roleWords } from '../words.ts'
import { IntervalChart } from './interval-chart.tsx'
import { ResultsTable } from './results-table.tsx'
import { domainOf } from './scale.ts'
import { SeriesChart } from './series-chart.tsx'

interface MetricPanelProps {
  readonly experiment: Experiment
  readonly results: Results
  readonly metric: MetricResult
}

/** What one metric says of each variant: in words, drawn, as a table, and day by day. */
export function MetricPanel({ experiment, results, metric }: MetricPanelProps): ReactElement {
  const { key, title, role, desired } = metric
  const treatments = metric.variants.filter(({ verdict }) => verdict !== 'control')
  const spans = treatments.flatMap(({ effect }) => (effect === null ? [] : [effect]))
  const series = <Series results={results} metric={metric} difference={spans[0]?.difference ?? 'relative'} />
  return (
    <Panel title={title} aside={<span className={styles.small}>{`${roleWords[role]}. ${desiredWords[desired]}`}</span>}>
      <Stack gap="lg">
        <ul className={styles.readings}>
          {treatments.map((variant) => (
            <li key={variant.variant}>{readingOf({ metric, variant, control: experiment.control, results })}</li>
          ))}
        </ul>
        <IntervalChart
          label={`${title}: difference from ${experiment.control}`}
          domain={domainOf(spans)}
          rows={treatments.map((variant) => ({ key: `${key} ${variant.variant}`, metric, variant }))}
          sides={desired === 'increase' ? ['Worse', 'Better'] : ['Better', 'Worse']}
        />
        <ResultsTable label={`${title} as a table`} metrics={[metric]} results={results} />
        {role === 'primary' ? series : <Disclosure label={`${title} by day`}>{series}</Disclosure>}
      </Stack>
    </Panel>
  )
}

interface SeriesProps extends Pick<MetricPanelProps, 'results' | 'metric'> {
  readonly difference: 'relative' | 'absolute'
}

const DAYS_LEAST = 2

function Series({ results, metric, difference }: SeriesProps): ReactElement {
  const found = results.series.filter((one) => one.metric === metric.key && one.points.length >= DAYS_LEAST)
  if (found.length === 0)
    return <p className={styles.small}>{`How ${metric.title} goes by day is drawn from the second day on.`}</p>
  return (
    <Stack gap="lg">
      {found.map(({ variant, points }) => (
        <SeriesChart key={variant} {...{ metric, variant, points, difference }} />
      ))}
    </Stack>
  )
}
