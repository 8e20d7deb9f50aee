import { readConfig } from '../../server/kernel/config/config.ts'
import type { Db } from '../../server/kernel/db/database.ts'
import type { Authenticator } from '../../server/kernel/http/authorise.ts'
import { drainAndClose } from '../../server/kernel/http/drain.ts'
import type { EventStreamLimits } from '../../server/kernel/http/event-streams.ts'
import type { Route } from '../../server/kernel/http/route.ts'
import { createHttpServer, type HttpServer } from '../../server/kernel/http/server.ts'
import { createLimiter } from '../../server/kernel/rate-limit/limiter.ts'
import { createLog } from '../../server/kernel/telemetry/create-log.ts'
import { createMetrics, type Metrics } from '../../server/kernel/telemetry/metrics.ts'

export interface WireServer {
  readonly url: string
  readonly http: HttpServer
  readonly metrics: Metrics
  stop(): Promise<void>
}

/** Everybody is anonymous. */
const anonymousOnly: Authenticator = { authenticate: async () => null, checkCsrf: () => undefined }

/** The kernel's HTTP layer alone, with routes of the test's own, listening on a free port. */
export async function startWireServer(options: {
  db: Db
  routes: readonly Route[]
  authenticator?: Authenticator
  environment?: Readonly<Record<string, string>>
  /** Where the address has to be known before. */
  port?: number
  eventStreamLimits?: Partial<EventStreamLimits>
}): Promise<WireServer> {
  const config = readConfig(
    { NODE_ENV: 'test', DATA_DIR: '/tmp/plinth-wire-test', RATE_LIMITS: 'off', ...options.environment },
    { products: ['music'], terminal: false },
  )
  const { log } = createLog({ level: 'silent', format: 'json', version: 'test' }, () => undefined)
  const metrics = createMetrics('test')
  const { db, authenticator = anonymousOnly, eventStreamLimits = {} } = options
  const http = createHttpServer({
    ...{ config: config.server, db, authenticator, limiter: createLimiter(), metrics, log, eventStreamLimits },
  })
  http.register(options.routes)
  const port = await http.listen({ host: '127.0.0.1', port: options.port ?? 0 })
  return { url: `http://127.0.0.1:${port}`, http, metrics, stop: () => drainAndClose(http, 0) }
}
