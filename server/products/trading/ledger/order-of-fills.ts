import type { ExecutionRow } from './tables.ts'

/** What the place of a fill among those of its instant follows from. */
export type Placed = Pick<ExecutionRow, 'executed_at' | 'kind' | 'side' | 'effect' | 'external_id'>

/** What a fill does, in the circle in which each comes before the next: what bought to open is sold to close, before a sale opens. */
const CIRCLE = ['buy-open', 'sell-close', 'sell-open', 'buy-close'] as const
type Act = (typeof CIRCLE)[number]

/** Text of digits alone: two of them tell which fill the broker numbered first. */
const NUMBER = /^\d{1,100}$/

/**
 * The fills of one chain in the order in which they are matched. They come sorted by instant, `sequence` and `id`; those of one instant
 * change places where the broker tells more than the file does: by its own numbers of them, if it gave one to each, and what opens a
 * position goes before what closes it, if it says so. What it says nothing of keeps its place. The order of an instant
 * follows from the fills of that instant alone, so that a chain may be taken up at any.
 */
export function inOrderOfMatching<Row extends Placed>(fills: readonly Row[]): readonly Row[] {
  let ordered: Row[] | null = null
  for (let from = 0; from < fills.length; ) {
    const until = endOfInstant(fills, from)
    if (until - from > 1) {
      const group = fills.slice(from, until)
      const arranged = openingFirst(byNumber(group))
      if (arranged !== group) {
        ordered ??= [...fills]
        for (const [at, fill] of arranged.entries()) ordered[from + at] = fill
      }
    }
    from = until
  }
  return ordered ?? fills
}

function endOfInstant(fills: readonly Placed[], from: number): number {
  const at = fills[from]?.executed_at.getTime()
  let until = from + 1
  while (fills[until]?.executed_at.getTime() === at) until += 1
  return until
}

function byNumber<Row extends Placed>(group: readonly Row[]): readonly Row[] {
  if (!group.every(({ external_id: id }) => id !== null && NUMBER.test(id))) return group
  const numbered = group.map((fill) => ({ fill, number: BigInt(fill.external_id ?? 0) }))
  numbered.sort((one, other) => (one.number < other.number ? -1 : one.number > other.number ? 1 : 0))
  return numbered.map(({ fill }) => fill)
}

/** Fills of which the broker says what they do go among themselves by the circle, from where it is open: all round it, nothing says who begins. */
function openingFirst<Row extends Placed>(group: readonly Row[]): readonly Row[] {
  const acts = group.map(actOf)
  const first = beginningOf(new Set(acts))
  if (first === null) return group
  const rank = (fill: Row): number => {
    const act = actOf(fill)
    return act === null ? 0 : (CIRCLE.indexOf(act) - first + CIRCLE.length) % CIRCLE.length
  }
  const told = group.filter((_, at) => acts[at] !== null).sort((one, other) => rank(one) - rank(other))
  return group.map((fill, at) => (acts[at] === null ? fill : (told.shift() ?? fill)))
}

/** Null where the broker does not say; what expires is held. */
function actOf({ kind, side, effect }: Placed): Act | null {
  const told = effect ?? (kind === 'expiry' ? 'close' : null)
  return told === null ? null : `${side === 1 ? 'buy' : 'sell'}-${told}`
}

/** Where the circle begins: after a gap, if there is one beginning. */
function beginningOf(acts: ReadonlySet<Act | null>): number | null {
  const begins = CIRCLE.flatMap((act, at) => {
    const before = CIRCLE.at(at - 1)
    return acts.has(act) && before !== undefined && !acts.has(before) ? [at] : []
  })
  const [first, second] = begins
  return first === undefined || second !== undefined ? null : first
}
