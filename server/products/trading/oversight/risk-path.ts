import { compare, type Decimal, minus, ONE, plus, smaller, times, ZERO } from '../../../kernel/decimal.ts'

/** The rules of a funded account; null is a rule it does not have. Amounts are positive, in the account's currency. */
export interface RiskProfile {
  /** How much equity may fall below what the session began with. */
  readonly dailyLoss: Decimal | null
  readonly drawdown: DrawdownRule | null
  /** The part of all profit that the best day may have, 0 to 1. */
  readonly bestDayShare: Decimal | null
  readonly daysMin: number | null
  /** What is to be earned, above the start. */
  readonly profitTarget: Decimal | null
  /** The part of a limit that is used when it warns, 0 to 1. */
  readonly warnAt: Decimal
}

/** How far equity may fall below the start (static), the highest close of a session, or the highest point of the path. */
export interface DrawdownRule {
  readonly kind: 'static' | 'trailing_end_of_day' | 'trailing_intraday'
  readonly amount: Decimal
  /** A trailing floor rises to the start plus this and no further; null: without end. */
  readonly lockAt: Decimal | null
}

/**
 * A point of the path: what a close realised, net; cash that was earned or paid beside trades; or what open positions were worth beside their
 * cost at that moment.
 */
export interface RiskPoint {
  readonly kind: 'realised' | 'cash' | 'marked'
  readonly atMs: number
  /** The session by the account's cut-off, `YYYY-MM-DD`. */
  readonly day: string
  readonly amount: Decimal
  /** Of what is realised or cash: what positions that stay open are worth beside their cost; nothing when absent. */
  readonly open?: Decimal
}

export const riskRules = ['daily_loss', 'drawdown', 'best_day', 'days', 'profit_target'] as const
export type RiskRule = (typeof riskRules)[number]

export interface RiskStatus {
  readonly rule: RiskRule
  readonly status: 'ok' | 'warning' | 'breached'
  /** When it was first reached; of the best day, since when it has too much of the profit. */
  readonly breachedAtMs: number | null
  /** Loss of the session, equity, profit of the best day, days traded, profit. */
  readonly actual: Decimal
  /** The most of that loss, the floor of that equity, the most of that profit, the fewest days, the least profit. */
  readonly allowed: Decimal
}

/** A session in which something happened, or the present one. Amounts are equity, but for `realised` and `loss`. */
export interface RiskDay {
  readonly day: string
  readonly start: Decimal
  /** The lowest and the last point. */
  readonly low: Decimal
  readonly close: Decimal
  readonly realised: Decimal
  /** How far equity was below the start of the session at its lowest; zero at least. */
  readonly loss: Decimal
  /** Where the floor stood at the end, and how close equity came to it; null without such a rule. */
  readonly floor: Decimal | null
  readonly roomLeast: Decimal | null
}

export interface RiskFigures {
  /** In the order of the rules; those that are not set not at all. */
  readonly statuses: readonly RiskStatus[]
  readonly days: readonly RiskDay[]
}

interface Path {
  readonly startEquity: Decimal
  /** Of what is realised. */
  balance: Decimal
  /** What open positions are worth beside their cost, as far as is known. */
  open: Decimal
  equity: Decimal
  day: string
  /** Equity, and what was realised of it, when the session began. */
  dayStart: Decimal
  dayStartBalance: Decimal
  low: Decimal
  roomLeast: Decimal | null
  readonly sessions: RiskDay[]
  /** What a trailing floor hangs from. */
  peak: Decimal
  /** Profit of the best session before this one; zero at least. */
  bestBefore: Decimal
  days: number
  /** The last session in which something was realised. */
  dayTraded: string
  dailyLossAtMs: number | null
  drawdownAtMs: number | null
  bestDayAtMs: number | null
}

/**
 * Follows an account point by point, in order of time, and tells how it stands in the session `today`. Every point counts, not only closes of
 * sessions: a limit is breached by the first point that reaches it, and stays so. The best day is the exception, since later profit mends it,
 * and asks nothing while there is no profit. Too few days and too little profit warn.
 */
export function riskFigures(
  profile: RiskProfile,
  startEquity: Decimal,
  points: readonly RiskPoint[],
  today: string,
): RiskFigures {
  const path = beginPath(profile, startEquity, points[0]?.day ?? today)
  for (const point of points) {
    if (point.day !== path.day) beginSession(path, profile, point.day)
    follow(path, point)
    if (profile.drawdown?.kind === 'trailing_intraday') path.peak = larger(path.peak, path.equity)
    noteLowest(path, profile)
    noteBreaches(path, profile, point.atMs)
  }
  if (path.day !== today) beginSession(path, profile, today)
  return { statuses: statusesOf(path, profile), days: [...path.sessions, sessionOf(path, profile)] }
}

function beginPath(profile: RiskProfile, startEquity: Decimal, day: string): Path {
  const path: Path = {
    ...{ startEquity, balance: startEquity, open: ZERO, equity: startEquity, peak: startEquity, day },
    ...{ dayStart: startEquity, dayStartBalance: startEquity, low: startEquity, roomLeast: null, sessions: [] },
    ...{ bestBefore: ZERO, days: 0, dayTraded: '' },
    ...{ dailyLossAtMs: null, drawdownAtMs: null, bestDayAtMs: null },
  }
  noteLowest(path, profile)
  return path
}

