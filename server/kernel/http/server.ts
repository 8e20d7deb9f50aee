import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { answerProblem } from './answer-problem.ts'
import { type ConsoleOrigins, registerConsole, wantsPage } from './console-files.ts'
import { createEventStreams } from './event-streams.ts'
import { securityHeaders } from './headers.ts'
import { createMethodTable } from './method-table.ts'
import type { HttpOptions } from './options.ts'
import { httpProblem } from './problems.ts'
import { registerRoutes } from './register-route.ts'
import { createRequestFlow, type RequestFlow, requestIdOf, type ServerState } from './request-flow.ts'
import type { RateClass, Route, RouteHead } from './route.ts'
import { createShedder } from './shed.ts'
import { createSocketAnswers, type SocketAnswers } from './socket-errors.ts'

/** The HTTP server before it listens, and what shutdown needs of it. */
export interface HttpServer {
  readonly app: FastifyInstance
  readonly routes: readonly Route[]
  register(routes: readonly Route[]): void
  /** Serves the built console from `folder` on every path that is no API's; nothing when it was not built. */
  serveConsole(folder: string, origins: () => ConsoleOrigins): void
  /** Resolves to the port. As many connections as it holds may come at once: they wait in line until they are taken. */
  listen(at: { readonly host: string; readonly port: number }): Promise<number>
  /** From now on each answer closes its connection, streams of events end, and readiness is refused. */
  drain(): void
  draining(): boolean
  /** From now on requests are refused as database/unavailable, and so is readiness, until `release`; not what can do without. */
  hold(): void
  release(): void
  held(): boolean
  /** Requests being answered now. */
  inFlight(): number
}

declare module 'fastify' {
  interface FastifyContextConfig {
    rate?: RateClass
    operationId?: string
    eventStream?: boolean
    withoutDatabase?: boolean
    problemForm?: RouteHead['problemForm']
    /** Answered while draining and overloaded, without limits: health, metrics. */
    always?: boolean
  }
}

/**
 * Headers 5 s; a whole request 15 min, which is an upload's (other bodies 15 s, see body-time.ts); keep-alive longer than a balancer's
 * 60 s.
 */
const TIMEOUTS = { headersMs: 5_000, requestMs: 15 * 60_000, keepAliveMs: 72_000, checkEveryMs: 1_000 }
const HEADER_BYTES_MAX = 8 * 1024
const HEADERS_COUNT_MAX = 101
const CONNECTIONS_MAX = 2_000
const BODY_BYTES_MAX = 256 * 1024

/** Builds the server with the hook order of DESIGN section 3. Routes are registered before it listens. */
export function createHttpServer(options: HttpOptions): HttpServer {
  const { config, metrics } = options
  const routes: Route[] = []
  const state: ServerState = { draining: false, held: false, inFlight: 0, working: 0, page: null }
  const shedder = createShedder()
  const events = createEventStreams(metrics, options.eventStreamLimits)
  const flow = createRequestFlow({ ...options, state, shedder })
  const socketAnswers = createSocketAnswers(securityHeaders(config.publicUrl.protocol === 'https:'), (code) =>
    metrics.problems.inc({ code }),
  )
  const app = createFastify({ options, flow, socketAnswers })
  const unmatched = createUnmatched(app, options, state)
  app.addHook('onRequest', (request, reply, done) => {
    const admitted = (isAnswered: boolean): void => {
      if (isAnswered) reply.code(204).send()
      else if (request.is404) unmatched(request, reply)
      else done()
    }
    try {
      const answered = flow.admit(request, reply, flow.begin(request, reply))
      if (answered instanceof Promise) answered.then(admitted).catch(done)
      else admitted(answered)
    } catch (error) {
      done(error as Error)
    }
  })
  app.addHook('onClose', async () => {
    shedder.stop()
    events.stop()
  })
  return {
    app,
    routes,
    register(added) {
      routes.push(...added)
      registerRoutes(app, added, { ...options, work: flow.work, events })
    },
    serveConsole: (folder, origins) => {
      state.page = registerConsole(app, folder, origins)
    },
    async listen(at) {
      // Node's own is 511: what comes beyond it in one moment waits for a second, or is reset.
      await app.listen({ ...at, backlog: CONNECTIONS_MAX })
      return (app.server.address() as AddressInfo).port
    },
    drain: () => {
      state.draining = true
      events.drain()
    },
    draining: () => state.draining,
    hold: () => {
      state.held = true
    },
    release: () => {
      state.held = false
    },
    held: () => state.held,
    inFlight: () => state.inFlight,
  }
}

/** Paths nobody registered: the console's page for a browser, else 404; known paths by another method: 405 with Allow. No body is read. */
function createUnmatched(app: FastifyInstance, { log }: HttpOptions, state: ServerState) {
  const methods = createMethodTable()
  app.addHook('onRoute', ({ method, url }) => {
    for (const one of Array.isArray(method) ? method : [method]) methods.add(one, url)
  })
  return (request: FastifyRequest, reply: FastifyReply): FastifyReply => {
    const allowed = methods.allowed(request.url)
    if (allowed.length === 0) {
      return state.page !== null && wantsPage(request)
        ? state.page(request, reply)
        : answerProblem(httpProblem('not-found'), request, reply, log)
    }
    reply.header('allow', allowed.join(', '))
    if (request.method === 'OPTIONS') return reply.code(204).send()
    return answerProblem(httpProblem('method-not-allowed'), request, reply, log)
  }
}

interface FastifyParts {
  readonly options: HttpOptions
  readonly flow: RequestFlow
  readonly socketAnswers: SocketAnswers
}

function createFastify({ options: { log }, flow, socketAnswers }: FastifyParts): FastifyInstance {
  const app = Fastify({
    logger: false,
    genReqId: requestIdOf,
    bodyLimit: BODY_BYTES_MAX,
    requestTimeout: TIMEOUTS.requestMs,
    keepAliveTimeout: TIMEOUTS.keepAliveMs,
    return503OnClosing: false,
    forceCloseConnections: 'idle',
    clientErrorHandler: socketAnswers.answer,
    frameworkErrors: (error: Error, request: FastifyRequest, reply: FastifyReply) => {
      flow.begin(request, reply)
      answerProblem(error, request, reply, log)
    },
    http: {
      headersTimeout: TIMEOUTS.headersMs,
      connectionsCheckingInterval: TIMEOUTS.checkEveryMs,
      maxHeaderSize: HEADER_BYTES_MAX,
      requireHostHeader: false,
      insecureHTTPParser: false,
    },
    routerOptions: {
      maxParamLength: 200,
      caseSensitive: true,
      ignoreTrailingSlash: false,
      ignoreDuplicateSlashes: false,
    },
  }) as unknown as FastifyInstance
  app.removeAllContentTypeParsers()
  app.setErrorHandler((error, request, reply) => answerProblem(error, request, reply, log))
  const server: Server = app.server
  server.maxHeadersCount = HEADERS_COUNT_MAX
  server.maxConnections = CONNECTIONS_MAX
  socketAnswers.attach(server)
  return app
}
