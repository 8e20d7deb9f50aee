import { type BucketOf, bucketOf } from './bucketing.ts'
import { wholeOf } from './hash/buckets.ts'
import { instantMs } from './instant.ts'
import type { Ramp, Rollout } from './model.ts'
import { always, never, type Scope, type Test } from './scope.ts'

const wholeShare = 100_000

/** A compiled rollout: who is taken in, and for the tester the caller's bucket, the number below which everybody's lie, and the share in force. */
export interface CompiledRollout {
  readonly test: Test
  readonly bucket: BucketOf
  readonly whole: number
  readonly share: () => number
}

/** Takes in whoever's bucket lies below the share; raising the share throws nobody out. */
export function compileRollout(rollout: Rollout, scope: Scope, path: string): CompiledRollout {
  const total = rollout.hash === 'unleash' ? 100 : wholeShare
  const bucket = bucketOf(rollout, scope, { total, path })
  const whole = wholeOf[rollout.hash] ?? total
  const inside = insideOf(rollout)
  if (!('ramp' in rollout)) {
    const { share } = rollout
    if (!(share >= 0 && share <= wholeShare)) scope.fault(`${path}/share`, `needs a share from 0 to ${wholeShare}`)
    const isWhole = share >= wholeShare && rollout.hash.startsWith('fractional')
    const some: Test = (context) => {
      const point = bucket(context)
      return point >= 0 && inside(point, share)
    }
    return { bucket, whole, share: () => share, test: isWhole ? always : share > 0 ? some : never }
  }
  const shareNow = rampShare(rollout.ramp, scope, `${path}/ramp`)
  return {
    bucket,
    whole,
    share: shareNow,
    test: (context) => {
      const share = shareNow()
      if (share <= 0 || share >= wholeShare) return share > 0
      const point = bucket(context)
      return point >= 0 && inside(point, share)
    },
  }
}

/** GrowthBook's coverage takes in its border as well; Unleash counts whole percents. */
function insideOf({ hash }: Rollout): (point: number, share: number) => boolean {
  if (hash === 'unleash') return (point, share) => point * 1000 < share
  if (hash.startsWith('growthbook')) return (point, share) => point <= share / wholeShare
  const scale = (wholeOf[hash] ?? wholeShare) / wholeShare
  return (point, share) => point < share * scale
}

function rampShare(ramp: Ramp, scope: Scope, path: string): () => number {
  const startsMs = instantMs(ramp?.startsAt)
  const endsMs = instantMs(ramp?.endsAt)
  const { from, to } = ramp ?? {}
  if (!(from >= 0 && from <= wholeShare && to >= 0 && to <= wholeShare))
    scope.fault(path, `needs from and to from 0 to ${wholeShare}`)
  if (!(startsMs < endsMs)) scope.fault(path, 'needs an instant to start at and a later one to end at')
  else scope.rampsBetween(startsMs, endsMs, to - from)
  return () => {
    const passed = (scope.now() - startsMs) / (endsMs - startsMs)
    return passed <= 0 ? from : passed >= 1 ? to : Math.floor(from + (to - from) * passed)
  }
}
