import { pointOf } from './hash/buckets.ts'
import { type Bucketing, type Context, hashNames, type Json } from './model.ts'
import { firstOf, parsePath, type Read, readerOf } from './path.ts'
import type { Scope } from './scope.ts'

/** A caller's number; -1 for one without a value to be bucketed by. */
export type BucketOf = (context: Context) => number

export interface BucketOptions {
  readonly total: number
  readonly seed?: number
  readonly path: string
}

const hashes = new Set<string>(hashNames)

/** Compiles how callers become numbers below `total`. */
export function bucketOf(bucketing: Bucketing, scope: Scope, { total, seed, path }: BucketOptions): BucketOf {
  if (!hashes.has(bucketing.hash) || typeof bucketing.salt !== 'string') {
    scope.fault(`${path}/hash`, `no hash ${bucketing.hash}, or its salt is missing`)
    return () => -1
  }
  const point = pointOf(bucketing.hash, bucketing.salt, total, seed)
  const read = bucketingReader(bucketing, scope, path)
  const takesEmpty = bucketing.hash.startsWith('fractional')
  const takesZeroForNone = bucketing.hash.startsWith('growthbook')
  const { orRandom = false } = bucketing
  return (context) => {
    const found = read(context)
    if (found !== undefined && found !== null && (takesEmpty || (found !== '' && !(takesZeroForNone && !found))))
      return point(found)
    return orRandom ? point(scope.random()) : -1
  }
}

/** Reads the value callers are bucketed by. */
function bucketingReader({ bucketBy = 'targetingKey' }: Bucketing, scope: Scope, path: string): Read {
  const paths = typeof bucketBy === 'string' ? [bucketBy] : bucketBy
  return firstOf(paths.map((one) => attributeReader(one, scope, `${path}/bucketBy`)))
}

/** Reads an attribute; a path that is none is a fault. */
export function attributeReader(attribute: string, scope: Scope, path: string): Read {
  const steps = typeof attribute === 'string' ? parsePath(attribute) : null
  if (steps !== null) return readerOf(steps)
  scope.fault(path, `not a path of an attribute: ${String(attribute)}`)
  return (): Json | undefined => undefined
}
