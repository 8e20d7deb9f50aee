import { ZERO } from '../../../../../kernel/decimal.ts'
import { dayNumber, dayText, weekdayOfDay } from '../../days.ts'
import type { DefinitionId } from '../../definitions.ts'
import type { LoadedTrade } from '../../loaded-trade.ts'
import { exactSum } from '../../metrics/exact-sum.ts'
import { type Dimension, keysOfTrades } from '../../reports/by.ts'
import { type Run, tradeRuns } from '../../trade-runs.ts'
import type { Place } from '../pointer.ts'
import { ofTrades, type Question, question } from '../question.ts'
import type { RecipeId } from '../recipes.ts'
import { dayRows, plainRows, type Rows, tradeRows } from '../rows.ts'
import { closureRows } from './closures.ts'
import type { Context, PlaceOf } from './context.ts'
import { tallyQuestion } from './tally.ts'

function loaded({ selection }: Context): readonly LoadedTrade[] {
  return selection.results.trades as readonly LoadedTrade[]
}

/** What stands behind the first members of a list, the field of a row. */
function fieldBehind({ pattern }: Place, list: string): string | null {
  return pattern.startsWith(`${list}/`) ? pattern.slice(list.length + 1) : null
}

export const calendarPlace: PlaceOf = async (place, context) => {
  const { measure } = context
  if (place.pattern === '/openRealised') return openRealised(context)
  const element = place.members[0]?.element
  const ofDay = fieldBehind(place, '/days/*')
  if (ofDay !== null) {
    const number = dayNumber(String(element?.day))
    if (ofDay === 'realised')
      return question(measure, await closureRows(context, dayText(number)), { definition: 'money.realised' })
    return tallyQuestion(
      measure,
      loaded(context).filter((one) => one.closedDayNumber === number),
      ofDay,
    )
  }
  const ofWeek = fieldBehind(place, '/weeks/*')
  if (ofWeek === null) return null
  const monday = dayNumber(String(element?.monday))
  if (ofWeek === 'cumulated')
    return ofTrades(
      measure,
      loaded(context).filter((one) => mondayOf(one) <= monday),
      { definition: 'money.cumulated' },
    )
  return tallyQuestion(
    measure,
    loaded(context).filter((one) => mondayOf(one) === monday),
    ofWeek,
  )
}

function mondayOf({ closedDayNumber }: LoadedTrade): number {
  return closedDayNumber - weekdayOfDay(closedDayNumber) + 1
}

/** By day: what closing fills realised, and what the trades that closed on it came to as a whole. */
function openRealised({ measure, selection }: Context): Question {
  const { basis } = measure
  const realised = new Map(selection.days.map((one) => [one.day, one[basis]]))
  const closed = new Map<number, LoadedTrade[]>()
  for (const trade of selection.trades) {
    const known = closed.get(trade.closedDayNumber)
    if (known === undefined) closed.set(trade.closedDayNumber, [trade])
    else known.push(trade)
  }
  const days = [...new Set([...realised.keys(), ...closed.keys()])].sort((left, right) => left - right)
  const rows: Rows = {
    kind: 'days',
    n: days.length,
    headOf: (at) => ({ tradeId: null, symbol: null, day: dayText(days[at] ?? 0), days: [dayText(days[at] ?? 0)] }),
    columns: {
      realised: () => days.map((day) => realised.get(day) ?? ZERO),
      closed: () => days.map((day) => exactSum(closed.get(day) ?? [], (trade) => trade[basis])),
    },
  }
  return question(measure, rows, { definition: 'money.openRealised' })
}

export const heatmapPlace: PlaceOf = (place, context) => {
  const field = fieldBehind(place, '/cells/*')
  if (field === null) return null
  const { weekday, minute } = place.members[0]?.element ?? {}
  const slotMinutes = Number(context.told.slotMinutes)
  const inside = loaded(context).filter(
    (one) => one.entryWeekday === weekday && one.entryMinute - (one.entryMinute % slotMinutes) === minute,
  )
  return tallyQuestion(context.measure, inside, field)
}

export const byPlace: PlaceOf = async (place, context) => {
  const { measure, selection, db, asked } = context
  const ofTotal = fieldBehind(place, '/total')
  if (ofTotal !== null) return tallyQuestion(measure, loaded(context), ofTotal)
  const field = fieldBehind(place, '/rows/*')
  if (field === null) return null
  const keysOf = await keysOfTrades(db, selection, asked.dimension as Dimension)
  const key = (place.members[0]?.element.key ?? null) as string | null
  return tallyQuestion(
    measure,
    loaded(context).filter((one) => keysOf(one).includes(key)),
    field,
  )
}

