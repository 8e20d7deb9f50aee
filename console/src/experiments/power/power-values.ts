import { isWithin, shareOf, typedNumber } from '../typed.ts'
import type { Plan, PowerQuestion } from '../types.ts'

/** What is asked of the power calculator, as the fields hold it. */
export interface PowerValues {
  kind: 'conversion' | 'mean'
  /** In percent of a conversion. */
  mean: string
  sd: string
  /** In percent of the mean, as all that follow. */
  effect: string
  certainty: string
  power: string
  groups: string
  looks: PowerQuestion['looks']
  unitsPerDay: string
  unitsPerGroup: string
}

export const blankPower: PowerValues = {
  ...{ kind: 'conversion', mean: '10', sd: '', effect: '10', certainty: '95', power: '80' },
  ...{ groups: '2', looks: 'fixed', unitsPerDay: '1000', unitsPerGroup: '' },
}

const UNITS_MAX = 1_000_000_000
const rules: Readonly<Partial<Record<keyof PowerValues, (typed: string, values: PowerValues) => string | null>>> = {
  mean: (typed, { kind }) => (kind === 'conversion' ? isWithin(0.000_01, 100)(typed) : isWithin(0.000_001, 1e9)(typed)),
  sd: (typed, { kind }) => (kind === 'mean' ? isWithin(0.000_001, 1e9)(typed) : null),
  effect: isWithin(0.01, 1000),
  certainty: isWithin(70, 99.99),
  power: isWithin(50, 99),
  groups: isWithin(2, 20, { whole: true }),
  unitsPerDay: optional(isWithin(1, UNITS_MAX, { whole: true })),
  unitsPerGroup: optional(isWithin(2, UNITS_MAX, { whole: true })),
}

function optional(rule: (typed: string) => string | null) {
  return (typed: string) => (typed.trim() === '' ? null : rule(typed))
}

/** What is wrong with the fields, by their names. */
export function powerFaults(values: PowerValues): Partial<Record<keyof PowerValues, string>> {
  const found: Partial<Record<keyof PowerValues, string>> = {}
  for (const name of Object.keys(rules) as (keyof PowerValues)[]) {
    const fault = rules[name]?.(values[name], values)
    if (fault) found[name] = fault
  }
  return found
}

/** The question, once nothing is wrong. */
export function questionOf(values: PowerValues): PowerQuestion | null {
  if (Object.keys(powerFaults(values)).length > 0) return null
  const number = (typed: string) => typedNumber(typed) ?? Number.NaN
  const given = (name: 'unitsPerDay' | 'unitsPerGroup') =>
    values[name].trim() === '' ? {} : { [name]: number(values[name]) }
  return {
    mean: values.kind === 'conversion' ? shareOf(values.mean) : number(values.mean),
    sd: values.kind === 'conversion' ? null : number(values.sd),
    ...{ effect: shareOf(values.effect), power: shareOf(values.power), looks: values.looks },
    alpha: Number((1 - shareOf(values.certainty)).toPrecision(12)),
    ...{ groups: number(values.groups), ...given('unitsPerDay'), ...given('unitsPerGroup') },
  }
}

/** What is to be done, in a sentence. */
export function planInWords({ unitsPerGroup, units, days }: Plan): string {
  if (unitsPerGroup === null || units === null)
    return 'No number of people that there could be finds so small an effect.'
  const each = `${unitsPerGroup.toLocaleString()} people for each variant, ${units.toLocaleString()} together`
  if (days === null) return `${each}.`
  return `${each}: ${days === 1 ? '1 day' : `${days.toLocaleString()} days`}.`
}
