import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import type { TSchema } from 'typebox'
import { authenticateFor, authorise } from './authorise.ts'
import { limitBodyTime } from './body-time.ts'
import { prepareCall, ReplayedAnswer, type StoredReply } from './call.ts'
import { contextOf, type RequestContext } from './context.ts'
import { startDeadline } from './deadline.ts'
import type { EventStreams } from './event-streams.ts'
import { checkJsonType } from './guard.ts'
import { parseJsonBody } from './json-body.ts'
import type { HttpOptions } from './options.ts'
import { claimsOf } from './rate-classes.ts'
import type { Principal, Route } from './route.ts'
import { takeLimits } from './take-limit.ts'
import { compileQueryReader, compileValidator } from './validate.ts'

export interface RouteParts extends HttpOptions {
  /** Told when a handler starts. */
  readonly work: (context: RequestContext) => void
  readonly events: EventStreams
}

/** Registers declared routes: a policy becomes hooks, schemas validators and the serialiser. How a body is read is said once for each kind. */
export function registerRoutes(app: FastifyInstance, routes: readonly Route[], options: RouteParts): void {
  const kinds = Map.groupBy(routes, ({ head }) =>
    head.rawBody === true ? 'raw' : head.method === 'GET' ? 'none' : 'json',
  )
  for (const [kind, own] of kinds)
    app.register(async (scope) => {
      if (kind === 'raw') scope.addContentTypeParser('*', (_request, _payload, done) => done(null))
      if (kind === 'json') scope.addContentTypeParser(/^application\/json/i, { parseAs: 'buffer' }, readJson)
      for (const route of own) registerRoute(scope, route, options)
    })
}

function readJson(
  request: FastifyRequest,
  body: string | Buffer,
  done: (error: Error | null, value?: unknown) => void,
): void {
  try {
    checkJsonType(request.headers['content-type'])
    done(null, body.length === 0 ? undefined : parseJsonBody(body as Buffer))
  } catch (error) {
    done(error as Error)
  }
}

function registerRoute(scope: FastifyInstance, route: Route, options: RouteParts): void {
  const { head } = route
  const status = successStatus(route)
  const setSerializer = serializerHook(head.schema.response[status])
  scope.route({
    method: head.method,
    url: head.path.replaceAll(/\{([^}]+)\}/g, ':$1'),
    config: {
      rate: head.policy.rate,
      operationId: head.id,
      eventStream: head.eventStream === true,
      withoutDatabase: head.withoutDatabase === true,
      problemForm: head.problemForm,
    },
    ...(head.bodyLimitBytes === undefined ? {} : { bodyLimit: head.bodyLimitBytes }),
    ...(head.rawBody === true || head.method === 'GET' ? {} : { preParsing: limitBodyTime(options.log) }),
    onRequest: policyHook(route, options),
    preHandler: validationHook(route),
    handler: async (request: FastifyRequest, reply: FastifyReply) => {
      const context = contextOf(request)
      if (context !== undefined && head.eventStream !== true) {
        options.work(context)
        startDeadline(context, { request, reply }, head.deadlineMs ?? DEADLINE_MS, options.log)
      }
      setSerializer(reply)
      const { db, log, events } = options
      const prepared = prepareCall({ route, status, request, reply, db, log, events })
      const result = await route.handler(prepared.call).catch(replayed)
      if (reply.sent) return reply
      const answer = prepared.answer()
      if (answer !== null) return sendStored(reply, answer)
      reply.code(status)
      if (result === undefined) return reply.send()
      if (!reply.hasHeader('content-type')) reply.header('content-type', JSON_TYPE)
      return reply.send(result)
    },
  } as RouteOptions)
}

const JSON_TYPE = 'application/json; charset=utf-8'

/**
 * An answer is written by its schema, which lets through what is declared and nothing else. Compiled at the first answer: fastify
 * would compile every route's at start.
 */
function serializerHook(response: TSchema | null | undefined): (reply: FastifyReply) => void {
  if (response == null) return () => undefined
  let schema: Record<string, unknown> | null = null
  return (reply) => {
    schema ??= JSON.parse(JSON.stringify(response)) as Record<string, unknown>
    reply.serializer(reply.compileSerializationSchema(schema))
  }
}

/** Lets a replay end the handler: its answer is the stored one. */
function replayed(error: unknown): undefined {
  if (!(error instanceof ReplayedAnswer)) throw error
}

function sendStored(reply: FastifyReply, { stored, replayed }: StoredReply): FastifyReply {
  if (replayed) reply.header('idempotency-replayed', 'true')
  reply.code(stored.status)
  if (stored.body === '') return reply.send()
  return reply.header('content-type', JSON_TYPE).serializer(String).send(stored.body)
}

function successStatus(route: Route): number {
  const statuses = Object.keys(route.head.schema.response)
    .map(Number)
    .filter((status) => status >= 200 && status < 300)
  if (statuses.length !== 1 || statuses[0] === undefined)
    throw new TypeError(`${route.head.id} declares exactly one 2xx answer`)
  return statuses[0]
}

/** All windows of a call are taken at once, so the person must be known first; a call that fails to say who it is from is counted too. */
function policyHook({ head }: Route, options: HttpOptions) {
  const { authenticator, config } = options
  return async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const context = contextOf(request)
    const count = async (principal: Principal | null): Promise<void> => {
      if (config.rateLimits && context !== undefined)
        await takeLimits(options, reply, claimsOf(head.policy.rate, context.ip, principal))
    }
    const principal = await authenticateFor(head.policy, request, authenticator).catch(async (error: unknown) => {
      await count(null)
      throw error
    })
    if (context !== undefined) context.principal = principal
    await count(principal)
    authorise(head.policy, principal, request)
  }
}

const DEADLINE_MS = 10_000
const EMPTY_OBJECT = { type: 'object', additionalProperties: false } as never

function validationHook({ head }: Route) {
  const params = head.schema.params === undefined ? null : compileValidator(head.schema.params, 'params')
  const readQuery = head.schema.query === undefined ? null : compileQueryReader(head.schema.query)
  const query = compileValidator(head.schema.query ?? EMPTY_OBJECT, 'query')
  const body = compileValidator(head.schema.body ?? EMPTY_OBJECT, 'body')
  const bodyRequired = head.schema.body !== undefined
  return (request: FastifyRequest, _reply: FastifyReply, done: (error?: Error) => void): void => {
    try {
      if (params !== null) params(request.params)
      const values =
        readQuery === null
          ? (request.query as Record<string, unknown>)
          : readQuery(request.query as Record<string, unknown>)
      query(values)
      request.query = values
      if (request.body === undefined && bodyRequired) request.body = {}
      if (request.body !== undefined) body(request.body)
      done()
    } catch (error) {
      done(error as Error)
    }
  }
}