export const playbooksPlace: PlaceOf = (place, context) => {
  const { measure } = context
  const trades = loaded(context)
  const ofTotal = fieldBehind(place, '/total')
  if (ofTotal !== null) return tallyQuestion(measure, trades, ofTotal)
  const without = fieldBehind(place, '/without')
  if (without !== null)
    return tallyQuestion(
      measure,
      trades.filter((one) => one.playbookId === null),
      without,
    )
  const field = fieldBehind(place, '/playbooks/*')
  if (field === null) return null
  const id = place.members[0]?.element.playbookId
  if (field !== 'share')
    return tallyQuestion(
      measure,
      trades.filter((one) => one.playbookId === id),
      field,
    )
  const chosen = trades.map((one) => (one.playbookId === id ? 1 : 0))
  return question(measure, tradeRows(trades, measure, { chosen }), { definition: 'playbook.share' })
}

const OF_RUNS: Readonly<Record<string, DefinitionId>> = {
  longestWin: 'streaks.longestWin',
  longestLoss: 'streaks.longestLoss',
  current: 'streaks.current',
  runs: 'streaks.runs',
  zScore: 'trades.runsZScore',
}

export const streaksPlace: PlaceOf = (place, context) => {
  const { measure, selection } = context
  const { pattern, members } = place
  const [, group, name = ''] = /^\/(trades|days)\/(\w+)$/.exec(pattern) ?? []
  const definition = OF_RUNS[name]
  if (group !== undefined && definition !== undefined) {
    if (group === 'trades') return ofTrades(measure, selection.results.trades, { definition })
    const own = definition.startsWith('streaks.')
      ? (definition.replace('streaks.', 'dayStreaks.') as DefinitionId)
      : definition
    return question({ ...measure, epsilon: ZERO, ticks: null }, dayRows(selection.results), { definition: own })
  }
  const runs = tradeRuns(selection.results)
  if (pattern === '/lengths/*/runs') return lengthsQuestion(runs, members[0]?.element ?? {}, context)
  const field = fieldBehind(place, '/longest/*') ?? fieldBehind(place, '/current')
  const run = pattern.startsWith('/current/') ? runs.at(-1) : byLength(runs)[members[0]?.at ?? -1]
  if (run === undefined || (field !== 'length' && field !== 'net')) return null
  const trades = run.places.flatMap((at) => selection.results.trades[at] ?? [])
  return ofTrades(measure, trades, { definition: field === 'length' ? 'streaks.length' : 'money.result' })
}

function byLength(runs: readonly Run[]): Run[] {
  return runs.toSorted((left, right) => right.places.length - left.places.length)
}

function lengthsQuestion(
  runs: readonly Run[],
  { kind, length }: Readonly<Record<string, unknown>>,
  context: Context,
): Question {
  const rows = plainRows('runs', {
    length: runs.map(({ places }) => places.length),
    kind: runs.map(({ outcome }) => outcome),
  })
  return question(context.measure, rows, {
    definition: 'streaks.ofLength',
    given: {
      givenLength: { value: Number(length), words: 'The length that is counted' },
      givenKind: { value: kind === 'win' ? 1 : -1, words: '1 of wins, -1 of losses' },
    },
  })
}

const BINS: Readonly<Record<string, RecipeId>> = { distribution: 'distribution.bin', r: 'r.bin' }

/** The trades in a bin of a histogram, with its edges. */
export function binQuestion(report: 'distribution' | 'r', { members }: Place, context: Context): Question {
  const { measure, selection } = context
  const { from, to } = (members[0]?.element ?? {}) as { from: number | null; to: number | null }
  const values = report === 'r' ? selection.results.rs : selection.results.values
  const inside = selection.results.trades.filter((_, at) => {
    const value = values[at] ?? Number.NaN
    return value >= (from ?? Number.NEGATIVE_INFINITY) && value < (to ?? Number.POSITIVE_INFINITY)
  })
  const open = Number.MAX_VALUE
  return ofTrades(measure, inside, {
    ...{ definition: 'distribution.bin', recipe: BINS[report] ?? 'distribution.bin' },
    given: {
      from: { value: from ?? -open, words: from === null ? 'All below: the least number there is' : 'Included' },
      to: { value: to ?? open, words: to === null ? 'All above: the largest number there is' : 'Not included' },
    },
  })
}
