/**
 * The positions of at most `most` points that draw the same picture: the first, the last, and of each of equal stretches between them the
 * lowest and the highest in their order, so that no extreme is lost. All of them when there are no more.
 */
export function thinned(heights: Float64Array, most: number): number[] {
  const n = heights.length
  if (n <= most) return Array.from(heights, (_, at) => at)
  const stretches = Math.floor((most - 2) / 2)
  const kept = [0]
  for (let stretch = 0; stretch < stretches; stretch += 1) {
    const from = 1 + Math.floor((stretch * (n - 2)) / stretches)
    const until = 1 + Math.floor(((stretch + 1) * (n - 2)) / stretches)
    let low = from
    let high = from
    for (let at = from; at < until; at += 1) {
      if ((heights[at] ?? 0) < (heights[low] ?? 0)) low = at
      if ((heights[at] ?? 0) > (heights[high] ?? 0)) high = at
    }
    kept.push(Math.min(low, high))
    if (low !== high) kept.push(Math.max(low, high))
  }
  kept.push(n - 1)
  return kept
}
