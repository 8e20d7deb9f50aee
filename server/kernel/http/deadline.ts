import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Logger } from '../telemetry/log.ts'
import { answerProblem } from './answer-problem.ts'
import type { RequestContext } from './context.ts'
import { httpProblem } from './problems.ts'

/** How much longer than the deadline a client may take to read an answer that is whole: else it held a connection and a place for ever. */
const READING_MS = 20_000

/**
 * Bounds the handler: when `afterMs` have passed, the request's signal is aborted and the client is answered 503, or cut off when the
 * answer had begun; one that is whole has 20 s more to be read. Ours and not Fastify's `handlerTimeout`, which ends when the body has been read and aborts its signal there.
 */
export function startDeadline(
  context: RequestContext,
  { request, reply }: { request: FastifyRequest; reply: FastifyReply },
  afterMs: number,
  log: Logger,
): void {
  if (context.closed) return
  context.deadline = setTimeout(() => {
    if (reply.raw.writableEnded) {
      context.deadline = setTimeout(() => reply.raw.destroy(), READING_MS)
      return
    }
    const problem = httpProblem('deadline-exceeded', { retryAfterSeconds: 2 })
    context.cancel?.abort(problem)
    if (reply.raw.headersSent) reply.raw.destroy()
    else if (!reply.sent) answerProblem(problem, request, reply, log)
  }, afterMs)
}

/** Aborted when the client is gone or the deadline has passed. */
export function signalOf(context: RequestContext, reply: FastifyReply): AbortSignal {
  if (context.cancel === null) {
    context.cancel = new AbortController()
    if (reply.raw.destroyed && !reply.raw.writableFinished) context.cancel.abort()
  }
  return context.cancel.signal
}
