/**
 * Two rows of one file are so far apart, and two imports further than any file is long: in between is room for fills that another file
 * tells of. As many imports as an account can have fit into what a JSON number holds exactly.
 */
const ROOM = 256
const IMPORT = 2 ** 34

/** A fill of a file that tells of several of one instant. */
export interface PlacedRow {
  readonly id: string
  /** Grows in the file from old to new. */
  readonly order: number
  /** Null: the import makes it. Else where it was before. */
  readonly sequence: bigint | null
}

/** Where an import puts a fill among those of its instant: after what imports before it made. Of one without a place, as all were once, the order in its file. */
export function sequenceOf(place: number | null, order: number): bigint {
  return BigInt(place === null ? order : place * IMPORT + order * ROOM)
}

/** The import after which nothing is that has this sequence or a lower one. */
export function placeAfter(sequence: bigint): number {
  return Math.max(0, Math.ceil(Number(sequence) / IMPORT))
}

/**
 * What of a new fill's `sequence` differs from that of its import, so that all of an instant are in the order of a file that tells of new
 * and known ones: a new one stands right before the next known one, and one after the last of them where its import puts it. Known ones
 * stay where they are; one that is out of the order of the file says nothing. `taken` is where other fills of that
 * instant are. Without room left it stands beside the one before.
 */
export function placed(
  rows: readonly PlacedRow[],
  taken: readonly bigint[],
  place: number | null,
): Map<string, bigint> {
  const moved = new Map<string, bigint>()
  let last: bigint | null = null
  let waiting: PlacedRow[] = []
  for (const row of rows.toSorted((one, other) => one.order - other.order)) {
    if (row.sequence === null) waiting.push(row)
    else if (last === null || row.sequence > last) {
      putBetween(lastBelow(row.sequence, taken, last), row.sequence, waiting)
      last = row.sequence
      waiting = []
    }
  }
  const own = waiting[0] === undefined ? null : sequenceOf(place, waiting[0].order)
  if (last !== null && own !== null && own <= last)
    putBetween(last, last + BigInt(ROOM * (waiting.length + 1)), waiting)
  return moved

  function putBetween(from: bigint | null, until: bigint, some: readonly PlacedRow[]): void {
    const parts = BigInt(some.length + 1)
    const start = from ?? until - parts * BigInt(ROOM)
    for (const [at, { id }] of some.entries()) moved.set(id, start + ((until - start) * BigInt(at + 1)) / parts)
  }
}

function lastBelow(sequence: bigint, taken: readonly bigint[], least: bigint | null): bigint | null {
  let last = least
  for (const one of taken) if (one < sequence && (last === null || one > last)) last = one
  return last
}
