import { compare, type Decimal, decimal, divide, plus, toNumber, ZERO } from '../../../../kernel/decimal.ts'
import { dayText } from '../days.ts'
import { exactSum } from '../metrics/exact-sum.ts'
import { type Line, lineThrough, mean, sampleOf, total } from '../metrics/moments.ts'
import { ascending, median, quantile } from '../metrics/percentiles.ts'
import { permutationTest } from '../metrics/permutation.ts'
import type { Outcome } from '../metrics/results.ts'
import { type Streaks, streaksOf } from '../metrics/streaks.ts'
import { studentCritical, studentTwoSided } from '../metrics/student.ts'
import { xirr } from '../metrics/xirr.ts'
import { type Column, defined, doubleOf, each, eachPair, isColumn, type Scalar, type Value } from './values.ts'

type Calculation = (given: readonly Value[], rows: number) => Value

/** What a function is, in the words of the guide. Rows without a value (null) are left out of what is of a column. */
export const functions: Readonly<Record<string, Calculation>> = {
  rows: (_, rows) => rows,
  sum: ([of]) => sumOf(known(of)),
  prod: ([of]) => defined(doubles(of).reduce((product, one) => product * one, 1)),
  count: ([of]) => known(of).filter((one) => doubleOf(one) !== 0).length,
  known: ([of]) => each(orNull(of), (one) => (one === null ? 0 : 1)),
  mean: ([of]) => meanOf(known(of)),
  median: ([of]) => median(doubles(of)),
  percentile: ([of, percent]) => quantile(ascending(doubles(of)), number(percent) / 100),
  sd: ([of]) => deviationOf(known(of)),
  least: ([of]) => extreme(known(of), -1),
  most: ([of]) => extreme(known(of), 1),
  first: ([of]) => known(of)[0] ?? null,
  last: ([of]) => known(of).at(-1) ?? null,
  cumsum: ([of]) => running(of, ZERO, add),
  cumprod: ([of]) => running(of, 1, (product, one) => defined((doubleOf(product) ?? 1) * (doubleOf(one) ?? 1))),
  cummost: ([of, from]) => running(of, scalar(from), larger),
  abs: ([of]) => each(orNull(of), (one) => (one === null ? null : Math.abs(doubleOf(one) ?? 0))),
  sqrt: ([of]) => each(orNull(of), (one) => (one === null ? null : defined(Math.sqrt(doubleOf(one) ?? 0)))),
  log1p: ([of]) => each(orNull(of), (one) => (one === null ? null : defined(Math.log1p(doubleOf(one) ?? 0)))),
  larger: ([one, other]) => eachPair(orNull(one), orNull(other), larger),
  smaller: ([one, other]) => eachPair(orNull(one), orNull(other), smaller),
  where: ([of, holds]) => eachPair(orNull(of), orNull(holds), (one, is) => (isTrue(is) ? one : null)),
  when: ([holds, of]) => (isTrue(scalar(holds)) ? orNull(of) : null),
  divided: ([of, by, digits]) => quotient(scalar(of), scalar(by), number(digits)),
  slope: ([of]) => lineOf(of)?.slope ?? null,
  slopeError: ([of]) => lineOf(of)?.slopeError ?? null,
  determination: ([of]) => lineOf(of)?.determination ?? null,
  tQuantile: ([p, degrees]) => (number(degrees) < 1 ? null : studentCritical(2 * (1 - number(p)), number(degrees))),
  tTwoSided: ([t, degrees]) => (scalar(t) === null ? null : studentTwoSided(number(t), number(degrees))),
  longest: ([of, outcome]) => streaks(of)[number(outcome) > 0 ? 'longestWin' : 'longestLoss'],
  current: ([of]) => streaks(of).current,
  runs: ([of]) => streaks(of).runs,
  irr: ([flow, day, start, end]) => rateOf(columnOf(flow), columnOf(day), { start: number(start), end: number(end) }),
  deals: ([of, marked, seed]) => dealt(of, marked, seed)?.deals ?? null,
  dealtAsFar: ([of, marked, seed]) => dealt(of, marked, seed)?.asFar ?? null,
}

function orNull(value: Value | undefined): Value {
  return value === undefined ? null : value
}

function columnOf(value: Value | undefined): Column {
  const given = orNull(value)
  return isColumn(given) ? given : [given]
}

