import type { KeyObject } from 'node:crypto'
import { Type } from 'typebox'
import type { Db } from '../../kernel/db/database.ts'
import { route } from '../../kernel/http/route.ts'
import { instant, nullable, object, oneOf, page, pageQuery } from '../../kernel/http/schema.ts'
import { type ActorNames, listRecords } from './records.ts'
import { verifyAudit } from './verify.ts'

const recordShape = object({
  id: Type.String(),
  seq: nullable(Type.Integer()),
  at: instant,
  action: Type.String(),
  actor: object({
    kind: oneOf(['anonymous', 'system', 'user']),
    id: nullable(Type.String()),
    name: nullable(Type.String()),
    apiKeyId: nullable(Type.String()),
  }),
  /** Who acted in the actor's name. */
  impersonator: nullable(object({ id: Type.String(), name: nullable(Type.String()) })),
  subject: object({ kind: Type.String(), id: Type.String() }),
  details: Type.Record(Type.String(), Type.Unknown()),
  requestId: Type.String(),
  ip: nullable(Type.String()),
})

const filterText = Type.Optional(Type.String({ minLength: 1, maxLength: 100 }))

export function auditRoutes(db: Db, key: KeyObject, names: ActorNames) {
  return [
    route(
      {
        id: 'audit.list',
        method: 'GET',
        path: '/api/audit',
        summary: 'Audit records, newest first',
        policy: { can: 'audit:read', rate: 'read' },
        schema: {
          query: object({ ...pageQuery, action: filterText, actor: filterText, subject: filterText }),
          response: { 200: page(recordShape) },
        },
      },
      ({ query }) => listRecords(db, query, names),
    ),
    route(
      {
        id: 'audit.verify',
        method: 'POST',
        path: '/api/audit/verify',
        summary: 'Walks the hash chain and tells whether any record was changed',
        policy: { can: 'audit:read', rate: 'write' },
        schema: {
          response: {
            200: object({
              ok: Type.Boolean(),
              checked: Type.Integer(),
              sealedUpTo: Type.Integer(),
              firstFault: nullable(Type.String()),
            }),
          },
        },
        deadlineMs: 60_000,
      },
      () => verifyAudit(db, key),
    ),
  ]
}
