import { amountInWords, riskInWords } from '../decimals.ts'
import type { Definition, Figure } from './types.ts'
import { DASH, dayInWords, durationInWords, ratioInWords, resultInWords, shareInWords, type Unit } from './words.ts'

/** Results of trades have a sign, money that was only counted has none. */
function figureInWords(value: number, of: Definition['unit'], unit: Unit): string {
  switch (of) {
    case 'count':
      return value.toLocaleString()
    case 'share':
      return shareInWords(value)
    case 'ratio':
      return ratioInWords(value)
    case 'money':
      return amountInWords(value.toFixed(8), unit.currency)
    case 'mode':
      return resultInWords(value, unit)
    case 'r':
      return riskInWords(value)
    case 'milliseconds':
      return durationInWords(value)
    case 'days':
      return `${value.toLocaleString()} days`
    case 'yes-no':
      return value === 0 ? 'No' : 'Yes'
  }
}

export function valueInWords({ value }: Figure, definition: Definition | undefined, unit: Unit): string {
  return value === null || definition === undefined ? DASH : figureInWords(value, definition.unit, unit)
}

/** Of how many it is and how sure; for what is not defined, why. */
export function certaintyInWords(figure: Figure, definition: Definition | undefined, unit: Unit): string {
  const { value, n, interval } = figure
  if (value === null) return whyUndefined(figure, definition)
  const of = `n = ${n.toLocaleString()}`
  if (interval === null || definition === undefined) return of
  const [low, high] = [interval.low, interval.high].map((end) => figureInWords(end, definition.unit, unit))
  return `${of}, ${Math.round(interval.level * 100)} %: ${low} to ${high}`
}

const WHY: Readonly<Record<string, string>> = {
  'trades.profitFactor': 'No losses yet, n = ',
  'trades.payoff': 'Needs a win and a loss, n = ',
  'trades.kelly': 'Needs a win and a loss, n = ',
  'returns.calmar': 'No drawdown yet, n = ',
  'returns.omega': 'No losing day yet, n = ',
  'returns.sortino': 'No losing day yet, n = ',
  'returns.modifiedDietz': 'No capital on average, n = ',
  'returns.xirr': 'No rate solves it, n = ',
}

function whyUndefined({ n, definition: id }: Figure, definition: Definition | undefined): string {
  const needs = definition?.needs ?? 1
  if (n < needs) return `Needs ${needs}, has ${n}`
  if (n === 0) return 'None yet'
  return `${WHY[id] ?? 'All results are the same, n = '}${n.toLocaleString()}`
}

export function stretchInWords(from: string | null, to: string | null): string {
  return from === null || to === null ? '' : `${dayInWords(from)} to ${dayInWords(to)}`
}
