import type { Condition, Flag, Segment, Snapshot } from './model.ts'

const prerequisiteDepthMax = 10

/** The keys of flags a flag's answer depends on, by its prerequisites, its conditions and the segments those name. */
function dependenciesOf(flag: Flag, segments: ReadonlyMap<string, Segment>): ReadonlySet<string> {
  const found = new Set<string>()
  const seen = new Set<string>()
  const visit = (condition: Condition | undefined): void => {
    if (typeof condition !== 'object' || condition === null) return
    if ('all' in condition) visitEach(condition.all)
    else if ('any' in condition) visitEach(condition.any)
    else if ('not' in condition) visit(condition.not)
    else if ('flag' in condition) found.add(condition.flag)
    else if ('segment' in condition && !seen.has(condition.segment)) {
      seen.add(condition.segment)
      visit(segments.get(condition.segment)?.condition)
    }
  }
  const visitEach = (conditions: readonly Condition[]): void => {
    if (Array.isArray(conditions)) for (const one of conditions) visit(one)
  }
  for (const prerequisite of listOf(flag.prerequisites)) found.add(prerequisite?.flag)
  for (const rule of listOf(flag.rules)) visit(rule?.condition)
  return found
}

/** What is wrong with the depth below each flag: on a cycle, or more than 10 deep. A flag that only leads to a cycle is well. */
export function dependencyFaults(snapshot: Pick<Snapshot, 'flags' | 'segments'>): ReadonlyMap<string, string> {
  const segments = new Map(snapshot.segments.map((segment) => [segment.key, segment]))
  const graph = new Map(snapshot.flags.map((flag) => [flag.key, dependenciesOf(flag, segments)]))
  const faults = new Map<string, string>()
  const depths = new Map<string, number>()
  for (const [key, needed] of graph) {
    if (needed.size === 0) continue
    const cycle = wayBack(key, graph)
    if (cycle !== null) faults.set(key, `a cycle of prerequisites: ${cycle.join(' -> ')}`)
    else if (depthOf(key, graph, depths) > prerequisiteDepthMax)
      faults.set(key, `prerequisites nest ${prerequisiteDepthMax} deep at most`)
  }
  return faults
}

type Graph = ReadonlyMap<string, ReadonlySet<string>>

/** The way from a flag back to itself. */
function wayBack(key: string, graph: Graph): string[] | null {
  const cameFrom = new Map<string, string>()
  const open = [key]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of graph.get(at) ?? []) {
      if (next === key) {
        const way = [key]
        for (let back = at; back !== key; back = cameFrom.get(back) ?? key) way.unshift(back)
        return [key, ...way]
      }
      if (cameFrom.has(next) || !graph.has(next)) continue
      cameFrom.set(next, at)
      open.push(next)
    }
  }
  return null
}

/** How many levels of flags stand below; of those on a cycle nothing is counted. */
function depthOf(key: string, graph: Graph, known: Map<string, number>): number {
  const before = known.get(key)
  if (before !== undefined) return before
  known.set(key, 0)
  let depth = 0
  for (const next of graph.get(key) ?? []) depth = Math.max(depth, 1 + depthOf(next, graph, known))
  known.set(key, depth)
  return depth
}

function listOf<Item>(items: readonly Item[]): readonly Item[] {
  return Array.isArray(items) ? items : []
}