function beginSession(path: Path, profile: RiskProfile, day: string): void {
  path.sessions.push(sessionOf(path, profile))
  path.bestBefore = bestDayOf(path)
  path.day = day
  path.equity = plus(path.balance, path.open)
  path.dayStart = path.equity
  path.dayStartBalance = path.balance
  path.peak = larger(path.peak, path.balance)
  path.low = path.equity
  path.roomLeast = null
  noteLowest(path, profile)
}

function sessionOf(path: Path, { drawdown }: RiskProfile): RiskDay {
  const { day, dayStart: start, low, roomLeast } = path
  return {
    ...{ day, start, low, close: path.equity, realised: minus(path.balance, path.dayStartBalance) },
    loss: larger(minus(start, low), ZERO),
    floor: drawdown === null ? null : floorOf(path, drawdown),
    roomLeast,
  }
}

/** A mark holds until the next point says what is open then; what is realised stays. */
function follow(path: Path, { kind, day, amount, open }: RiskPoint): void {
  if (kind === 'marked') path.open = amount
  else {
    path.balance = plus(path.balance, amount)
    path.open = open ?? ZERO
  }
  path.equity = plus(path.balance, path.open)
  if (kind !== 'realised') return
  if (path.dayTraded !== day) path.days += 1
  path.dayTraded = day
}

function noteLowest(path: Path, { drawdown }: RiskProfile): void {
  path.low = smaller(path.low, path.equity)
  if (drawdown === null) return
  const room = minus(path.equity, floorOf(path, drawdown))
  path.roomLeast = path.roomLeast === null ? room : smaller(path.roomLeast, room)
}

function noteBreaches(path: Path, { dailyLoss, drawdown, bestDayShare }: RiskProfile, atMs: number): void {
  if (dailyLoss !== null && compare(lossOf(path), dailyLoss) >= 0) path.dailyLossAtMs ??= atMs
  if (drawdown !== null && compare(path.equity, floorOf(path, drawdown)) <= 0) path.drawdownAtMs ??= atMs
  const hasTooMuch = bestDayShare !== null && compare(bestDayOf(path), bestAllowed(path, bestDayShare)) > 0
  path.bestDayAtMs = hasTooMuch && hasProfit(path) ? (path.bestDayAtMs ?? atMs) : null
}

function lossOf({ dayStart, equity }: Path): Decimal {
  return larger(minus(dayStart, equity), ZERO)
}

function floorOf({ startEquity, peak }: Path, { kind, amount, lockAt }: DrawdownRule): Decimal {
  if (kind === 'static') return minus(startEquity, amount)
  const floor = minus(peak, amount)
  return lockAt === null ? floor : smaller(floor, plus(startEquity, lockAt))
}

function bestDayOf({ bestBefore, balance, dayStartBalance }: Path): Decimal {
  return larger(bestBefore, minus(balance, dayStartBalance))
}

function bestAllowed({ balance, startEquity }: Path, share: Decimal): Decimal {
  return times(larger(minus(balance, startEquity), ZERO), share)
}

function hasProfit({ balance, startEquity }: Path): boolean {
  return compare(balance, startEquity) > 0
}

function statusesOf(path: Path, profile: RiskProfile): RiskStatus[] {
  const { dailyLoss, drawdown, bestDayShare, daysMin, profitTarget, warnAt } = profile
  const statuses: RiskStatus[] = []
  if (dailyLoss !== null) {
    const actual = lossOf(path)
    const warns = compare(actual, times(dailyLoss, warnAt)) >= 0
    statuses.push(statusOf('daily_loss', path.dailyLossAtMs, warns, { actual, allowed: dailyLoss }))
  }
  if (drawdown !== null) {
    const allowed = floorOf(path, drawdown)
    const room = minus(path.equity, allowed)
    const warns = compare(room, times(drawdown.amount, minus(ONE, warnAt))) <= 0
    statuses.push(statusOf('drawdown', path.drawdownAtMs, warns, { actual: path.equity, allowed }))
  }
  if (bestDayShare !== null) {
    const [actual, allowed] = [bestDayOf(path), bestAllowed(path, bestDayShare)]
    const warns = hasProfit(path) && compare(actual, times(allowed, warnAt)) >= 0
    statuses.push(statusOf('best_day', path.bestDayAtMs, warns, { actual, allowed }))
  }
  if (daysMin !== null) {
    const counts = { actual: whole(path.days), allowed: whole(daysMin) }
    statuses.push(statusOf('days', null, path.days < daysMin, counts))
  }
  if (profitTarget !== null) {
    const actual = minus(path.balance, path.startEquity)
    const amounts = { actual, allowed: profitTarget }
    statuses.push(statusOf('profit_target', null, compare(actual, profitTarget) < 0, amounts))
  }
  return statuses
}

function statusOf(
  rule: RiskStatus['rule'],
  breachedAtMs: number | null,
  warns: boolean,
  amounts: Pick<RiskStatus, 'actual' | 'allowed'>,
): RiskStatus {
  return { rule, status: breachedAtMs !== null ? 'breached' : warns ? 'warning' : 'ok', breachedAtMs, ...amounts }
}

function whole(count: number): Decimal {
  return { units: BigInt(count), scale: 0 }
}

function larger(left: Decimal, right: Decimal): Decimal {
  return compare(left, right) >= 0 ? left : right
}
