import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object } from '../../kernel/http/schema.ts'
import { issueBackupCodes, spendBackupCode } from './backup-codes.ts'
import { beginChange, changePolicy, changeProblems, changerOf, mailPerson } from './changes.ts'
import { methodsOf } from './enrolled.ts'
import type { FactorKind } from './kind.ts'
import { backupCodesMail } from './mails.ts'
import type { FactorsParts } from './parts.ts'
import { factorsProblem } from './problems.ts'

/** Codes to write down, for when the other factors are out of reach. */
export function backupCodes(parts: FactorsParts): FactorKind {
  return {
    method: 'backup',
    verify: (tx, presented) => spendBackupCode(parts, tx, presented),
    routes: [issueRoute(parts)],
    mails: [backupCodesMail],
  }
}

function issueRoute(parts: FactorsParts): Route {
  return route(
    {
      id: 'auth.issueBackupCodes',
      method: 'POST',
      path: '/api/auth/mfa/backup-codes',
      summary: 'Makes ten new backup codes and shows them this once; the former ones die.',
      policy: changePolicy,
      schema: { response: { 201: object({ codes: Type.Array(Type.String()) }) } },
      problems: [...changeProblems, 'factors/none-enrolled'],
    },
    async (call) => {
      const changer = await changerOf(parts, call)
      const codes = await call.transaction(async (tx) => {
        await beginChange(parts, tx, changer)
        if ((await methodsOf(tx, changer.userId)).length === 0) throw factorsProblem('none-enrolled')
        const issued = await issueBackupCodes(parts, tx, changer.userId)
        await mailPerson(parts, tx, changer.person, { template: backupCodesMail, what: 'backup codes' })
        return issued
      })
      call.reply.header('cache-control', 'no-store')
      return { codes }
    },
  )
}
