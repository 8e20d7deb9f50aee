import { Stack } from '@mantine/core'
import type { ReactElement } from 'react'
import { Disclosure } from '../../shell/disclosure.tsx'
import { Panel } from '../../shell/panel.tsx'
import styles from '../experiments.module.css'
import { readingOf } from '../figures.ts'
import type { Experiment, MetricResult, Results } from '../types.ts'
import { IntervalChart } from './interval-chart.tsx'
import { ResultsTable } from './results-table.tsx'
import { domainOf, type Span } from './scale.ts'

/** What the primary metrics say, and all differences on one axis, as far as they are told in one unit. */
export function OverviewPanel({ experiment, results }: { experiment: Experiment; results: Results }): ReactElement {
  const { control } = experiment
  const primary = results.metrics.filter(({ role }) => role === 'primary')
  const rows = results.metrics.flatMap((metric) =>
    metric.variants
      .filter(({ verdict }) => verdict !== 'control')
      .map((variant) => ({ key: `${metric.key} ${variant.variant}`, metric, variant })),
  )
  const isOneUnit = rows.every(({ variant: { effect } }) => effect === null || effect.difference === 'relative')
  return (
    <Panel title="At a glance">
      <Stack gap="lg">
        <ul className={`${styles.readings} ${styles.leading}`}>
          {primary.flatMap((metric) =>
            metric.variants
              .filter(({ verdict }) => verdict !== 'control')
              .map((variant) => (
                <li key={`${metric.key} ${variant.variant}`}>
                  <strong>{metric.title}</strong>
                  {`: ${readingOf({ metric, variant, control, results })}`}
                </li>
              )),
          )}
        </ul>
        {isOneUnit && results.metrics.length > 1 && (
          <>
            <IntervalChart
              isMixed
              label={`All metrics: difference from ${control}`}
              rows={rows}
              domain={domainOf(spansOf(results.metrics), spansOf(primary))}
              sides={['Lower', 'Higher']}
            />
            <Disclosure label="All metrics as a table">
              <ResultsTable isMixed label="All metrics" metrics={results.metrics} results={results} />
            </Disclosure>
          </>
        )}
      </Stack>
    </Panel>
  )
}

function spansOf(metrics: readonly MetricResult[]): Span[] {
  return metrics.flatMap(({ variants }) => variants.flatMap(({ effect }) => (effect === null ? [] : [effect])))
}
