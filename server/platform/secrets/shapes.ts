import { Type } from 'typebox'
import type { Db } from '../../kernel/db/database.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import type { Call } from '../../kernel/http/route.ts'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import type { GrantRow } from './grants.ts'
import type { Sight } from './may.ts'
import type { SecretParts } from './parts.ts'
import type { listRotations } from './rotation/plans.ts'
import type { Standing } from './secrets.ts'
import { ABILITIES, ENVIRONMENTS, ROTATION_STATES, type SecretRow } from './tables.ts'
import type { VersionRow } from './versions.ts'

const OVERLAP_SECONDS_MAX = 30 * 86_400
const NUMBER_MAX = 2_147_483_647

export const environmentShape = oneOf(ENVIRONMENTS)
export const PATH_FORM = { maxLength: 200, pattern: '^[a-z0-9][a-z0-9._-]*(?:/[a-z0-9][a-z0-9._-]*)*$' } as const
export const pathShape = Type.String({
  ...PATH_FORM,
  description: 'Small letters, digits, dots, hyphens and underscores, in folders: `payments/stripe`',
})
export const reasonShape = line(500, 3)
export const numberShape = Type.Integer({ minimum: 1, maximum: NUMBER_MAX })
export const stageName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,39}$' })
export const overlap = Type.Integer({
  ...{ minimum: 0, maximum: OVERLAP_SECONDS_MAX, default: 0 },
  description: 'As long the former value is good too',
})
const length = Type.Integer({ minimum: 8, maximum: 1024, default: 40 })
const alphabet = Type.String({
  ...{ minLength: 2, maxLength: 200, default: 'alphanumeric', pattern: '^[!-~]+$' },
  description: '`alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves',
})
const generate = object({ length, alphabet })
/** One of the two. */
export const valueFields = {
  value: Type.Optional(Type.String({ minLength: 1, maxLength: 65_536 })),
  generate: Type.Optional(generate),
}
export const describing = {
  description: text(500),
  tags: Type.Array(line(50), { maxItems: 20, uniqueItems: true }),
  ownerId: idOf('user'),
  expiresAt: nullable(instant),
}

const planFields = {
  rotator: Type.String({ minLength: 1, maxLength: 50 }),
  everyDays: nullable(Type.Integer({ minimum: 1, maximum: 730 })),
  overlapSeconds: overlap,
  field: nullable(line(100)),
  ...{ length, alphabet },
  options: Type.Record(Type.String({ maxLength: 50 }), Type.Unknown(), { maxProperties: 20 }),
}
const planShape = namedObject('SecretRotationPlan', planFields)
const { rotator, everyDays, field } = planFields
/** What may be left out has its default. */
export const wantedPlan = object({
  ...{ rotator, overlapSeconds: overlap, length, alphabet },
  everyDays: Type.Optional(everyDays),
  field: Type.Optional(field),
  options: Type.Optional(planFields.options),
})

