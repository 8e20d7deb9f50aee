import { type Decimal, decimal, divide, formatDecimal, times, trimmed } from '../../../kernel/decimal.ts'
import type { RiskProfileRow } from './tables.ts'

interface Template {
  readonly key: string
  readonly title: string
  /** Percentages of the start balance. */
  readonly dailyLoss: string | null
  readonly drawdown: { readonly kind: NonNullable<RiskProfileRow['drawdown_kind']>; readonly amount: string } | null
  /** A trailing floor stops at the start itself. */
  readonly locks: boolean
  readonly bestDayPercent: string | null
  readonly daysMin: number | null
  readonly profitTarget: string | null
}

/** Starting values of rule sets that are common; whoever uses one puts in the figures of their own contract. */
const TEMPLATES: readonly Template[] = [
  {
    ...{ key: 'evaluation-static', title: 'Evaluation with a fixed floor', dailyLoss: '5', locks: false },
    ...{ drawdown: { kind: 'static', amount: '10' }, bestDayPercent: null, daysMin: 5, profitTarget: '10' },
  },
  {
    ...{ key: 'evaluation-end-of-day', title: 'Evaluation with a floor that follows the closes', dailyLoss: '2' },
    ...{ drawdown: { kind: 'trailing_end_of_day', amount: '4' }, locks: true, bestDayPercent: '50', daysMin: 5 },
    profitTarget: '6',
  },
  {
    ...{ key: 'evaluation-intraday', title: 'Evaluation with a floor that follows every high', dailyLoss: null },
    ...{ drawdown: { kind: 'trailing_intraday', amount: '5' }, locks: true, bestDayPercent: null, daysMin: 7 },
    profitTarget: '6',
  },
  {
    ...{ key: 'funded-consistency', title: 'Funded account with a share for the best day', dailyLoss: '3' },
    ...{ drawdown: { kind: 'trailing_end_of_day', amount: '5' }, locks: true, bestDayPercent: '30', daysMin: 10 },
    profitTarget: null,
  },
  {
    ...{ key: 'own-brakes', title: 'Own brakes: a limit for the day and one for all', dailyLoss: '2', locks: false },
    ...{ drawdown: { kind: 'static', amount: '10' }, bestDayPercent: null, daysMin: null, profitTarget: null },
  },
]

/** The templates with amounts for a balance, to the cent. */
export function templatesFor(balance: string) {
  const whole = decimal(balance)
  const part = (percent: string | null): string | null => (percent === null ? null : amountOf(whole, percent))
  return TEMPLATES.map(({ key, title, drawdown, locks, ...asked }) => ({
    ...{ key, title, dailyLoss: part(asked.dailyLoss), bestDayPercent: asked.bestDayPercent, daysMin: asked.daysMin },
    profitTarget: part(asked.profitTarget),
    drawdown:
      drawdown === null
        ? null
        : { kind: drawdown.kind, amount: amountOf(whole, drawdown.amount), lockAt: locks ? '0' : null },
  }))
}

const CENTS = 2

function amountOf(whole: Decimal, percent: string): string {
  return formatDecimal(trimmed(divide(times(whole, decimal(percent)), decimal('100'), CENTS, 'half-even')))
}
