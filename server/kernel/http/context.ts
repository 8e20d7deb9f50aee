import type { FastifyRequest } from 'fastify'
import type { Principal } from './route.ts'

/** What is known of a request; made once, before the first check. */
export interface RequestContext {
  readonly startedMs: number
  readonly ip: string
  readonly traceId: string
  readonly traceparent: string
  principal: Principal | null
  /** True from the start of its handler. */
  working: boolean
  /** The answer was sent, or nobody is left to take it. */
  closed: boolean
  /** Code of the problem that was answered. */
  problemCode: string | null
  /** Kind of the credential that was refused, also where the request went on without it. */
  refused: string | null
  deadline: NodeJS.Timeout | null
  /** Made when somebody first asks for the signal. */
  cancel: AbortController | null
}

const KEY = Symbol('plinth')

type WithContext = FastifyRequest & { [KEY]?: RequestContext }

/** Attaches the context; called once, when the request begins. */
export function setContext(request: FastifyRequest, context: RequestContext): void {
  ;(request as WithContext)[KEY] = context
}

/** The context; undefined before the request has begun. */
export function contextOf(request: FastifyRequest): RequestContext | undefined {
  return (request as WithContext)[KEY]
}
