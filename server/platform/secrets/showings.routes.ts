import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { instant, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { asId } from '../../kernel/id.ts'
import { assertMay } from './may.ts'
import type { SecretParts } from './parts.ts'
import { bySecret, OF_SECRET, READ } from './secrets.routes.ts'
import { findSecret } from './secrets.ts'
import { principalOf } from './shapes.ts'

const showing = object({
  id: Type.String(),
  at: instant,
  number: nullable(Type.Integer({ description: 'Of the version that was shown' })),
  reason: nullable(Type.String({ description: 'As they gave it; programs give none' })),
  byName: nullable(Type.String()),
  apiKeyName: nullable(Type.String({ description: 'Of the key that was used, when it was one' })),
})

export function showingRoutes(parts: SecretParts): Route[] {
  return [
    route(
      {
        id: 'secrets.showings',
        method: 'GET',
        path: '/api/secrets/{id}/showings',
        summary: 'To whom its values were shown, and why, newest first; for those who may manage it.',
        policy: READ,
        schema: { params: bySecret, query: object(pageQuery), response: { 200: page(showing) } },
        problems: OF_SECRET,
      },
      async (call) => {
        const { id } = call.params
        const { actor } = principalOf(call)
        await assertMay(parts, parts.db, { actor, ability: 'manage' }, await findSecret(parts.db, id))
        const wanted = { action: 'secrets.secret.revealed', subject: id, ...call.query }
        const { items, nextCursor } = await parts.records(wanted)
        const keys = await parts.keyNames(
          items.flatMap((one) => (one.actor.apiKeyId === null ? [] : [asId<'api-key'>(one.actor.apiKeyId)])),
        )
        return {
          items: items.map(({ id: record, at, actor: by, details: { number, reason } }) => ({
            ...{ id: record, at, byName: by.name },
            number: typeof number === 'number' ? number : null,
            reason: typeof reason === 'string' ? reason : null,
            apiKeyName: by.apiKeyId === null ? null : (keys.get(by.apiKeyId)?.name ?? null),
          })),
          nextCursor,
        }
      },
    ),
  ]
}