function scalar(value: Value | undefined): Scalar {
  const given = orNull(value)
  return isColumn(given) ? null : given
}

function number(value: Value | undefined): number {
  return doubleOf(scalar(value)) ?? Number.NaN
}

function known(value: Value | undefined): Exclude<Scalar, null>[] {
  return columnOf(value).filter((one) => one !== null)
}

function doubles(value: Value | undefined): number[] {
  return known(value).map((one) => doubleOf(one) ?? 0)
}

function isTrue(value: Scalar): boolean {
  return value !== null && doubleOf(value) !== 0
}

function allExact(values: readonly Scalar[]): values is readonly Decimal[] {
  return values.every((one) => one !== null && typeof one !== 'number')
}

function sumOf(values: readonly Scalar[]): Scalar {
  return allExact(values) ? exactSum(values, (one) => one) : defined(total(values.map((one) => doubleOf(one) ?? 0)))
}

function add(sum: Scalar, one: Scalar): Scalar {
  if (sum === null || one === null) return null
  return typeof sum !== 'number' && typeof one !== 'number'
    ? plus(sum, one)
    : defined((doubleOf(sum) ?? 0) + (doubleOf(one) ?? 0))
}

function meanOf(values: readonly Scalar[]): number | null {
  if (values.length === 0) return null
  return allExact(values)
    ? toNumber(exactSum(values, (one) => one)) / values.length
    : mean(values.map((one) => doubleOf(one) ?? 0))
}

function deviationOf(values: readonly Scalar[]): number | null {
  const sum = doubleOf(sumOf(values)) ?? 0
  return (
    sampleOf(
      values.map((one) => doubleOf(one) ?? 0),
      sum,
    )?.deviation ?? null
  )
}

function order(left: Scalar, right: Scalar): number {
  if (left !== null && right !== null && typeof left !== 'number' && typeof right !== 'number')
    return compare(left, right)
  return (doubleOf(left) ?? 0) - (doubleOf(right) ?? 0)
}

function larger(left: Scalar, right: Scalar): Scalar {
  if (left === null || right === null) return null
  return order(left, right) >= 0 ? left : right
}

function smaller(left: Scalar, right: Scalar): Scalar {
  if (left === null || right === null) return null
  return order(left, right) <= 0 ? left : right
}

function extreme(values: readonly Scalar[], side: 1 | -1): Scalar {
  let found: Scalar = null
  for (const one of values) if (found === null || order(one, found) * side > 0) found = one
  return found
}

/** A row without a value has none and changes nothing. */
function running(of: Value | undefined, from: Scalar, next: (before: Scalar, one: Scalar) => Scalar): Column {
  let now = from
  return columnOf(of).map((one) => {
    if (one === null) return null
    now = next(now, one)
    return now
  })
}

/** To so many digits, half to even; of whole or exact numbers. */
function quotient(of: Scalar, by: Scalar, digits: number): Scalar {
  const [one, other] = [of, by].map((value) => (typeof value === 'number' ? decimal(String(value)) : value))
  if (one == null || other == null || other.units === 0n) return null
  return divide(one, other, digits, 'half-even')
}

function lineOf(of: Value | undefined): Line | null {
  return lineThrough(doubles(of))
}

function streaks(of: Value | undefined): Streaks {
  return streaksOf(doubles(of).map((one) => Math.sign(one) as Outcome))
}

/** Flows are paid in at the start of their day, the start with the first of them; the end is what is left at the end of the last. */
function rateOf(flow: Column, day: Column, { start, end }: { start: number; end: number }): number | null {
  const days = day.map((one) => doubleOf(one) ?? 0)
  const [first, last] = [days[0], days.at(-1)]
  if (first === undefined || last === undefined) return null
  return xirr([
    { day: dayText(first), amount: -start },
    ...flow.map((one, at) => ({ day: dayText(days[at] ?? first), amount: -(doubleOf(one) ?? 0) })),
    { day: dayText(last + 1), amount: end },
  ])
}

function dealt(of: Value | undefined, marked: Value | undefined, seed: Value | undefined) {
  const marks = columnOf(marked)
  const kept = columnOf(of).flatMap((one, at) => (one === null ? [] : [{ one, mark: isTrue(marks[at] ?? null) }]))
  return permutationTest(
    kept.map(({ one }) => doubleOf(one) ?? 0),
    kept.map(({ mark }) => mark),
    number(seed),
  )
}
