import type { Context, Json } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { namedObject, object } from '../../../kernel/http/schema.ts'
import { callerOf, createEventAddresses, type EventAddresses } from './caller.ts'
import { answerOf, configTag, etagOf, failureOf, isKnownTag, ofrepForm, revisionOfTag } from './ofrep.ts'
import type { ServingParts } from './parts.ts'
import type { Published } from './published.ts'

const EVENTS_PATH = '/ofrep/v1/events'
/** After so long without anybody looking, a client closes its stream. */
const INACTIVITY_SECONDS = 120

const context = Type.Unsafe<Context>({
  type: 'object',
  description: 'What the caller is known by: targetingKey and attributes',
})
const request = Type.Object({ context: Type.Optional(context) })
const value = Type.Unsafe<Json>(Type.Unknown({ description: 'Absent: the default of the caller counts' }))
const metadata = Type.Unsafe<Readonly<Record<string, string | number>>>({ type: 'object', additionalProperties: true })
const answer = namedObject('OfrepEvaluation', {
  key: Type.String(),
  reason: Type.Optional(Type.String()),
  variant: Type.Optional(Type.String()),
  value: Type.Optional(value),
  metadata: Type.Optional(metadata),
  errorCode: Type.Optional(Type.String({ description: 'In bulk: why there is no answer for this flag' })),
  errorDetails: Type.Optional(Type.String()),
})
const eventStream = object({
  type: Type.String(),
  endpoint: object({ requestUri: Type.String() }),
  inactivityDelaySec: Type.Integer(),
})
const bulk = namedObject('OfrepBulkEvaluation', {
  flags: Type.Array(answer),
  eventStreams: Type.Array(eventStream),
  metadata,
})
/** Said by clients that fetch because of an event. */
const configQuery = object({
  flagConfigEtag: Type.Optional(Type.String({ maxLength: 200 })),
  flagConfigLastModified: Type.Optional(Type.String({ maxLength: 100 })),
})
/** Evaluating changes nothing, so a page of our own need not prove itself; who holds no permission is served what is public. */
const policy = { access: 'optional', rate: 'read', pending: 'allowed', csrf: 'exempt' } as const

/** The OpenFeature Remote Evaluation Protocol, 0.3.0. */
export function ofrepRoutes(parts: ServingParts): Route[] {
  const addresses = createEventAddresses(EVENTS_PATH, parts.environment, parts.eventKey)
  return [singleRoute(parts), bulkRoute(parts, addresses), eventsRoute(parts, addresses)]
}

function singleRoute(parts: ServingParts): Route {
  return route(
    {
      id: 'flags.evaluate',
      method: 'POST',
      path: '/ofrep/v1/evaluate/flags/{key}',
      summary: 'OFREP: what one flag serves to a caller.',
      policy,
      schema: {
        params: object({ key: Type.String({ maxLength: 200 }) }),
        query: configQuery,
        body: request,
        response: { 200: answer },
      },
      problems: ['flags/flag-not-found', 'flags/environment-not-found', 'flags/not-evaluated'],
      problemForm: ofrepForm,
      withoutDatabase: true,
    },
    async (call) => {
      const { published, isPublicOnly } = await askedOf(parts, call)
      const { key } = call.params
      const isHidden = isPublicOnly && !published.isPublic(key)
      const evaluation = isHidden
        ? ({ key, variant: null, reason: 'ERROR', ruleId: null, errorCode: 'FLAG_NOT_FOUND' } as const)
        : parts.evaluating.one(published, key, call.body.context ?? {})
      const answered = answerOf(published, evaluation)
      if ('errorCode' in answered) throw failureOf(answered)
      return answered
    },
  )
}

function bulkRoute(parts: ServingParts, addresses: EventAddresses): Route {
  return route(
    {
      id: 'flags.evaluateAll',
      method: 'POST',
      path: '/ofrep/v1/evaluate/flags',
      summary: 'OFREP: what all flags serve to a caller; with an ETag.',
      policy,
      schema: { query: configQuery, body: request, response: { 200: bulk } },
      problems: ['flags/environment-not-found'],
      problemForm: ofrepForm,
      withoutDatabase: true,
    },
    async (call) => {
      const { published, isPublicOnly } = await askedOf(parts, call)
      const { context: given = {} } = call.body
      const { flagConfigEtag: told } = call.query
      const etag = etagOf(published, isPublicOnly, given)
      call.reply.header('etag', etag)
      // What an event told of and is not here yet may change the answer: no old one is confirmed then.
      const isSettled = told === undefined || told === configTag(published)
      if (isSettled && isKnownTag(call.request.headers['if-none-match'], etag)) {
        call.reply.code(304).send()
        return undefined
      }
      const requestUri = addresses.addressOf(published.environment)
      return {
        flags: parts.evaluating
          .all(published, given, isPublicOnly)
          .map((evaluation) => answerOf(published, evaluation)),
        eventStreams: [{ type: 'sse', endpoint: { requestUri }, inactivityDelaySec: INACTIVITY_SECONDS }],
        metadata: { environment: published.environment, revision: published.revision },
      }
    },
  )
}

function eventsRoute({ live, changes }: ServingParts, addresses: EventAddresses): Route {
  return route(
    {
      id: 'flags.events',
      method: 'GET',
      path: EVENTS_PATH,
      summary: 'OFREP: tells clients when to evaluate anew, as server-sent events.',
      policy: { access: 'public', rate: 'stream' },
      schema: {
        query: object({
          environment: Type.Optional(Type.String({ maxLength: 63 })),
          token: Type.Optional(Type.String({ maxLength: 100 })),
        }),
        response: { 200: null },
      },
      eventStream: true,
      withoutDatabase: true,
    },
    async (call) => {
      const published = await live.open(addresses.environmentOf(call.query))
      const stream = call.openEvents()
      const tell = (now: Published): void =>
        stream.send({
          id: now.tag(),
          data: { type: 'refetchEvaluation', etag: configTag(now), lastModified: Math.floor(nowMs() / 1000) },
        })
      // Also closes the gap between the first evaluation and this stream.
      if (call.request.headers['last-event-id'] !== published.tag()) tell(published)
      stream.signal.addEventListener('abort', changes.follow(published.environment, tell), { once: true })
    },
  )
}

/** Of whom what is asked; flags that an event told of are read first. */
async function askedOf(
  parts: ServingParts,
  call: Pick<Call, 'principal' | 'request'> & { readonly query: { readonly flagConfigEtag?: string } },
) {
  const caller = callerOf(call, parts.environment)
  const revision = revisionOfTag(call.query.flagConfigEtag ?? '')
  await parts.live.open(caller.environment)
  if (revision !== null) await parts.live.catchUp(caller.environment, revision)
  const published = parts.live.current(caller.environment) ?? (await parts.live.open(caller.environment))
  return { published, isPublicOnly: caller.isPublicOnly }
}
