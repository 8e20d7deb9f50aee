import { type Static, Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { type Names, nameOf, pathShape } from '../shapes.ts'
import { LEASE_KINDS, LEASE_STATES, type LeaseRow, type LeaseTemplate, TABLE_PRIVILEGES } from '../tables.ts'
import { accountOf } from './revocation.ts'
import type { TemplateFields } from './templates.ts'

const TTL_SECONDS_MAX = 30 * 86_400
const LIST_MAX = 100

const seconds = Type.Integer({ minimum: 1, maximum: TTL_SECONDS_MAX })
export const ttlShape = Type.Optional(seconds)

/** A name of PostgreSQL's is cut off behind 63 bytes. */
const sqlName = Type.String({ minLength: 1, maxLength: 63, pattern: '^[ -~]+$' })
const word = (pattern: string) => Type.Array(Type.String({ maxLength: 200, pattern }), { maxItems: LIST_MAX })
const postgresql = object({
  memberOf: Type.Array(sqlName, { maxItems: LIST_MAX, description: 'Roles that the account is a member of' }),
  grants: Type.Array(
    object({
      schema: sqlName,
      tables: Type.Optional(
        Type.Array(sqlName, {
          ...{ minItems: 1, maxItems: LIST_MAX },
          description: 'When left out, all that are there when the account is made',
        }),
      ),
      privileges: Type.Array(oneOf(TABLE_PRIVILEGES), { minItems: 1, uniqueItems: true }),
    }),
    { maxItems: LIST_MAX },
  ),
  connections: Type.Integer({ minimum: 1, maximum: 1000 }),
})
const redis = object({
  commands: word('^[+-]@?[a-z][a-z0-9|_-]*$'),
  keys: word('^[!-~]+$'),
  channels: word('^[!-~]+$'),
})
const rules = object({ postgresql: Type.Optional(postgresql), redis: Type.Optional(redis) })

const changeable = {
  path: pathShape,
  description: text(500),
  kind: oneOf(LEASE_KINDS),
  connection: Type.String({
    ...{ minLength: 1, maxLength: 300 },
    description: 'The reference of a secret, a URL: what accounts are made with',
  }),
  rules,
  ttlSeconds: seconds,
  maxTtlSeconds: seconds,
}
export const templateBody = object(changeable)
export const templateChange = object({ ...changeable, version: Type.Integer({ minimum: 1 }) })
export const templateShape = namedObject('LeaseTemplate', {
  id: idOf('lease-template'),
  ...changeable,
  version: Type.Integer(),
  mayLease: Type.Boolean({ description: 'Whether the caller may have accounts made' }),
  live: Type.Integer({ description: 'Leases that have not ended' }),
  createdAt: instant,
  changedAt: instant,
})

const leaseFields = {
  id: idOf('lease'),
  templateId: nullable(idOf('lease-template')),
  path: Type.String(),
  kind: oneOf(LEASE_KINDS),
  state: oneOf(LEASE_STATES),
  account: Type.String({ description: 'Its name where it was made' }),
  holderId: nullable(idOf('user')),
  holderName: nullable(Type.String()),
  apiKeyId: nullable(idOf('api-key')),
  apiKeyName: nullable(Type.String()),
  issuedAt: instant,
  expiresAt: instant,
  maxExpiresAt: instant,
  endedAt: nullable(instant),
  error: nullable(line(300)),
}
export const leaseShape = namedObject('SecretLease', leaseFields)
export const issuedShape = namedObject('IssuedSecretLease', {
  ...leaseFields,
  credentials: Type.Union([
    object({
      ...{ username: Type.String(), password: Type.String(), host: Type.String(), port: Type.Integer() },
      ...{ database: Type.String(), tls: Type.Boolean() },
    }),
    Type.Null({ description: 'They were shown before' }),
  ]),
})

export function fieldsOf(body: Static<typeof templateBody>): TemplateFields {
  return body as TemplateFields
}

export function toTemplate(
  row: LeaseTemplate,
  { mayLease, live }: { readonly mayLease: boolean; readonly live: number },
) {
  const { id, path, description, kind, connection, version } = row
  return {
    ...{ id, path, description, kind, connection, version, rules: row.rules },
    ...{ ttlSeconds: row.ttl_seconds, maxTtlSeconds: row.max_ttl_seconds },
    ...{ mayLease, live, createdAt: row.created_at, changedAt: row.changed_at },
  }
}

export function toLease(row: LeaseRow, names: Names) {
  const { id, path, kind, state, error } = row
  return {
    ...{ id, path, kind, state, error, templateId: row.template_id, account: accountOf(id) },
    ...{ holderId: row.holder_id, holderName: nameOf(names, row.holder_id), apiKeyId: row.api_key_id },
    apiKeyName: nameOf(names, row.api_key_id),
    ...{ issuedAt: row.issued_at, expiresAt: row.expires_at, maxExpiresAt: row.max_expires_at, endedAt: row.ended_at },
  }
}
