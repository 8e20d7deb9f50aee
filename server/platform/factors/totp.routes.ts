import { Type } from 'typebox'
import { renderSVG } from 'uqr'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object } from '../../kernel/http/schema.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import { confirmRoute, removeRoute } from './factor.routes.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { confirmedTotp, confirmTotp, startTotp, verifyTotp } from './totp.ts'

const LABEL_MAX = 60

const totpItem = object({
  id: idOf('factor'),
  label: Type.String(),
  createdAt: instant,
  lastUsedAt: nullable(instant),
})

/** Authenticator apps (RFC 6238). */
export function totp(parts: FactorsParts): FactorKind {
  return {
    method: 'totp',
    verify: (tx, presented) => verifyTotp(parts, tx, presented),
    listing: {
      name: 'totp',
      shape: totpItem,
      async items(reader, userId) {
        const rows = await confirmedTotp(reader, userId)
        return rows.map((row) => ({
          id: row.id,
          label: row.label,
          createdAt: row.created_at,
          lastUsedAt: row.last_used_at,
        }))
      },
    },
    routes: [
      startRoute(parts),
      confirmRoute(parts, {
        ...{ name: 'Totp', path: 'totp' },
        summary:
          'Proves that the app shows the right codes. With a first factor come ten backup codes, shown this once.',
        confirm: (tx, changer, given) => confirmTotp(parts, tx, changer, given),
      }),
      removeRoute(parts, { method: 'totp', name: 'Totp', path: 'totp', summary: 'Removes an authenticator app.' }),
    ],
  }
}

function startRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.startTotp',
      method: 'POST',
      path: '/api/auth/mfa/totp',
      summary: 'Makes a seed for an authenticator app, shown this once; it counts when its first code has come.',
      policy: changePolicy,
      schema: {
        body: object({ label: Type.Optional(line(LABEL_MAX)) }),
        response: {
          201: object({
            id: idOf('factor'),
            secret: Type.String({ description: 'The seed in base32, to type in' }),
            uri: Type.String({ description: 'otpauth: address for the app' }),
            qrSvg: Type.String({ description: 'The address as a QR code' }),
          }),
        },
      },
      problems: [...changeProblems, 'factors/too-many'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      const label = call.body.label ?? 'Authenticator app'
      const started = await call.transaction((tx) => startTotp(parts, tx, changer, label))
      call.reply.header('cache-control', 'no-store')
      return { ...started, qrSvg: renderSVG(started.uri, { ecc: 'M', border: 2, pixelSize: 4 }) }
    },
  )
}
