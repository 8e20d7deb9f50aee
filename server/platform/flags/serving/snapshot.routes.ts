import type { Flag, Segment } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { namedObject } from '../../../kernel/http/schema.ts'
import { callerOf } from './caller.ts'
import { isKnownTag } from './ofrep.ts'
import type { ServingParts } from './parts.ts'
import type { Published } from './published.ts'

const snapshot = namedObject('FlagSnapshot', {
  environment: Type.String(),
  revision: Type.Integer(),
  flags: Type.Array(Type.Unsafe<Flag>(Type.Unknown())),
  segments: Type.Array(Type.Unsafe<Segment>(Type.Unknown())),
})

/** For programs that evaluate by themselves: all flags of an environment, and word of each new revision. */
export function snapshotRoutes({ live, changes, environment: own }: ServingParts): Route[] {
  return [
    route(
      {
        id: 'flags.snapshot',
        method: 'GET',
        path: '/api/flags/snapshot',
        summary: 'All flags of an environment, to be evaluated by the caller; with an ETag.',
        policy: { can: 'flags:evaluate', rate: 'read' },
        schema: { response: { 200: snapshot } },
        problems: ['flags/environment-not-found'],
      },
      async (call) => {
        const published = await live.open(callerOf(call, own).environment)
        call.reply.header('etag', etagOf(published))
        if (!isKnownTag(call.request.headers['if-none-match'], etagOf(published))) return published.evaluator.snapshot
        call.reply.code(304).send()
        return undefined
      },
    ),
    route(
      {
        id: 'flags.snapshotEvents',
        method: 'GET',
        path: '/api/flags/snapshot/events',
        summary: 'Tells of each new revision of an environment, as server-sent events.',
        policy: { can: 'flags:evaluate', rate: 'stream' },
        schema: { response: { 200: null } },
        problems: ['flags/environment-not-found'],
        eventStream: true,
      },
      async (call) => {
        const published = await live.open(callerOf(call, own).environment)
        const stream = call.openEvents()
        let told = call.request.headers['last-event-id']
        const tell = (now: Published): void => {
          if (told === String(now.revision)) return
          told = String(now.revision)
          stream.send({ id: told, data: { revision: now.revision, etag: etagOf(now) } })
        }
        tell(published)
        stream.signal.addEventListener('abort', changes.follow(published.environment, tell), { once: true })
      },
    ),
  ]
}

function etagOf({ environment, revision }: Published): string {
  return `"${environment}.${revision}"`
}
