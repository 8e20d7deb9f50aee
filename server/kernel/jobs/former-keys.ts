import type { Redis } from 'ioredis'

/** What this installation's keys in Redis began with in former versions. */
const FORMER = ['plinth-parcels-', 'plinth-jobs-'] as const
const KEYS_EACH_LOOK = 1000

/**
 * Removes what former versions left in Redis of this installation. Costs one question where they left nothing; the key that tells so goes
 * last, so that one who was interrupted is followed by another. A process of such a version that still runs carries its jobs anew.
 */
export async function removeFormerKeys(redis: Redis, installation: string): Promise<number> {
  let removed = 0
  for (const prefix of FORMER.map((word) => word + installation)) {
    const epoch = `${prefix}:epoch`
    if ((await redis.exists(epoch)) === 0) continue
    let cursor = '0'
    do {
      const [next, keys] = await redis.scan(cursor, 'MATCH', `${prefix}:*`, 'COUNT', KEYS_EACH_LOOK)
      const others = keys.filter((key) => key !== epoch)
      if (others.length > 0) removed += await redis.unlink(...others)
      cursor = next
    } while (cursor !== '0')
    removed += await redis.unlink(epoch)
  }
  return removed
}
