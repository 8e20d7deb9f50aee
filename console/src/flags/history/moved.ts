interface Identified {
  readonly id: string
}

/** The fewest items that must have been moved for the order to become what it is; what came or went moves nothing. */
export function movedItems(was: readonly Identified[], is: readonly Identified[]): ReadonlySet<string> {
  const places = new Map(was.map(({ id }, at) => [id, at]))
  const stayed = is.flatMap(({ id }) => {
    const place = places.get(id)
    return place === undefined ? [] : [{ id, place }]
  })
  const kept = new Set(longestRising(stayed))
  return new Set(stayed.filter((item) => !kept.has(item)).map(({ id }) => id))
}

interface Placed extends Identified {
  readonly place: number
}

/** The longest part, not all of it side by side, whose former places rise. */
function longestRising(items: readonly Placed[]): readonly Placed[] {
  const best: (readonly Placed[])[] = []
  for (const item of items) {
    const before = best
      .filter((chain) => (chain.at(-1)?.place ?? -1) < item.place)
      .reduce<readonly Placed[]>((longest, chain) => (chain.length > longest.length ? chain : longest), [])
    best.push([...before, item])
  }
  return best.reduce<readonly Placed[]>((longest, chain) => (chain.length > longest.length ? chain : longest), [])
}
