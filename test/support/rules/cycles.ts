import { importGraph } from '../imports.ts'
import type { Finding, SourceTree } from '../source-tree.ts'
import { unitOrFile } from './layers.ts'

type Graph = ReadonlyMap<string, readonly string[]>

/** No file imports itself by way of others, type-only imports included. */
export function fileCycleFindings(tree: SourceTree): Finding[] {
  return cyclesOf(importGraph(tree)).map((cycle) => ({
    path: cycle[0] ?? '',
    line: 1,
    rule: 'import-cycle',
    instead: `move what they share to a file below both: ${[...cycle, cycle[0]].join(' -> ')}`,
  }))
}

/** No two units need each other, even where their files form no cycle; a unit's tests may stand on any unit. */
export function unitCycleFindings(tree: SourceTree): Finding[] {
  const units = new Map<string, string[]>()
  for (const [path, targets] of importGraph(tree)) {
    const unit = unitOrFile(path)
    if (unit === path || path.endsWith('.test.ts')) continue
    const needed = targets.map(unitOrFile).filter((target) => target !== unit)
    units.set(unit, [...(units.get(unit) ?? []), ...needed])
  }
  return cyclesOf(units).map((cycle) => ({
    path: `${cycle[0]}/index.ts`,
    line: 1,
    rule: 'unit-cycle',
    instead: `let one side publish an event instead: ${[...cycle, cycle[0]].join(' -> ')}`,
  }))
}

/** One cycle for each knot of nodes that reach each other: the shortest through its first node in the alphabet. */
function cyclesOf(graph: Graph): string[][] {
  const cycles: string[][] = []
  const inKnownKnot = new Set<string>()
  for (const start of [...graph.keys()].sort()) {
    if (inKnownKnot.has(start)) continue
    const cycle = shortestWayBack(graph, start)
    if (cycle === undefined) continue
    cycles.push(cycle)
    const reachesStart = reachable(reversed(graph), start)
    for (const node of reachable(graph, start)) if (reachesStart.has(node)) inKnownKnot.add(node)
  }
  return cycles
}

function shortestWayBack(graph: Graph, start: string): string[] | undefined {
  const cameFrom = new Map<string, string>()
  const queue = [start]
  for (const node of queue) {
    for (const next of graph.get(node) ?? []) {
      if (next === start) return pathTo(node, cameFrom)
      if (cameFrom.has(next)) continue
      cameFrom.set(next, node)
      queue.push(next)
    }
  }
  return undefined
}

function pathTo(node: string, cameFrom: ReadonlyMap<string, string>): string[] {
  const path = [node]
  for (let at = cameFrom.get(node); at !== undefined; at = cameFrom.get(at)) path.unshift(at)
  return path
}

function reachable(graph: Graph, start: string): Set<string> {
  const seen = new Set([start])
  for (const node of seen) for (const next of graph.get(node) ?? []) seen.add(next)
  return seen
}

function reversed(graph: Graph): Graph {
  const turned = new Map<string, string[]>()
  for (const [from, targets] of graph) {
    for (const to of targets) turned.set(to, [...(turned.get(to) ?? []), from])
  }
  return turned
}
