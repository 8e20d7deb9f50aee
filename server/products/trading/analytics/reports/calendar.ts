import { type Static, Type } from 'typebox'
import { type Decimal, formatDecimal, minus, plus, ZERO } from '../../../../kernel/decimal.ts'
import { namedObject } from '../../../../kernel/http/schema.ts'
import { dayText, weekdayOfDay } from '../days.ts'
import { exactSum } from '../metrics/exact-sum.ts'
import { sumOf } from '../metrics/results.ts'
import type { Report } from '../report.ts'
import type { Selection } from '../selections.ts'
import { day, exact } from '../shapes.ts'
import { emptyTally, tallies, tallyDefinitions, tallyShape, writtenTally } from '../tally.ts'

const dayRow = namedObject('DayOfTrades', {
  day,
  ...tallyShape,
  realised: {
    ...exact,
    description: 'By fills that closed on this day, also of trades that closed later or are open still',
  },
})
const weekRow = namedObject('WeekOfTrades', {
  monday: day,
  ...tallyShape,
  cumulated: { ...exact, description: 'Net of this week and all before it' },
})

export const calendarProperties = {
  days: Type.Array(dayRow),
  weeks: Type.Array(weekRow),
  openRealised: { ...exact, description: 'Of what was realised, the part of trades that are not closed' },
}

/** Results by the trading day of the close, and by the week. Days on which nothing was closed are left out. */
export const calendarReport: Report<Record<never, never>, typeof calendarProperties> = {
  name: 'calendar',
  definitions: {
    ...tallyDefinitions,
    ...{ realised: 'money.realised', cumulated: 'money.cumulated', openRealised: 'money.openRealised' },
  },
  query: {},
  properties: calendarProperties,
  compute: (selection) => ({
    days: daysOf(selection),
    weeks: weeksOf(selection),
    openRealised: formatDecimal(openRealised(selection)),
  }),
}

function daysOf(selection: Selection): Static<typeof dayRow>[] {
  const { scale } = selection.results
  const { basis } = selection.scope.measure
  const closed = tallies(selection, (trade) => [trade.closedDayNumber])
  const realised = new Map(selection.days.map((one) => [one.day, one[basis]]))
  const days = [...new Set([...closed.keys(), ...realised.keys()])].sort((left, right) => left - right)
  return days.map((number) => ({
    day: dayText(number),
    ...writtenTally(closed.get(number) ?? emptyTally(), scale),
    realised: formatDecimal(realised.get(number) ?? ZERO),
  }))
}

function weeksOf(selection: Selection): Static<typeof weekRow>[] {
  const { scale } = selection.results
  const weeks = tallies(selection, ({ closedDayNumber }) => [closedDayNumber - weekdayOfDay(closedDayNumber) + 1])
  let cumulated: Decimal = ZERO
  return [...weeks]
    .sort(([left], [right]) => left - right)
    .map(([monday, tally]) => {
      cumulated = plus(cumulated, { units: tally.money, scale })
      return { monday: dayText(monday), ...writtenTally(tally, scale), cumulated: formatDecimal(cumulated) }
    })
}

/** What closing fills realised beyond the trades that are closed. */
function openRealised({ days, trades, results, scope }: Selection): Decimal {
  const { basis } = scope.measure
  const realised = exactSum(days, (one) => one[basis])
  const closed = results.missing === 0 ? sumOf(results) : exactSum(trades, (trade) => trade[basis])
  return minus(realised, closed)
}
