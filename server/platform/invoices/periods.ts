import { addDays, addMonths } from '../../kernel/zoned.ts'

/** How often a recurring invoice comes. */
export const frequencies = [
  'daily',
  'weekly',
  'two_weeks',
  'four_weeks',
  'monthly',
  'two_months',
  'three_months',
  'four_months',
  'six_months',
  'annually',
  'two_years',
  'three_years',
] as const
export type Frequency = (typeof frequencies)[number]

type Step = { readonly days: number } | { readonly months: number }

const steps: Readonly<Record<Frequency, Step>> = {
  daily: { days: 1 },
  weekly: { days: 7 },
  two_weeks: { days: 14 },
  four_weeks: { days: 28 },
  monthly: { months: 1 },
  two_months: { months: 2 },
  three_months: { months: 3 },
  four_months: { months: 4 },
  six_months: { months: 6 },
  annually: { months: 12 },
  two_years: { months: 24 },
  three_years: { months: 36 },
}

/** The day of period `index`, 0 being `startsOn` itself. Counted from there each time, so a clamped month end never drifts. */
export function periodDate(startsOn: string, frequency: Frequency, index: number): string {
  const step = steps[frequency]
  return 'days' in step
    ? addDays(startsOn, step.days * index)
    : addMonths(startsOn, step.months * index, Number(startsOn.slice(8)))
}

/** The first period of `index` or later that is not before `date`. */
export function periodFrom(
  startsOn: string,
  frequency: Frequency,
  { index, date }: { index: number; date: string },
): number {
  let at = index
  while (periodDate(startsOn, frequency, at) < date) at += 1
  return at
}
