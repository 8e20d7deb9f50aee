import { type Decimal, minus, plus, times, ZERO } from '../../../kernel/decimal.ts'

/** What all open positions were worth beside their cost, in the account's currency, at an instant. */
export interface Mark {
  readonly atMs: number
  readonly open: Decimal
  /** What is held changed; a bar ended; a bar began, and this is its first price or one that it went to. */
  readonly kind: 'held' | 'ended' | 'within'
}

/** Lots of one instrument that were held from one instant to another; null: still. */
export interface PathHolding {
  readonly instrumentId: string
  readonly openedMs: number
  readonly closedMs: number | null
  /** Signed quantity times multiplier, and what it cost. */
  readonly units: Decimal
  readonly cost: Decimal
}

/** Prices in the account's currency. */
export interface PathBar {
  readonly instrumentId: string
  readonly beganMs: number
  readonly endedMs: number
  readonly open: Decimal
  readonly high: Decimal
  readonly low: Decimal
  readonly close: Decimal
}

interface Position {
  units: Decimal
  cost: Decimal
  /** The last that is known; null before the first while it is held. */
  price: Decimal | null
  worth: Decimal
}

/** What happens at one instant, in this order: what is held changes, bars end, bars begin. */
interface Instant {
  readonly held: (() => Position)[]
  readonly ended: PathBar[]
  readonly began: PathBar[]
}

/**
 * What all positions were worth, instant by instant. A bar that lies within the time in which its position did not change begins with its
 * first price, goes to its best and then to its worst for the position, the order that is least in the trader's favour, and ends with its
 * close; when it went there nobody knows, so that both are told of its beginning, with those of all bars that begin with it at once. Any other
 * bar tells its close alone.
 */
export function followBars(holdings: readonly PathHolding[], bars: readonly PathBar[]): Mark[] {
  const positions = new Map<string, Position>()
  const instants = instantsOf(holdings, bars, positionOf)
  const marks: Mark[] = []
  let open = ZERO

  function positionOf(instrumentId: string): Position {
    const position = positions.get(instrumentId) ?? { units: ZERO, cost: ZERO, price: null, worth: ZERO }
    positions.set(instrumentId, position)
    return position
  }

  function price(bar: PathBar, at: Decimal): void {
    const position = positionOf(bar.instrumentId)
    if (position.units.units === 0n) return
    position.price = at
    value(position)
  }

  function value(position: Position): void {
    const { units, cost, price: at } = position
    const worth = at === null ? ZERO : minus(times(at, units), cost)
    open = plus(open, minus(worth, position.worth))
    position.worth = worth
  }

  for (const [atMs, { held, ended, began }] of instants) {
    for (const change of held) value(change())
    for (const bar of ended) price(bar, bar.close)
    if (held.length + ended.length > 0) marks.push({ atMs, open, kind: ended.length > 0 ? 'ended' : 'held' })
    const whole = began.filter(({ instrumentId }) => positionOf(instrumentId).units.units !== 0n)
    if (whole.length === 0) continue
    for (const at of [first, best, worst]) {
      for (const bar of whole) price(bar, at(bar, positionOf(bar.instrumentId).units.units > 0n))
      marks.push({ atMs, open, kind: 'within' })
    }
    // Until the close nothing more is known.
    for (const bar of whole) price(bar, bar.open)
  }
  return marks
}

const first = ({ open }: PathBar): Decimal => open
const best = ({ high, low }: PathBar, isLong: boolean): Decimal => (isLong ? high : low)
const worst = ({ high, low }: PathBar, isLong: boolean): Decimal => (isLong ? low : high)

function instantsOf(
  holdings: readonly PathHolding[],
  bars: readonly PathBar[],
  positionOf: (instrumentId: string) => Position,
): [number, Instant][] {
  const instants = new Map<number, Instant>()
  const changes = new Map<string, number[]>()
  const at = (ms: number): Instant => {
    const known = instants.get(ms) ?? { held: [], ended: [], began: [] }
    instants.set(ms, known)
    return known
  }
  const change = (instrumentId: string, ms: number, apply: (position: Position) => void): void => {
    at(ms).held.push(() => {
      const position = positionOf(instrumentId)
      apply(position)
      return position
    })
    const known = changes.get(instrumentId) ?? []
    changes.set(instrumentId, known)
    known.push(ms)
  }
  for (const { instrumentId, openedMs, closedMs, units, cost } of holdings) {
    change(instrumentId, openedMs, (position) => {
      position.units = plus(position.units, units)
      position.cost = plus(position.cost, cost)
    })
    if (closedMs === null) continue
    change(instrumentId, closedMs, (position) => {
      position.units = minus(position.units, units)
      position.cost = minus(position.cost, cost)
      if (position.units.units === 0n) position.price = null
    })
  }
  for (const times of changes.values()) times.sort((left, right) => left - right)
  for (const bar of bars) {
    at(bar.endedMs).ended.push(bar)
    if (!changesWithin(changes.get(bar.instrumentId) ?? [], bar)) at(bar.beganMs).began.push(bar)
  }
  return [...instants].sort(([left], [right]) => left - right)
}

/** Whether what is held changes after the beginning of a bar and before its end. */
function changesWithin(changes: readonly number[], { beganMs, endedMs }: PathBar): boolean {
  let [low, high] = [0, changes.length]
  while (low < high) {
    const middle = (low + high) >> 1
    if ((changes[middle] ?? 0) <= beganMs) low = middle + 1
    else high = middle
  }
  return (changes[low] ?? Number.POSITIVE_INFINITY) < endedMs
}
