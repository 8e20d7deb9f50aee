import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, line, nullable, object } from '../../kernel/http/schema.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import { backupCodesShown, factorId, removeRoute } from './factor.routes.ts'
import type { FactorKind } from './kind.ts'
import { passkeyCopiedMail } from './mails.ts'
import type { FactorsParts } from './parts.ts'
import { verifyPasskey } from './passkey-assertion.ts'
import { addPasskey, startPasskey } from './passkey-registration.ts'
import { CREDENTIAL_BODY_MAX, optionsShape, registrationShape } from './passkey-shapes.ts'
import { passkeysOf, renamePasskey } from './passkeys.ts'
import { factorsProblem } from './problems.ts'

const NAME_MAX = 60
const passkeyItem = object({
  id: idOf('factor'),
  name: Type.String(),
  createdAt: instant,
  lastUsedAt: nullable(instant),
})

/** Passkeys (WebAuthn). */
export function passkeys(parts: FactorsParts): FactorKind {
  return {
    method: 'passkey',
    verify: (tx, presented) => verifyPasskey(parts, tx, presented),
    listing: {
      name: 'passkeys',
      shape: passkeyItem,
      async items(reader, userId) {
        const rows = await passkeysOf(reader, userId)
        return rows.map((row) => ({
          id: row.id,
          name: row.name,
          createdAt: row.created_at,
          lastUsedAt: row.last_used_at,
        }))
      },
    },
    routes: [
      optionsRoute(parts),
      addRoute(parts),
      renameRoute(parts),
      removeRoute(parts, { method: 'passkey', name: 'Passkey', path: 'passkeys', summary: 'Removes a passkey.' }),
    ],
    mails: [passkeyCopiedMail],
  }
}

function optionsRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.passkeyOptions',
      method: 'POST',
      path: '/api/auth/mfa/passkeys/options',
      summary: 'Options of navigator.credentials.create, good for one passkey within five minutes.',
      policy: changePolicy,
      schema: { response: { 200: optionsShape } },
      problems: [...changeProblems, 'factors/too-many'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      call.reply.header('cache-control', 'no-store')
      return call.transaction((tx) => startPasskey(parts, tx, changer))
    },
  )
}

function addRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.addPasskey',
      method: 'POST',
      path: '/api/auth/mfa/passkeys',
      summary: 'Takes up the passkey that was made. With a first factor come ten backup codes, shown this once.',
      policy: changePolicy,
      bodyLimitBytes: CREDENTIAL_BODY_MAX,
      schema: {
        body: object({ credential: registrationShape, name: line(NAME_MAX) }),
        response: { 201: object({ id: idOf('factor'), backupCodes: backupCodesShown }) },
      },
      problems: [...changeProblems, 'factors/passkey-refused', 'factors/too-many'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      const added = await call.transaction((tx) => addPasskey(parts, tx, changer, call.body))
      if (added === null) throw factorsProblem('passkey-refused')
      call.reply.header('cache-control', 'no-store')
      return added
    },
  )
}

function renameRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.renamePasskey',
      method: 'PATCH',
      path: '/api/auth/mfa/passkeys/{id}',
      summary: 'Gives a passkey another name.',
      policy: changePolicy,
      schema: { params: factorId, body: object({ name: line(NAME_MAX) }), response: { 204: null } },
      problems: [...changeProblems, 'factors/not-found'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      const renamed = { id: call.params.id, name: call.body.name }
      await call.transaction((tx) => renamePasskey(parts, tx, changer, renamed))
    },
  )
}
