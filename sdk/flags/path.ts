import type { Context, Json } from './model.ts'

/** What an attribute's path finds in a context; undefined when there is nothing. */
export type Read = (context: Context) => Json | undefined

const step = /(?:^|\.)([^.[\]]+)|\[(\d+)\]|\['([^']*)'\]/y

/** The steps of `user.plan`, `orders[0].total` or `['a.b']`; null for what is no path. */
export function parsePath(path: string): readonly string[] | null {
  const steps: string[] = []
  step.lastIndex = 0
  while (step.lastIndex < path.length) {
    const found = step.exec(path)
    if (found === null) return null
    steps.push(found[1] ?? found[2] ?? found[3] ?? '')
  }
  return steps.length === 0 ? null : steps
}

/** Reads own properties only, so that `constructor` is an attribute like any other. */
export function readerOf(steps: readonly string[]): Read {
  const [name = '', ...others] = steps
  if (others.length > 0) return (context) => readSteps(context as Json, steps)
  if (name in Object.prototype) return (context) => (Object.hasOwn(context, name) ? context[name] : undefined)
  return (context) => context[name]
}

/** What stands at the end of the steps. */
export function readSteps(from: Json | undefined, steps: readonly string[]): Json | undefined {
  let found: Json | undefined = from
  for (const name of steps) {
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined
    found = (found as { readonly [name: string]: Json })[name]
  }
  return found
}

/** The first of several that finds something. */
export function firstOf(reads: readonly Read[]): Read {
  const [only] = reads
  if (reads.length === 1 && only !== undefined) return only
  return (context) => {
    for (const read of reads) {
      const found = read(context)
      if (found !== undefined && found !== null && found !== '') return found
    }
    return undefined
  }
}
