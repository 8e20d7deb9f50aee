import { Type } from 'typebox'
import type { Tx } from '../../kernel/db/database.ts'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Changer, type Confirmed, changePolicy, changeProblems, changerOf, removeFactor } from './changes.ts'
import type { EnrolledMethod } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'

export const factorId = object({ id: idOf('factor') })
/** Of a first factor, shown this once. */
export const backupCodesShown = Type.Optional(Type.Array(Type.String()))

/** How a method's routes are named: `auth.confirm<name>` at `/api/auth/mfa/<path>/{id}/confirm`. */
interface Named {
  readonly name: string
  readonly path: string
  readonly summary: string
}

interface Confirming extends Named {
  /** Null for a wrong code: the transaction commits, since its count of tries may be written. */
  confirm(tx: Tx, changer: Changer, given: { id: Id<'factor'>; code: string }): Promise<Confirmed | null>
}

/** The route that makes what was set up a factor, by its first code. */
export function confirmRoute(parts: FactorsParts, { name, path, summary, confirm }: Confirming): Route {
  return route(
    {
      id: `auth.confirm${name}`,
      method: 'POST',
      path: `/api/auth/mfa/${path}/{id}/confirm`,
      summary,
      policy: changePolicy,
      schema: {
        params: factorId,
        body: object({ code: Type.String({ minLength: 1, maxLength: 20 }) }),
        response: { 200: object({ backupCodes: backupCodesShown }) },
      },
      problems: [...changeProblems, 'factors/not-found', 'factors/wrong-code', 'factors/too-many-attempts'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await parts.attempts.take(changer.userId)
      const given = { id: call.params.id, code: call.body.code }
      const confirmed = await call.transaction(async (tx) => {
        const result = await confirm(tx, changer, given)
        if (result !== null) await parts.attempts.refund(tx, changer.userId)
        return result
      })
      if (confirmed === null) throw factorsProblem('wrong-code')
      call.reply.header('cache-control', 'no-store')
      return confirmed
    },
  )
}

/** The route that removes a factor. */
export function removeRoute(
  parts: FactorsParts,
  { name, path, summary, method }: Named & { readonly method: EnrolledMethod },
): Route {
  return route(
    {
      id: `auth.remove${name}`,
      method: 'DELETE',
      path: `/api/auth/mfa/${path}/{id}`,
      summary,
      policy: changePolicy,
      schema: { params: factorId, response: { 204: null } },
      problems: [...changeProblems, 'factors/not-found', 'factors/demanded-by-role', 'factors/last-way-in'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await call.transaction((tx) => removeFactor(parts, tx, changer, { method, factorId: call.params.id }))
    },
  )
}
