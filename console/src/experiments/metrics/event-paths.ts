import type { MetricEvent } from '../types.ts'

interface Shape {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
}

/** Members of an event by their paths: those that can say who is counted, and those that can be a number. */
export function pathsOf({ schema }: Pick<MetricEvent, 'schema'>): { units: string[]; values: string[] } {
  const found = leavesOf(schema as Shape, '')
  const of = (...types: readonly string[]) => found.filter(({ type }) => types.includes(type)).map(({ path }) => path)
  return { units: of('string'), values: of('number', 'integer', 'string') }
}

function leavesOf({ properties = {} }: Shape, under: string): { path: string; type: string }[] {
  return Object.entries(properties).flatMap(([name, shape]) => {
    const path = `${under}${name}`
    const type = Array.isArray(shape.type) ? shape.type.find((one) => one !== 'null') : shape.type
    const own = typeof type === 'string' && type !== 'object' && type !== 'array' ? [{ path, type }] : []
    return [...own, ...leavesOf(shape, `${path}.`)]
  })
}
