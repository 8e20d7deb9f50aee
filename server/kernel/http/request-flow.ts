import type { IncomingMessage } from 'node:http'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { monotonicMs } from '../clock.ts'
import { databaseProblems } from '../db/sqlstate.ts'
import { newId } from '../id.ts'
import { acceptRequestId, continueTrace } from '../telemetry/trace.ts'
import { clientIp } from './client-ip.ts'
import { contextOf, type RequestContext, setContext } from './context.ts'
import { createGuard } from './guard.ts'
import { applyCors, securityHeaders } from './headers.ts'
import type { HttpOptions, Refusal } from './options.ts'
import { httpProblem } from './problems.ts'
import { networkClaim } from './rate-classes.ts'
import type { Shedder } from './shed.ts'
import { refuseWhenFull, takeLimits } from './take-limit.ts'

export interface ServerState {
  draining: boolean
  /** The database was not reached yet. */
  held: boolean
  /** Requests that have begun and not ended, slow bodies included. */
  inFlight: number
  /** Those of them that reached their handler: what overload is judged by, so that a slow client costs others nothing. */
  working: number
  page: ((request: FastifyRequest, reply: FastifyReply) => FastifyReply) | null
}

interface FlowParts extends HttpOptions {
  readonly state: ServerState
  readonly shedder: Shedder
}

/** How every request starts and ends. */
export interface RequestFlow {
  /** Counts and names the request and sets the headers of every answer; also for requests that the router refuses before any hook. */
  begin(request: FastifyRequest, reply: FastifyReply): RequestContext
  /**
   * Throws for malformed heads, overload and a network known to be at its limit; true when it answered a CORS preflight. What is no
   * declared route is counted here, the others when it is known who calls.
   */
  admit(request: FastifyRequest, reply: FastifyReply, context: RequestContext): boolean | Promise<boolean>
  /** The handler starts: from here on the request is load. */
  work(context: RequestContext): void
}

/** The caller's request id when it is well-formed, else a new one. */
export function requestIdOf(request: IncomingMessage): string {
  return acceptRequestId(request.headers['x-request-id']) ?? newId()
}

/** The flow of this server; limits, metrics and log are those of `parts`. */
export function createRequestFlow(parts: FlowParts): RequestFlow {
  const { config, metrics, state, shedder } = parts
  const guard = createGuard(config)
  const headers = securityHeaders(config.publicUrl.protocol === 'https:')
  const finish = createFinish(parts)
  return {
    begin(request, reply) {
      state.inFlight += 1
      const trace = continueTrace(request.headers.traceparent as string | undefined)
      const ip = clientIp(request.raw.socket.remoteAddress, request.headers['x-forwarded-for'], config.trustedProxies)
      const context = {
        startedMs: monotonicMs(),
        ip,
        ...trace,
        principal: null,
        working: false,
        closed: false,
        problemCode: null,
        refused: null,
        deadline: null,
        cancel: null,
      }
      setContext(request, context)
      // 'close' comes for an answer that was sent and for one whose client left; a finished answer alone would leak the count.
      reply.raw.once('close', () => finish(request, reply))
      reply.headers(headers)
      reply.header('x-request-id', request.id)
      if (state.draining) reply.header('connection', 'close')
      return context
    },
    admit(request, reply, { ip }) {
      guard(request)
      const route = request.routeOptions.config
      if (route.always === true) return false
      const reason = shedder.reason(state.working)
      if (reason !== null) {
        metrics.httpShed.inc({ reason })
        throw httpProblem('overloaded', { retryAfterSeconds: 1 + Math.round(Math.random() * 3) })
      }
      if (applyCors(request, reply, config)) return true
      if (state.held && route.withoutDatabase !== true)
        throw databaseProblems('unavailable', { retryAfterSeconds: RETRY_WHILE_HELD_SECONDS })
      if (!config.rateLimits) return false
      const network = [networkClaim(route.rate ?? 'read', ip)] as const
      if (route.operationId !== undefined) {
        refuseWhenFull(parts, reply, network)
        return false
      }
      const taken = takeLimits(parts, reply, network)
      return taken === undefined ? false : taken.then(() => false)
    },
    work(context) {
      if (context.closed) return
      state.working += 1
      context.working = true
    },
  }
}

function refusalOf(request: FastifyRequest, { ip }: RequestContext, credential: string): Refusal {
  const operation = request.routeOptions.config.operationId ?? null
  return { credential, operation, requestId: request.id, ip, userAgent: request.headers['user-agent'] }
}

const RETRY_WHILE_HELD_SECONDS = 5
/** Status under which an answer is recorded that nobody stayed to read. */
const CLIENT_GONE = 499

function createFinish({ state, metrics, log, refused }: FlowParts) {
  return (request: FastifyRequest, reply: FastifyReply): void => {
    state.inFlight -= 1
    const context = contextOf(request)
    if (context === undefined) return
    context.closed = true
    if (context.working) state.working -= 1
    const { config, url } = request.routeOptions
    const isStream = config.eventStream === true && reply.raw.statusCode === 200
    const complete = isStream || reply.raw.writableFinished
    if (context.deadline !== null) clearTimeout(context.deadline)
    if (!complete) context.cancel?.abort()
    if (context.problemCode !== null) metrics.problems.inc({ code: context.problemCode })
    if (context.refused !== null) refused?.(refusalOf(request, context, context.refused))
    const status = complete ? reply.raw.statusCode : CLIENT_GONE
    const route = url ?? 'unmatched'
    const seconds = (monotonicMs() - context.startedMs) / 1000
    if (!isStream)
      metrics.httpDuration.observe(
        { http_request_method: request.method, http_route: route, http_response_status_code: status },
        seconds,
      )
    const fields = {
      requestId: request.id,
      traceId: context.traceId,
      operation: config.operationId,
      method: request.method,
      route,
      status,
      durationMs: Math.round(seconds * 1e4) / 10,
      ip: context.ip,
      userId: context.principal?.actor.userId,
    }
    if (config.always === true) log.debug(fields, 'request')
    else log.info(fields, 'request')
  }
}
