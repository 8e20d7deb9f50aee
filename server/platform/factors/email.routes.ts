import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import {
  confirmEmail,
  confirmedEmails,
  countEmails,
  dropEmails,
  emailCodeMail,
  mailForChallenge,
  removeEmail,
  startEmail,
  verifyEmail,
} from './email.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'

const factorId = object({ id: idOf('factor') })
const emailItem = object({ id: idOf('factor'), createdAt: instant, lastUsedAt: nullable(instant) })

/** Codes by mail to the account's address. */
export function email(parts: FactorsParts): FactorKind {
  return {
    method: 'email',
    confirmedCount: countEmails,
    verify: (tx, presented) => verifyEmail(parts, tx, presented),
    send: (tx, asked) => mailForChallenge(parts, tx, asked),
    revokeAll: dropEmails,
    listing: {
      name: 'emails',
      shape: emailItem,
      async items(reader, userId) {
        const rows = await confirmedEmails(reader, userId)
        return rows.map((row) => ({ id: row.id, createdAt: row.created_at, lastUsedAt: row.last_used_at }))
      },
    },
    routes: [startRoute(parts), confirmRoute(parts), removeRoute(parts)],
    mails: [emailCodeMail],
  }
}

function startRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.startEmailCodes',
      method: 'POST',
      path: '/api/auth/mfa/email',
      summary: "Sends a code to the account's address; codes there become a second factor when it has come back.",
      policy: { ...changePolicy, rate: 'mail' },
      schema: { body: object({}), response: { 201: object({ id: idOf('factor') }) } },
      problems: [...changeProblems, 'factors/too-many'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      return { id: await call.transaction((tx) => startEmail(parts, tx, changer)) }
    },
  )
}

function confirmRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.confirmEmailCodes',
      method: 'POST',
      path: '/api/auth/mfa/email/{id}/confirm',
      summary: 'Proves that the code has come. With a first factor come ten backup codes, shown this once.',
      policy: changePolicy,
      schema: {
        params: factorId,
        body: object({ code: Type.String({ minLength: 1, maxLength: 20 }) }),
        response: { 200: object({ backupCodes: Type.Optional(Type.Array(Type.String())) }) },
      },
      problems: [...changeProblems, 'factors/not-found', 'factors/wrong-code', 'factors/too-many-attempts'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await parts.attempts.take(changer.userId)
      const proof = { id: call.params.id, code: call.body.code }
      const confirmed = await call.transaction((tx) => confirmEmail(parts, tx, changer, proof))
      if (confirmed === false) throw factorsProblem('wrong-code')
      call.reply.header('cache-control', 'no-store')
      return confirmed.backupCodes === undefined ? {} : { backupCodes: confirmed.backupCodes }
    },
  )
}

function removeRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.removeEmailCodes',
      method: 'DELETE',
      path: '/api/auth/mfa/email/{id}',
      summary: 'Ends e-mail codes as a second factor.',
      policy: changePolicy,
      schema: { params: factorId, response: { 204: null } },
      problems: [...changeProblems, 'factors/not-found', 'factors/demanded-by-role'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      await call.transaction((tx) => removeEmail(parts, tx, changer, call.params.id))
    },
  )
}