export const may = object({ reveal: Type.Boolean(), manage: Type.Boolean() })
const secretFields = {
  id: idOf('secret'),
  organisationId: nullable(idOf('organisation')),
  environment: environmentShape,
  path: Type.String(),
  ...describing,
  ownerId: nullable(idOf('user')),
  ownerName: nullable(Type.String()),
  format: oneOf(['text', 'json']),
  latest: Type.Integer({ description: 'Number of the newest version; 0: it has none' }),
  current: nullable(Type.Integer({ description: 'Number of the current version' })),
  revision: Type.Integer({ description: 'Counts changes of what is said about it' }),
  rotator: nullable(Type.String()),
  lastRotation: nullable(oneOf(ROTATION_STATES)),
  nextRotationAt: nullable(instant),
  lastUsedAt: nullable(instant),
  createdAt: instant,
  changedAt: instant,
  deletedAt: nullable(instant),
  destroyAfter: nullable(instant),
  may,
}
export const secretShape = namedObject('StoredSecret', secretFields)
const versionShape = object({
  number: Type.Integer(),
  stages: Type.Array(Type.String()),
  createdAt: instant,
  createdBy: nullable(idOf('user')),
  createdByName: nullable(Type.String()),
  retiresAt: nullable(instant),
  retiredAt: nullable(instant),
  destroyedAt: nullable(instant),
})
const rotationShape = object({
  id: idOf('secret-rotation'),
  rotator: Type.String(),
  state: oneOf(ROTATION_STATES),
  fromNumber: Type.Integer(),
  toNumber: nullable(Type.Integer()),
  error: nullable(Type.String()),
  isCancelled: Type.Boolean(),
  startedBy: nullable(idOf('user')),
  startedByName: nullable(Type.String()),
  startedAt: instant,
  endedAt: nullable(instant),
})
export const secretDetail = namedObject('StoredSecretDetail', {
  ...secretFields,
  plan: nullable(planShape),
  versions: Type.Array(versionShape),
  rotations: Type.Array(rotationShape),
})
export const holderKind = oneOf(['role', 'user', 'api-key'])
export const mayShape = Type.Array(oneOf(ABILITIES), { minItems: 1, maxItems: ABILITIES.length, uniqueItems: true })
export const grantShape = namedObject('SecretGrant', {
  id: idOf('secret-grant'),
  organisationId: nullable(idOf('organisation')),
  environment: nullable(environmentShape),
  pattern: Type.String(),
  holderKind,
  holder: Type.String(),
  holderName: nullable(Type.String()),
  may: mayShape,
  expiresAt: nullable(instant),
  createdAt: instant,
})

export type Names = ReadonlyMap<string, { readonly name: string }>
export const nameOf = (names: Names, id: string | null): string | null =>
  id === null ? null : (names.get(id)?.name ?? null)

/** Names of everybody who is meant. */
export async function namesOf({ people }: SecretParts, db: Db, ids: readonly (Id<'user'> | null)[]): Promise<Names> {
  return await people([...new Set(ids.flatMap((id) => id ?? []))], db)
}

export function toSecret(row: SecretRow & Standing, sight: Sight, names: Names) {
  return {
    ...{ id: row.id, organisationId: row.organisation_id, environment: row.environment, path: row.path },
    ...{ description: row.description, tags: row.tags, format: row.format, latest: row.latest },
    ...{ current: row.current, revision: row.revision, lastRotation: row.last_rotation },
    ...{ ownerId: row.owner_id, ownerName: nameOf(names, row.owner_id), expiresAt: row.expires_at },
    ...{ rotator: row.rotation?.rotator ?? null, nextRotationAt: row.next_rotation_at },
    ...{ lastUsedAt: row.last_used_at, createdAt: row.created_at, changedAt: row.changed_at },
    ...{ deletedAt: row.deleted_at, destroyAfter: row.destroy_after },
    may: { reveal: sight.covers('reveal', row), manage: sight.covers('manage', row) },
  }
}

export function toVersion({ createdBy, ...version }: VersionRow, names: Names) {
  return { ...version, createdBy, createdByName: nameOf(names, createdBy) }
}

export function toRotation(row: Awaited<ReturnType<typeof listRotations>>[number], names: Names) {
  return {
    ...{ id: row.id, rotator: row.rotator, state: row.state, fromNumber: row.from_number, toNumber: row.to_number },
    ...{
      error: row.error,
      isCancelled: row.cancelled_at !== null,
      startedBy: row.started_by,
      startedByName: nameOf(names, row.started_by),
    },
    ...{ startedAt: row.started_at, endedAt: row.ended_at },
  }
}

export function toGrant(row: GrantRow, names: Names) {
  return {
    ...{ id: row.id, organisationId: row.organisation_id, environment: row.environment, pattern: row.pattern },
    ...{ holderKind: row.holder_kind, holder: row.holder, may: row.may, createdAt: row.created_at },
    expiresAt: row.expires_at,
    holderName: row.holder_kind === 'role' ? null : nameOf(names, row.holder),
  }
}

/** Who calls a route for signed-in ones. */
export function principalOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal
}
