import { amountInWords, decimalInWords, percentInWords } from '../../decimals.ts'
import type { Goal } from '../types.ts'

type Metric = Goal['metric']

interface MetricWords {
  readonly label: string
  /** The unit of its target. */
  readonly unit: 'money' | 'percent' | 'count'
  /** The target is the most, not the least. */
  readonly isMost: boolean
}

export const metrics: Readonly<Record<Metric, MetricWords>> = {
  net: { label: 'Net of at least', unit: 'money', isMost: false },
  'win-rate': { label: 'Share of winners of at least', unit: 'percent', isMost: false },
  'trades-per-day': { label: 'Trades a day at most', unit: 'count', isMost: true },
  'loss-per-day': { label: 'Loss a day at most', unit: 'money', isMost: true },
  'journal-days': { label: 'Days with a journal, at least', unit: 'count', isMost: false },
}

export const periods: Readonly<Record<Goal['period'], string>> = { week: 'each week', month: 'each month' }

/** A target or a value of the metric; `currency` is that of the goal's account. */
export function valueInWords(metric: Metric, value: string, currency: string | undefined): string {
  const { unit } = metrics[metric]
  if (unit === 'percent') return percentInWords(String(Number(value) / 100))
  return unit === 'money' && currency !== undefined ? amountInWords(value, currency) : decimalInWords(value)
}

export function goalInWords({ metric, target, period }: Goal, currency: string | undefined): string {
  return `${metrics[metric].label} ${valueInWords(metric, target, currency)}, ${periods[period]}`
}

/** How far it is, from 0 to 1: of what is used up where the target is the most. */
export function shareOf({ target, progress: { value } }: Goal): number {
  if (value === null || Number(target) === 0) return 0
  return Math.min(1, Math.max(0, Number(value) / Number(target)))
}
