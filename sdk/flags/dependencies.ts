import type { Condition, Flag, Segment, Snapshot } from './model.ts'

const prerequisiteDepthMax = 10

/** The keys of what a flag's answer depends on. */
export interface References {
  readonly flags: ReadonlySet<string>
  readonly segments: ReadonlySet<string>
}

/** By prerequisites, conditions and the segments those name. */
function referencesOf(flag: Flag | undefined, segments: ReadonlyMap<string, Segment>): References {
  const found = { flags: new Set<string>(), segments: new Set<string>() }
  const visit = (condition: Condition | undefined): void => {
    if (typeof condition !== 'object' || condition === null) return
    if ('all' in condition) visitEach(condition.all)
    else if ('any' in condition) visitEach(condition.any)
    else if ('not' in condition) visit(condition.not)
    else if ('flag' in condition) {
      found.flags.add(condition.flag)
      if ('where' in condition) visit(condition.where)
    } else if ('segment' in condition && !found.segments.has(condition.segment)) {
      found.segments.add(condition.segment)
      visit(segments.get(condition.segment)?.condition)
    }
  }
  const visitEach = (conditions: readonly Condition[]): void => {
    if (Array.isArray(conditions)) for (const one of conditions) visit(one)
  }
  for (const prerequisite of listOf(flag?.prerequisites)) found.flags.add(prerequisite?.flag)
  for (const rule of listOf(flag?.rules)) visit(rule?.condition)
  return found
}

interface DependencyFaults {
  readonly faults: ReadonlyMap<string, string>
  references(key: string): References
}

/** What is wrong with the depth below each of `asked`: on a cycle, or more than 10 deep. A flag that only leads to a cycle is well. */
export function dependencyFaults(
  snapshot: Pick<Snapshot, 'flags' | 'segments'>,
  asked: readonly { readonly flag: Flag }[],
): DependencyFaults {
  const segments = new Map(snapshot.segments.map((segment) => [segment.key, segment]))
  const graph = graphOf(new Map(snapshot.flags.map((flag) => [flag.key, flag])), segments)
  const faults = new Map<string, string>()
  const depths = new Map<string, number>()
  for (const key of new Set(asked.map(({ flag }) => flag.key))) {
    if (graph.references(key).flags.size === 0) continue
    const cycle = wayBack(key, graph)
    if (cycle !== null) faults.set(key, `a cycle of prerequisites: ${cycle.join(' -> ')}`)
    else if (depthOf(key, graph, depths) > prerequisiteDepthMax)
      faults.set(key, `prerequisites nest ${prerequisiteDepthMax} deep at most`)
  }
  return { faults, references: graph.references }
}

interface Graph {
  has(key: string): boolean
  references(key: string): References
}

/** What each flag leads to, looked up when it is asked for. */
function graphOf(flags: ReadonlyMap<string, Flag>, segments: ReadonlyMap<string, Segment>): Graph {
  const known = new Map<string, References>()
  return {
    has: (key) => flags.has(key),
    references(key) {
      const found = known.get(key) ?? referencesOf(flags.get(key), segments)
      known.set(key, found)
      return found
    },
  }
}

/** The way from a flag back to itself. */
function wayBack(key: string, graph: Graph): string[] | null {
  const cameFrom = new Map<string, string>()
  const open = [key]
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const next of graph.references(at).flags) {
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
  for (const next of graph.references(key).flags) depth = Math.max(depth, 1 + depthOf(next, graph, known))
  known.set(key, depth)
  return depth
}

function listOf<Item>(items: readonly Item[] | undefined): readonly Item[] {
  return Array.isArray(items) ? items : []
}
