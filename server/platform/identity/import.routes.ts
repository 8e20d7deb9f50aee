import { Type } from 'typebox'
import { type Route, route } from '../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../kernel/http/schema.ts'
import { importFormats } from './import-formats.ts'
import { importUsers } from './import-users.ts'
import type { Parts } from './parts.ts'

/** Larger exports go by `plinth user import`. */
const BODY_MAX = 4 * 1024 * 1024
const FRESH = { aal: 1, maxAgeSeconds: 10 * 60 } as const

const firebase = object({
  signerKey: Type.String({ maxLength: 200 }),
  saltSeparator: Type.String({ maxLength: 100 }),
  rounds: Type.Integer({ minimum: 1, maximum: 64 }),
  memCost: Type.Integer({ minimum: 1, maximum: 20 }),
})

export function importRoutes(parts: Parts): Route[] {
  return [
    route(
      {
        id: 'auth.importUsers',
        method: 'POST',
        path: '/api/users/import',
        summary: 'Makes accounts of an export of Auth0, Supabase or Firebase, or of CSV; one result per entry.',
        policy: { can: 'identity:import', rate: 'write', assurance: FRESH },
        bodyLimitBytes: BODY_MAX,
        deadlineMs: 120_000,
        schema: {
          body: object({
            format: oneOf(importFormats),
            content: Type.String({ minLength: 1, maxLength: BODY_MAX }),
            dryRun: Type.Optional(Type.Boolean()),
            firebase: Type.Optional(firebase),
          }),
          response: {
            200: object({
              items: Type.Array(
                object({
                  row: Type.Integer(),
                  email: Type.String(),
                  result: oneOf(['created', 'duplicate', 'error']),
                  reason: nullable(Type.String()),
                }),
              ),
            }),
          },
        },
        problems: ['identity/import-under-way', 'identity/import-unreadable', 'identity/csrf'],
      },
      async ({ body, origin }) => {
        const input = { ...body, dryRun: body.dryRun === true, firebase: body.firebase ?? null }
        return { items: await importUsers(parts.db, origin, input) }
      },
    ),
  ]
}
