import { compileCondition } from './conditions.ts'
import type { Fault, Segment } from './model.ts'
import { never, type Scope, type Test } from './scope.ts'

/** A segment ready to be tested, with what it was compiled from. */
export interface CompiledSegment {
  readonly name: string
  readonly needs: ReadonlySet<string>
  nextAfter(ms: number): number | null
  test: Test
  faults: Fault[]
}

/** The segments of one snapshot, each compiled once, when it is first asked for. */
export interface Segments {
  readonly compiled: ReadonlyMap<string, CompiledSegment>
  readonly sources: ReadonlyMap<string, Segment>
  /** Undefined for a segment that is not there; its faults are told to whoever asks. */
  test(key: string, path: string, tell: Scope['fault']): Test | undefined
}

/** What a compiled part is kept with: a scope of its own, what it asked for, and when it changes by time alone. */
export interface Place {
  readonly scope: Scope
  readonly needs: ReadonlySet<string>
  nextAfter(ms: number): number | null
}

/** `standing`: those that are compiled already and stay as they are. */
export function createSegments(
  segments: readonly Segment[],
  standing: Iterable<readonly [string, CompiledSegment]>,
  placeOf: (fault: Scope['fault']) => Place,
): Segments {
  const sources = new Map(segments.map((segment) => [segment.key, segment]))
  const compiled = new Map(standing)

  function compileOne(segment: Segment): CompiledSegment {
    const { key, condition } = segment
    const faults: Fault[] = [{ path: '', message: 'a cycle of segments' }]
    const { scope, needs, nextAfter } = placeOf((path, message) => void faults.push({ path, message }))
    const made = { name: segmentName(key), needs, nextAfter, test: never, faults }
    compiled.set(key, made)
    made.test = compileCondition(condition, scope, '')
    faults.shift()
    return made
  }

  return {
    compiled,
    sources,
    test(key, path, tell) {
      const segment = sources.get(key)
      if (segment === undefined) return undefined
      const known = compiled.get(key) ?? compileOne(segment)
      for (const { path: where, message } of [...known.faults]) tell(path, `segment ${key}${where}: ${message}`)
      return known.test
    },
  }
}

export function flagName(key: string): string {
  return `flag ${key}`
}

export function segmentName(key: string): string {
  return `segment ${key}`
}
