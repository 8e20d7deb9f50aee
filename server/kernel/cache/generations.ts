/** The topic that everything belongs to. */
export const EVERYTHING = '*'

const TOPICS_KEPT = 10_000

/** When topics changed, by a count of this process: decides whether what was read earlier may still be kept or served. */
export interface Generations {
  /** Taken before a read, and held against `unchangedSince` after it. */
  now(): number
  bump(topics: readonly string[]): void
  unchangedSince(count: number, topics: readonly string[]): boolean
}

/** Remembers the last 10,000 topics; of one that was forgotten it says that it changed: an extra load, never an old value. */
export function createGenerations(topicsKept = TOPICS_KEPT): Generations {
  const changed = new Map<string, number>()
  let count = 0
  /** The last change that is not in `changed` any more, or that concerned everything. */
  let floor = 0

  function remember(topic: string): void {
    if (topic === EVERYTHING) {
      floor = count
      changed.clear()
      return
    }
    // Deleted first, so that the map is in order of change and its first entry the oldest.
    changed.delete(topic)
    changed.set(topic, count)
    if (changed.size <= topicsKept) return
    for (const [oldest, at] of changed) {
      floor = at
      changed.delete(oldest)
      return
    }
  }

  return {
    now: () => count,
    bump(topics) {
      count += 1
      for (const topic of topics) remember(topic)
    },
    unchangedSince(before, topics) {
      if (before === count) return true
      return before >= floor && topics.every((topic) => (changed.get(topic) ?? 0) <= before)
    },
  }
}
