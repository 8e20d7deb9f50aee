import { compare, type Decimal, minus, ONE, plus, smaller, times, ZERO } from '../../../kernel/decimal.ts'

/** The rules of a funded account; null is a rule it does not have. Amounts are positive, in the account's currency. */
export interface RiskProfile {
  /** How much equity may fall below what the session began with. */
  readonly dailyLoss: Decimal | null
  readonly drawdown: DrawdownRule | null
  /** The part of all profit that the best day may have, 0 to 1. */
  readonly bestDayShare: Decimal | null
  readonly daysMin: number | null
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

/** A point of the path: what a close realised, net, or what open positions were worth beside their cost at that moment. */
export interface RiskPoint {
  readonly kind: 'realised' | 'marked'
  readonly atMs: number
  /** The session by the account's cut-off, `YYYY-MM-DD`. */
  readonly day: string
  readonly amount: Decimal
}

export interface RiskStatus {
  readonly rule: 'daily_loss' | 'drawdown' | 'best_day' | 'days'
  readonly status: 'ok' | 'warning' | 'breached'
  /** When it was first reached; of the best day, since when it has too much of the profit. */
  readonly breachedAtMs: number | null
  /** Loss of the session, equity, profit of the best day, days traded. */
  readonly actual: Decimal
  /** The most of that loss, the floor of that equity, the most of that profit, the fewest days. */
  readonly allowed: Decimal
}

interface Path {
  readonly startEquity: Decimal
  /** Of what is realised. */
  balance: Decimal
  equity: Decimal
  day: string
  dayStart: Decimal
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
 * and asks nothing while there is no profit. Too few days warn.
 */
export function riskStatus(
  profile: RiskProfile,
  startEquity: Decimal,
  points: readonly RiskPoint[],
  today: string,
): RiskStatus[] {
  const path = beginPath(startEquity, points[0]?.day ?? today)
  for (const point of points) {
    if (point.day !== path.day) beginSession(path, point.day)
    follow(path, point)
    if (profile.drawdown?.kind === 'trailing_intraday') path.peak = larger(path.peak, path.equity)
    noteBreaches(path, profile, point.atMs)
  }
  if (path.day !== today) beginSession(path, today)
  return statusesOf(path, profile)
}

function beginPath(startEquity: Decimal, day: string): Path {
  return {
    ...{ startEquity, balance: startEquity, equity: startEquity, peak: startEquity, dayStart: startEquity, day },
    ...{ bestBefore: ZERO, days: 0, dayTraded: '' },
    ...{ dailyLossAtMs: null, drawdownAtMs: null, bestDayAtMs: null },
  }
}

function beginSession(path: Path, day: string): void {
  path.bestBefore = bestDayOf(path)
  path.day = day
  path.dayStart = path.balance
  path.equity = path.balance
  path.peak = larger(path.peak, path.balance)
}

/** A mark holds for its moment; what is realised stays. */
function follow(path: Path, { kind, day, amount }: RiskPoint): void {
  if (kind === 'marked') {
    path.equity = plus(path.balance, amount)
    return
  }
  path.balance = plus(path.balance, amount)
  path.equity = path.balance
  if (path.dayTraded !== day) path.days += 1
  path.dayTraded = day
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

function bestDayOf({ bestBefore, balance, dayStart }: Path): Decimal {
  return larger(bestBefore, minus(balance, dayStart))
}

function bestAllowed({ balance, startEquity }: Path, share: Decimal): Decimal {
  return times(larger(minus(balance, startEquity), ZERO), share)
}

function hasProfit({ balance, startEquity }: Path): boolean {
  return compare(balance, startEquity) > 0
}

function statusesOf(path: Path, { dailyLoss, drawdown, bestDayShare, daysMin, warnAt }: RiskProfile): RiskStatus[] {
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
