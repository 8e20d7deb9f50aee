import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { signedIn } from './login.routes.ts'
import type { Parts } from './parts.ts'
import { identityProblem } from './problems.ts'
import { endSession, listSessions } from './sessions.ts'

const sessionItem = object({
  id: idOf('session'),
  createdAt: instant,
  lastSeenAt: instant,
  expiresAt: instant,
  ip: nullable(Type.String()),
  userAgent: nullable(Type.String()),
  aal: Type.Integer({ minimum: 1, maximum: 2 }),
  current: Type.Boolean(),
})

export function sessionRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.listSessions',
        method: 'GET',
        path: '/api/auth/sessions',
        summary: "The person's open sessions, newest first.",
        policy: { access: 'signed-in', rate: 'read', pending: 'allowed' },
        schema: { query: object(pageQuery), response: { 200: page(sessionItem) } },
        problems: ['identity/session-expired'],
      },
      async (call) => {
        const { userId, sessionId } = signedIn(call)
        const list = cursorPage(call.query, acceptId)
        const rows = await listSessions(parts.db, userId, { limit: list.limit + 1, after: list.after?.[0] })
        return list.of(
          rows,
          (row) => [row.id],
          (row) => ({
            id: row.id,
            createdAt: row.created_at,
            lastSeenAt: row.last_seen_at,
            expiresAt: row.expires_at,
            ip: row.ip,
            userAgent: row.user_agent,
            aal: row.aal,
            current: row.id === sessionId,
          }),
        )
      },
    ),
    route(
      {
        id: 'auth.revokeSession',
        method: 'DELETE',
        path: '/api/auth/sessions/{id}',
        summary: 'Ends one of the own sessions.',
        policy: { access: 'signed-in', rate: 'write', pending: 'allowed' },
        schema: { params: object({ id: idOf('session') }), response: { 204: null } },
        problems: ['identity/session-expired', 'identity/session-not-found', 'identity/csrf'],
      },
      async (call) => {
        const session = { id: call.params.id, userId: signedIn(call).userId }
        const ended = await call.transaction((tx) => endSession(tx, parts.live, session, 'revoked'))
        if (!ended) throw identityProblem('session-not-found')
      },
    ),
  ]
}
