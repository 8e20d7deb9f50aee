import type { FastifyReply, FastifyRequest } from 'fastify'
import { toDatabaseProblem } from '../db/sqlstate.ts'
import { Problem } from '../problem.ts'
import type { Logger } from '../telemetry/log.ts'
import { contextOf } from './context.ts'
import { httpProblem } from './problems.ts'

const CONTENT_TYPE = 'application/problem+json; charset=utf-8'

/** The document of RFC 9457 with our members; `undefined` members are left out. */
export function problemDocument(problem: Problem, requestId: string, traceId?: string) {
  return {
    type: `/problems/${problem.code}`,
    title: problem.title,
    status: problem.status,
    detail: problem.detail,
    code: problem.code,
    requestId,
    traceId,
    errors: problem.errors,
    params: problem.params,
    retryAfterSeconds: problem.retryAfterSeconds,
  }
}

const FASTIFY_CODES: Readonly<Record<string, () => Problem>> = {
  FST_ERR_CTP_INVALID_MEDIA_TYPE: () => httpProblem('unsupported-type'),
  FST_ERR_CTP_BODY_TOO_LARGE: () => httpProblem('body-too-large'),
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: () =>
    httpProblem('bad-request', { detail: 'The body does not have the length that Content-Length says.' }),
  FST_ERR_BAD_URL: () => httpProblem('bad-request', { detail: 'The path holds a malformed escape.' }),
  FST_ERR_MAX_PARAM_LENGTH: () => httpProblem('not-found'),
  FST_ERR_ASYNC_CONSTRAINT: () => httpProblem('not-found'),
  ECONNRESET: () => httpProblem('bad-request', { detail: 'The connection was lost before the body was complete.' }),
}

/** Any thrown value as a Problem: deliberate ones as they are, known ones mapped, everything else http/internal with nothing told. */
function toProblem(error: unknown): Problem {
  const mapped = toDatabaseProblem(error)
  if (mapped instanceof Problem) return mapped
  const code = (error as { code?: unknown } | null)?.code
  const known = typeof code === 'string' ? FASTIFY_CODES[code] : undefined
  return known?.() ?? httpProblem('internal', { cause: error })
}

function hasBody({ headers }: FastifyRequest): boolean {
  return headers['transfer-encoding'] !== undefined || (headers['content-length'] ?? '0') !== '0'
}

/** Answers with a problem document. Bugs are logged with their stack under the request id. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, log: Logger): FastifyReply {
  const problem = toProblem(error)
  const context = contextOf(request)
  if (context !== undefined) {
    context.problemCode = problem.code
    context.refused ??= problem.refused ?? null
  }
  if (problem.status >= 500) {
    log.error(
      {
        requestId: request.id,
        traceId: context?.traceId,
        route: request.routeOptions.url,
        code: problem.code,
        error: problem.cause ?? error,
      },
      'request failed',
    )
  }
  if (problem.retryAfterSeconds !== undefined) reply.header('retry-after', String(problem.retryAfterSeconds))
  for (const [name, value] of Object.entries(problem.headers)) reply.header(name, value)
  // What is left of the body is not waited for.
  if (!request.raw.complete && hasBody(request)) reply.header('connection', 'close')
  reply.header('cache-control', 'no-store')
  const form = request.routeOptions.config?.problemForm?.(problem, request.params) ?? null
  if (form !== null) return reply.code(problem.status).type('application/json').serializer(JSON.stringify).send(form)
  const document = problemDocument(problem, String(request.id), context?.traceId)
  return reply.code(problem.status).header('content-type', CONTENT_TYPE).serializer(JSON.stringify).send(document)
}
