import type { TSchema } from 'typebox'
import type { Unit } from '../unit.ts'
import { type Components, createComponents, type Json, plain } from './components.ts'
import { API_VERSION } from './headers.ts'
import type { AnyProblemMaker, Route } from './route.ts'

const PROBLEM_SCHEMA: Json = {
  type: 'object',
  required: ['type', 'title', 'status', 'code', 'requestId'],
  properties: {
    type: { type: 'string', description: 'Path of a page that explains the problem' },
    title: { type: 'string' },
    status: { type: 'integer' },
    detail: { type: 'string' },
    code: { type: 'string', description: 'Stable, `unit/name`' },
    requestId: { type: 'string' },
    traceId: { type: 'string' },
    retryAfterSeconds: { type: 'number' },
    params: { type: 'object', additionalProperties: true },
    errors: {
      type: 'array',
      items: {
        type: 'object',
        required: ['pointer', 'code', 'detail'],
        properties: { pointer: { type: 'string' }, code: { type: 'string' }, detail: { type: 'string' } },
      },
    },
  },
}

const STREAM_ANSWER: Json = {
  description: 'Server-sent events',
  content: { 'text/event-stream': { schema: { type: 'string' } } },
}

const PROBLEM_ANSWER: Json = {
  description: 'Problem (RFC 9457)',
  content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
}

/**
 * contract/openapi.json: OpenAPI 3.1 of every route that is not hidden, ordered by path and method; named shapes stand under
 * `components.schemas`. Throws a TypeError when two different shapes have one name.
 */
export function openApiDocument(routes: readonly Route[], version: string, problemCodes: readonly string[]): Json {
  const paths: Record<string, Json> = {}
  const components = createComponents({ Problem: PROBLEM_SCHEMA })
  const visible = routes.filter((route) => route.head.hidden !== true)
  const order = (route: Route) => `${route.head.path} ${route.head.method}`
  for (const route of [...visible].sort((a, b) => (order(a) < order(b) ? -1 : 1))) {
    const path = paths[route.head.path] ?? {}
    paths[route.head.path] = path
    path[route.head.method.toLowerCase()] = operation(route, components)
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Plinth',
      version,
      description: `Contract version ${API_VERSION}. Problems are RFC 9457 documents.`,
      license: { name: 'MIT', identifier: 'MIT' },
    },
    servers: [{ url: '/' }],
    tags: [...new Set(visible.map((route) => unitOf(route)))].sort().map((name) => ({ name })),
    paths,
    'x-problems': problemCodes,
    components: {
      schemas: components.schemas(),
      responses: { Problem: PROBLEM_ANSWER },
      securitySchemes: {
        bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
        cookie: {
          type: 'apiKey',
          in: 'cookie',
          name: '__Host-at',
          description: 'plinth_at without TLS in development; unsafe methods also need X-CSRF-Token',
        },
      },
    },
  }
}

function unitOf(route: Route): string {
  return route.head.id.split('.')[0] ?? 'kernel'
}

function operation({ head }: Route, components: Components): Json {
  const open = 'access' in head.policy && head.policy.access !== 'signed-in'
  return {
    operationId: head.id,
    summary: head.summary,
    tags: [head.id.split('.')[0]],
    ...(open ? { security: [{}] } : { security: [{ bearer: [] }, { cookie: [] }] }),
    'x-permission': 'can' in head.policy ? head.policy.can : head.policy.access,
    ...(head.policy.assurance === undefined ? {} : { 'x-assurance': head.policy.assurance }),
    'x-rate-class': head.policy.rate,
    ...(head.policy.idempotency === undefined ? {} : { 'x-idempotent': head.policy.idempotency }),
    ...(head.problems === undefined ? {} : { 'x-problems': [...head.problems].sort() }),
    parameters: [
      ...parameters(head.schema.params, 'path', components),
      ...parameters(head.schema.query, 'query', components),
      ...idempotencyParameter(head.policy.idempotency),
    ],
    ...(head.schema.body === undefined
      ? {}
      : {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: components.refer(head.schema.body) } },
          },
        }),
    ...(head.rawBody === true
      ? {
          requestBody: {
            required: true,
            content: { 'application/octet-stream': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    responses:
      head.eventStream === true
        ? { 200: STREAM_ANSWER, default: { $ref: '#/components/responses/Problem' } }
        : responses(head.schema.response, components),
  }
}

function idempotencyParameter(mode: 'required' | 'optional' | undefined): Json[] {
  if (mode === undefined) return []
  return [
    {
      name: 'Idempotency-Key',
      in: 'header',
      required: mode === 'required',
      schema: { type: 'string', minLength: 8, maxLength: 128 },
    },
  ]
}

function parameters(schema: TSchema | undefined, where: 'path' | 'query', components: Components): Json[] {
  if (schema === undefined) return []
  const { properties = {}, required = [] } = schema as { properties?: Record<string, TSchema>; required?: string[] }
  return Object.entries(properties).map(([name, property]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: components.refer(property),
  }))
}

function responses(declared: Readonly<Record<number, TSchema | null>>, components: Components): Json {
  const entries = Object.entries(declared).map(([status, schema]) => {
    if (schema !== null)
      return [status, { description: 'Success', content: { 'application/json': { schema: components.refer(schema) } } }]
    return [
      status,
      status === '204' || status === '202'
        ? { description: 'Success, no body' }
        : { description: 'Bytes', content: { '*/*': { schema: { type: 'string', format: 'binary' } } } },
    ]
  })
  return { ...Object.fromEntries(entries), default: { $ref: '#/components/responses/Problem' } }
}

/** contract/problems.json: every code with its status, title and detail, sorted. */
export function problemsDocument(makers: readonly AnyProblemMaker[]): Json {
  const entries = makers.flatMap((maker) =>
    Object.entries(maker.catalogue).map(([code, spec]) => [`${maker.unit}/${code}`, spec] as const),
  )
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}

/** contract/events.json: every event with its description and the JSON Schema of its data. */
export function eventsDocument(units: readonly Unit[]): Json {
  const events = units.flatMap((unit) => unit.events)
  const entries = events.map(
    (event) => [event.name, { description: event.description, schema: plain(event.schema) }] as const,
  )
  return Object.fromEntries([...entries].sort(([a], [b]) => (a < b ? -1 : 1)))
}
