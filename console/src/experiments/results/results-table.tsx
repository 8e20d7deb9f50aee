import type { ReactElement } from 'react'
import { ChartTable } from '../../charts/table.tsx'
import {
  certaintyInWords,
  DASH,
  differenceInWords,
  evidenceOf,
  intervalInWords,
  levelInWords,
  reductionInWords,
} from '../figures.ts'
import type { MetricResult, Results } from '../types.ts'
import { faultWords, verdictWords } from '../words.ts'

interface ResultsTableProps {
  readonly label: string
  readonly metrics: readonly MetricResult[]
  readonly results: Pick<Results, 'alpha'>
  /** Names the metric in each row. */
  readonly isMixed?: boolean
}

/** All figures of variants, one in a row. */
export function ResultsTable({ label, metrics, results, isMixed = false }: ResultsTableProps): ReactElement {
  const variants = metrics.flatMap(({ variants }) => variants)
  const evidence = evidenceOf(variants.find(({ effect }) => effect !== null)?.effect ?? null).map(([name]) => name)
  const isAdjusted = variants.some(({ varianceReduction }) => varianceReduction !== null)
  const kinds = new Set(metrics.map(({ kind }) => kind))
  const level = kinds.size > 1 ? 'Value' : kinds.has('conversion') ? 'Conversion' : kinds.has('mean') ? 'Mean' : 'Ratio'
  return (
    <ChartTable
      isWhole
      label={label}
      columns={[
        ...['Variant', 'Sample', level, 'Difference', `${certaintyInWords(results.alpha)} interval`, ...evidence],
        ...(isAdjusted ? ['CUPED'] : []),
        'Verdict',
      ]}
      rows={metrics.flatMap((metric) =>
        metric.variants.map(({ variant, units, mean, effect, fault, verdict, varianceReduction }) => {
          const shown = { kind: metric.kind, difference: effect?.difference ?? 'relative' } as const
          return {
            key: `${metric.key} ${variant}`,
            cells: [
              isMixed ? `${metric.title}: ${variant}` : variant,
              units.toLocaleString(),
              units === 0 ? DASH : levelInWords(metric.kind, mean),
              effect === null ? DASH : differenceInWords(shown, effect.estimate),
              effect === null ? DASH : intervalInWords(shown, effect),
              ...evidence.map((name) => evidenceOf(effect).find(([one]) => one === name)?.[1] ?? DASH),
              ...(isAdjusted ? [reductionInWords(varianceReduction)] : []),
              fault === null ? verdictWords[verdict].label : `${verdictWords[verdict].label}: ${faultWords[fault]}`,
            ],
          }
        }),
      )}
    />
  )
}
