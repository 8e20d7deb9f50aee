import type { preParsingHookHandler } from 'fastify'
import type { Logger } from '../telemetry/log.ts'
import { answerProblem } from './answer-problem.ts'
import { httpProblem } from './problems.ts'

const BODY_MS = 15_000

/**
 * Gives a body that is parsed 15 s to arrive, then answers 408 and closes the connection. Node's own requestTimeout is one number for
 * the whole server, and an upload may take minutes.
 */
export function limitBodyTime(log: Logger): preParsingHookHandler {
  return (request, reply, payload, done) => {
    const timer = setTimeout(() => {
      if (reply.sent) return
      reply.raw.once('finish', () => request.raw.destroy())
      answerProblem(httpProblem('timeout'), request, reply, log)
    }, BODY_MS)
    const clear = (): void => clearTimeout(timer)
    payload.once('end', clear)
    payload.once('close', clear)
    done(null, payload)
  }
}
