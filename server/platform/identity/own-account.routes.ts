import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { browserOf, forgetDevice, listDevices, rememberDevice } from './known-devices.ts'
import { LOCALE_MAX } from './locale.ts'
import { AUTH_BODY_MAX, signedIn } from './login.routes.ts'
import { changeOwn } from './own-account.ts'
import type { Parts } from './parts.ts'
import { oneTimeToken, personName } from './registration.routes.ts'
import { userShape } from './signed-in.ts'
import { unlock } from './unlock.ts'
import { getUser } from './users.ts'

const deviceItem = object({
  id: idOf('device'),
  createdAt: instant,
  lastSeenAt: instant,
  ip: nullable(Type.String()),
  userAgent: nullable(Type.String()),
  current: Type.Boolean(),
})

const eventItem = object({
  id: Type.String(),
  at: instant,
  action: Type.String(),
  /** Whether the person did it, somebody who was not signed in, somebody else, or the server. */
  by: oneOf(['self', 'visitor', 'other', 'server']),
  ip: nullable(Type.String()),
  userAgent: nullable(Type.String()),
})

/** At least one of them; null: mail is in English. */
const ownChange = Type.Object(
  {
    name: Type.Optional(personName),
    locale: Type.Optional(nullable(Type.String({ minLength: 2, maxLength: LOCALE_MAX, description: 'BCP 47' }))),
  },
  { additionalProperties: false, minProperties: 1 },
)

/** What a person sees and changes of the own account, beyond its credentials. */
export function ownAccountRoutes(parts: Parts): Route[] {
  return [changeRoute(parts), ...deviceRoutes(parts), securityEventsRoute(parts), unlockRoute(parts)]
}

function changeRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.updateMe',
      method: 'PATCH',
      path: '/api/auth/me',
      summary: 'Changes the own name, or the language of mail.',
      policy: { access: 'signed-in', rate: 'write' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: ownChange, response: { 200: object({ user: userShape }) } },
      problems: ['identity/session-expired', 'identity/bad-email', 'identity/bad-locale', 'identity/csrf'],
    },
    async (call) => {
      const { userId } = signedIn(call)
      await call.transaction((tx) => changeOwn(parts, tx, userId, call.body))
      const { disabledAt: _, ...user } = await getUser(parts, userId)
      return { user }
    },
  )
}

function deviceRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.listDevices',
        method: 'GET',
        path: '/api/auth/devices',
        summary: 'Browsers the person has signed in with since the last change of password, newest first.',
        policy: { access: 'signed-in', rate: 'read' },
        schema: { query: object(pageQuery), response: { 200: page(deviceItem) } },
        problems: ['identity/session-expired'],
      },
      async (call) => {
        const { userId } = signedIn(call)
        const list = cursorPage(call.query, acceptId)
        const rows = await listDevices(parts.db, userId, { limit: list.limit + 1, after: list.after?.[0] })
        const current = browserOf(parts, call.request)
        return list.of(
          rows,
          (row) => [row.id],
          (row) => ({
            id: row.id,
            createdAt: row.created_at,
            lastSeenAt: row.last_seen_at,
            ip: row.ip,
            userAgent: row.user_agent,
            current: current?.equals(row.browser) === true,
          }),
        )
      },
    ),
    route(
      {
        id: 'auth.forgetDevice',
        method: 'DELETE',
        path: '/api/auth/devices/{id}',
        summary: 'Makes a browser unknown again; its sessions go on.',
        policy: { access: 'signed-in', rate: 'write' },
        schema: { params: object({ id: idOf('device') }), response: { 204: null } },
        problems: ['identity/session-expired', 'identity/device-not-found', 'identity/csrf'],
      },
      async (call) => {
        const { userId } = signedIn(call)
        await call.transaction((tx) => forgetDevice(tx, userId, call.params.id))
      },
    ),
  ]
}

function securityEventsRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.securityEvents',
      method: 'GET',
      path: '/api/auth/security-events',
      summary: 'What happened to the own account: sign-ins, refusals, changes; newest first.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(eventItem) } },
      problems: ['identity/session-expired'],
    },
    (call) => parts.securityEvents(signedIn(call).userId, call.query),
  )
}

function unlockRoute(parts: Parts): Route {
  return route(
    {
      id: 'auth.unlock',
      method: 'POST',
      path: '/api/auth/unlock',
      summary: 'Ends the lock that a mailed token tells of, once, and makes this browser a known one.',
      policy: { access: 'public', rate: 'auth', csrf: 'exempt' },
      bodyLimitBytes: AUTH_BODY_MAX,
      schema: { body: object({ token: oneTimeToken }), response: { 204: null } },
      problems: ['identity/token-invalid'],
    },
    async (call) => {
      const { ip } = call.origin
      const { id: userId, epoch } = await unlock(parts, call.transaction, { token: call.body.token, ip })
      await rememberDevice(parts, call.reply, { userId, epoch }, ip)
    },
  )
}
