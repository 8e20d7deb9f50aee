import { secret } from '../config/secret.ts'
import { createDatabase } from '../db/database.ts'
import { createRedis } from '../redis/redis.ts'
import { createLog } from '../telemetry/create-log.ts'
import type { Limit } from './limit.ts'
import { createSharedLimiter } from './shared-limiter.ts'
import { createStrictCounter } from './strict-counter.ts'

/** A process that starts while Redis is away, and asks for each limit it is told so often, a few at a time. */
const [redisUrl = '', databaseUrl = '', asks = ''] = process.argv.slice(2)
const BATCH = 5

const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
const unused = async (): Promise<never> => {
  throw new Error('nothing of that is done here')
}
const db = createDatabase(
  {
    url: databaseUrl,
    name: 'limits',
    poolMax: 4,
    statementTimeoutMs: 5000,
    prepared: true,
    onPoolError: () => undefined,
  },
  { audit: unused, publish: unused, enqueue: unused },
)
const limiter = createSharedLimiter(createRedis(secret(redisUrl), log), createStrictCounter(db))

process.on('message', async (limit: Limit) => {
  let allowed = 0
  for (let asked = 0; asked < Number(asks); asked += BATCH) {
    const takes = Array.from({ length: BATCH }, () => limiter.take([{ limit, key: 'everybody' }]))
    allowed += (await Promise.all(takes)).filter((decision) => decision.allowed).length
  }
  process.send?.(allowed)
})
process.send?.('ready')
