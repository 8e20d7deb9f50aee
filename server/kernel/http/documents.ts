import type { Cache } from '../cache/cache.ts'
import type { Secret } from '../config/secret.ts'
import type { Db } from '../db/database.ts'
import { kernelProblems } from '../kernel-problems.ts'
import type { HealthReport } from '../telemetry/health.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import type { Unit } from '../unit.ts'
import { openApiDocument, problemsDocument } from './openapi.ts'
import type { HttpServer } from './server.ts'
import { registerSystemRoutes } from './system-routes.ts'

export interface DocumentsOptions {
  readonly units: readonly Unit[]
  readonly version: string
  readonly health: { report(): Promise<HealthReport> }
  readonly metrics: Metrics
  readonly metricsToken: Secret | null
  readonly db: Db
  readonly cache: Pick<Cache, 'publishCounts'>
}

/** Adds health, metrics and the contract's documents, built once when first asked for. */
export function registerDocuments(http: HttpServer, options: DocumentsOptions): void {
  const { units, version, metrics, db } = options
  let openApi: Record<string, unknown> | null = null
  let problems: Record<string, unknown> | null = null
  const allProblems = (): Record<string, unknown> =>
    (problems ??= problemsDocument([...kernelProblems, ...units.flatMap((unit) => unit.problems)]))
  registerSystemRoutes(http.app, {
    health: options.health,
    unready: () => (http.draining() ? 'draining' : http.held() ? 'starting' : null),
    metrics,
    metricsToken: options.metricsToken,
    async beforeScrape() {
      const { checks } = await options.health.report()
      for (const [dependency, check] of Object.entries(checks))
        metrics.dependencyUp.set({ dependency }, check.status === 'fail' ? 0 : 1)
      const pool = db.poolState()
      metrics.httpActive.set(http.inFlight())
      metrics.dbConnections.set({ pool: 'app', state: 'idle' }, pool.idle)
      metrics.dbConnections.set({ pool: 'app', state: 'used' }, pool.total - pool.idle)
      metrics.dbPending.set({ pool: 'app' }, pool.waiting)
      options.cache.publishCounts(metrics)
    },
    openApi: () => (openApi ??= openApiDocument(http.routes, version, Object.keys(allProblems()))),
    problems: allProblems,
  })
}
