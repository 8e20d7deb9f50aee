import { type Route, route } from '../../kernel/http/route.ts'
import { idOf, instant, nullable, object } from '../../kernel/http/schema.ts'
import { changePolicy, changeProblems, changerOf } from './changes.ts'
import { confirmedEmails, emailCodeMail, mailForChallenge, startEmail } from './email.ts'
import { confirmRoute, removeRoute } from './factor.routes.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'
import { confirmSent, verifySent } from './sent-factors.ts'

const emailItem = object({ id: idOf('factor'), createdAt: instant, lastUsedAt: nullable(instant) })

/** Codes by mail to the account's address. */
export function email(parts: FactorsParts): FactorKind {
  return {
    method: 'email',
    verify: (tx, presented) => verifySent(parts, tx, 'email', presented),
    send: (tx, asked) => mailForChallenge(parts, tx, asked),
    listing: {
      name: 'emails',
      shape: emailItem,
      async items(reader, userId) {
        const rows = await confirmedEmails(reader, userId)
        return rows.map((row) => ({ id: row.id, createdAt: row.created_at, lastUsedAt: row.last_used_at }))
      },
    },
    routes: [
      startRoute(parts),
      confirmRoute(parts, {
        ...{ name: 'EmailCodes', path: 'email' },
        summary: 'Proves that the code has come. With a first factor come ten backup codes, shown this once.',
        confirm: (tx, changer, given) => confirmSent(parts, tx, changer, { ...given, method: 'email' }),
      }),
      removeRoute(parts, {
        ...{ method: 'email', name: 'EmailCodes', path: 'email' },
        summary: 'Ends e-mail codes as a second factor.',
      }),
    ],
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
