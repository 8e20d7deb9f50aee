import { setTimeout as sleep } from 'node:timers/promises'
import { secret } from '../config/secret.ts'
import { createRedis } from '../redis/redis.ts'
import { createLog } from '../telemetry/create-log.ts'
import type { Limit } from './limit.ts'
import { createSharedLimiter } from './shared-limiter.ts'

/** A process that is told a limit and then asks for it 25 at a time until it has asked as often as it was started for. */
const [redisUrl = '', asks = ''] = process.argv.slice(2)
const BATCH = 25

const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
const link = createRedis(secret(redisUrl), log, 5000)
while ((await link.ask((client) => client.ping())) === null) await sleep(10)
const limiter = createSharedLimiter(link)

process.on('message', async (limit: Limit) => {
  let allowed = 0
  for (let asked = 0; asked < Number(asks); asked += BATCH) {
    const takes = Array.from({ length: BATCH }, () => limiter.take([{ limit, key: 'everybody' }]))
    allowed += (await Promise.all(takes)).filter((decision) => decision.allowed).length
  }
  process.send?.(allowed)
})
process.send?.('ready')
