import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { object, oneOf } from '../../kernel/http/schema.ts'
import { countBackupCodes } from './backup-codes.ts'
import { callerOf } from './caller.ts'
import { methodsOf } from './enrolled.ts'
import type { FactorKind } from './kind.ts'
import type { FactorsParts } from './parts.ts'

/** What the security page of a person shows. */
export function overviewRoute(parts: FactorsParts, kinds: readonly FactorKind[]): Route {
  const listings = kinds.flatMap(({ listing }) => (listing === undefined ? [] : [listing]))
  return route(
    {
      id: 'auth.factors',
      method: 'GET',
      path: '/api/auth/mfa',
      summary: "The person's second factors, and whether a role demands one.",
      policy: { access: 'signed-in', rate: 'read', pending: 'allowed' },
      schema: {
        response: {
          200: object({
            methods: Type.Array(oneOf(['totp', 'sms', 'email', 'passkey', 'backup'])),
            required: Type.Boolean({ description: 'A role of the person demands a second factor' }),
            backupCodesLeft: Type.Integer({ minimum: 0 }),
            ...Object.fromEntries(listings.map(({ name, shape }) => [name, Type.Array(shape)])),
          }),
        },
      },
      problems: ['identity/session-expired'],
    },
    async (call) => {
      const { userId } = callerOf(call).actor
      const [methods, required, backupCodesLeft, lists] = await Promise.all([
        methodsOf(parts.db, userId),
        parts.access.mfaRequired(parts.db, userId),
        countBackupCodes(parts.db, userId),
        Promise.all(listings.map(async ({ name, items }) => [name, await items(parts.db, userId)] as const)),
      ])
      return { methods, required, backupCodesLeft, ...Object.fromEntries(lists) }
    },
  )
}
