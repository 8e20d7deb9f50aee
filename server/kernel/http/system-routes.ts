import { timingSafeEqual } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Secret } from '../config/secret.ts'
import type { HealthReport } from '../telemetry/health.ts'
import type { Metrics } from '../telemetry/metrics.ts'
import { contextOf } from './context.ts'
import { docsPage, problemPage } from './pages.ts'
import { httpProblem } from './problems.ts'

export interface SystemRoutesOptions {
  readonly health: { report(): Promise<HealthReport> }
  /** Why the process is not ready whatever its checks say. */
  readonly unready: () => 'draining' | 'starting' | null
  readonly metrics: Metrics
  readonly metricsToken: Secret | null
  /** Brings gauges up to date that nobody sets by himself. */
  readonly beforeScrape: () => Promise<void>
  readonly openApi: () => Record<string, unknown>
  readonly problems: () => Record<string, unknown>
}

const always = { config: { always: true } }
const PAGE_POLICY = "default-src 'none'; style-src 'self'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"

/** Health, metrics and the contract's own pages: answered without session, limits or shedding. */
export function registerSystemRoutes(app: FastifyInstance, options: SystemRoutesOptions): void {
  registerHealth(app, options)
  registerMetrics(app, options)
  registerContract(app, options)
}

function registerHealth(app: FastifyInstance, { health, unready }: SystemRoutesOptions): void {
  app.get('/livez', always, (_request, reply) => reply.send({ status: 'pass' }))
  app.get('/readyz', always, async (_request, reply) => {
    const reason = unready()
    if (reason !== null) return reply.code(503).send({ status: 'fail', reason })
    const report = await health.report()
    return reply.code(report.ready ? 200 : 503).send({ status: report.ready ? 'pass' : 'fail' })
  })
  for (const path of ['/health', '/api/health']) {
    app.get(path, always, async (_request, reply) => {
      const report = await health.report()
      const checks = Object.fromEntries(
        Object.entries(report.checks).map(([name, check]) => [
          name,
          [{ status: check.status, time: check.at.toISOString() }],
        ]),
      )
      return reply
        .code(report.ready && unready() === null ? 200 : 503)
        .header('content-type', 'application/health+json; charset=utf-8')
        .serializer(JSON.stringify)
        .send({ status: unready() === null ? report.status : 'fail', checks })
    })
  }
}

function registerMetrics(app: FastifyInstance, { metrics, metricsToken, beforeScrape }: SystemRoutesOptions): void {
  app.get('/metrics', always, async (request, reply) => {
    if (!mayScrape(request, metricsToken))
      throw httpProblem('unauthenticated', { headers: { 'www-authenticate': 'Bearer' } })
    await beforeScrape()
    return reply
      .header('content-type', metrics.registry.contentType)
      .serializer(String)
      .send(await metrics.registry.metrics())
  })
}

/** With a token: whoever holds it. Without: callers on this machine that came through no proxy. */
function mayScrape(request: FastifyRequest, token: Secret | null): boolean {
  if (token === null) {
    const ip = contextOf(request)?.ip ?? ''
    const loopback = ip === '::1' || (isIP(ip) === 4 && ip.startsWith('127.'))
    return loopback && request.headers['x-forwarded-for'] === undefined && request.headers.forwarded === undefined
  }
  const given = Buffer.from(request.headers.authorization ?? '')
  const wanted = Buffer.from(`Bearer ${token.reveal()}`)
  return given.length === wanted.length && timingSafeEqual(given, wanted)
}

function registerContract(app: FastifyInstance, options: SystemRoutesOptions): void {
  const html = 'text/html; charset=utf-8'
  app.get('/api/openapi.json', (_request, reply) =>
    reply
      .header('cache-control', 'no-cache')
      .serializer(JSON.stringify)
      .header('content-type', 'application/json; charset=utf-8')
      .send(options.openApi()),
  )
  app.get('/api/docs', (_request, reply) =>
    reply.header('content-type', html).header('content-security-policy', PAGE_POLICY).send(docsPage(options.openApi())),
  )
  app.get<{ Params: { unit: string; code: string } }>('/problems/:unit/:code', (request, reply) => {
    const code = `${request.params.unit}/${request.params.code}`
    const spec = options.problems()[code] as { status: number; title: string; detail?: string } | undefined
    if (spec === undefined) throw httpProblem('not-found')
    return reply
      .header('content-type', html)
      .header('content-security-policy', PAGE_POLICY)
      .send(problemPage(code, spec))
  })
  app.get('/api/docs.css', (_request, reply) => reply.header('content-type', 'text/css; charset=utf-8').send(STYLE))
}

const STYLE = `:root{color-scheme:light dark;--line:#8884;--muted:#777}
body{font:15px/1.6 system-ui,sans-serif;margin:0 auto;max-width:60rem;padding:2rem 1rem 6rem}
h1{font-size:1.7rem}h2{margin-top:3rem;border-bottom:1px solid var(--line)}
details{border:1px solid var(--line);border-radius:8px;margin:.5rem 0;padding:.4rem .8rem}
summary{cursor:pointer}code,pre{font:13px/1.5 ui-monospace,monospace}pre{overflow:auto;background:#8881;padding:.8rem;border-radius:6px}
.method{display:inline-block;min-width:4.2rem;font-weight:600}.muted{color:var(--muted)}table{border-collapse:collapse}td,th{padding:.2rem .8rem .2rem 0;text-align:left;vertical-align:top}`
