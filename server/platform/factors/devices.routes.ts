import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, object, page, pageQuery } from '../../kernel/http/schema.ts'
import { callerOf } from './caller.ts'
import { forgetDevice, forgetDevices, listDevices } from './devices.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'

const deviceItem = object({
  id: idOf('device'),
  userAgent: Type.String(),
  createdAt: instant,
  lastUsedAt: instant,
  expiresAt: instant,
})

const problems = ['identity/session-expired']

/** Trusted browsers: ending trust only ever asks for more proof, so it needs no fresh one. */
export function deviceRoutes(parts: FactorsParts): Route[] {
  return [listRoute(parts), ...forgetRoutes()]
}

function listRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.listTrustedDevices',
      method: 'GET',
      path: '/api/auth/trusted-devices',
      summary: 'Browsers that sign in without a second factor, newest first.',
      policy: { access: 'signed-in', rate: 'read', pending: 'allowed' },
      schema: { query: object(pageQuery), response: { 200: page(deviceItem) } },
      problems,
    },
    async (call) => {
      const list = cursorPage(call.query, acceptId)
      const rows = await listDevices(parts.db, callerOf(call).actor.userId, {
        limit: list.limit + 1,
        after: list.after?.[0],
      })
      return list.of(
        rows,
        (row) => [row.id],
        (row) => ({
          id: row.id,
          userAgent: row.label,
          createdAt: row.created_at,
          lastUsedAt: row.last_used_at,
          expiresAt: row.expires_at,
        }),
      )
    },
  )
}

function forgetRoutes(): Route[] {
  return [
    route(
      {
        id: 'auth.forgetTrustedDevice',
        method: 'DELETE',
        path: '/api/auth/trusted-devices/{id}',
        summary: 'Trusts one browser no longer.',
        policy: { access: 'signed-in', rate: 'write', pending: 'allowed' },
        schema: { params: object({ id: idOf('device') }), response: { 204: null } },
        problems: [...problems, 'identity/csrf', 'factors/device-not-found'],
      },
      async (call) => {
        const { userId } = callerOf(call).actor
        const { id } = call.params
        const forgotten = await call.transaction(async (tx) => {
          if (!(await forgetDevice(tx, userId, id))) return false
          const details = { deviceId: id }
          await tx.audit({ action: 'factors.device.revoked', subject: { kind: 'user', id: userId }, details })
          return true
        })
        if (!forgotten) throw factorsProblem('device-not-found')
      },
    ),
    route(
      {
        id: 'auth.forgetTrustedDevices',
        method: 'DELETE',
        path: '/api/auth/trusted-devices',
        summary: 'Trusts no browser any longer.',
        policy: { access: 'signed-in', rate: 'write', pending: 'allowed' },
        schema: { response: { 204: null } },
        problems: [...problems, 'identity/csrf'],
      },
      async (call) => {
        const { userId } = callerOf(call).actor
        await call.transaction(async (tx) => {
          await forgetDevices(tx, userId)
          await tx.audit({ action: 'factors.devices.revoked', subject: { kind: 'user', id: userId } })
        })
      },
    ),
  ]
}
