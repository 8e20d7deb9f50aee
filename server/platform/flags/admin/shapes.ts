import type { FlagType, Json, Variant } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import type { FlagView } from './flag-list.ts'
import { standingShape, toStanding } from './targeting-shapes.ts'
import { keyText, type Names, personShape, reasonText, toPerson, versionNumber } from './words.ts'

export const TYPES = ['boolean', 'string', 'number', 'json'] as const satisfies readonly FlagType[]
const VARIANTS_MAX = 100

const variantShape = Type.Unsafe<Variant>(
  object({
    key: keyText,
    value: Type.Unsafe<Json>(Type.Unknown()),
    isOff: Type.Optional(Type.Boolean({ description: 'Imported: served as switched off' })),
  }),
)
const staleAfterDays = nullable(Type.Integer({ minimum: 1, maximum: 1000 }))
const said = {
  description: Type.Optional(text(2000)),
  variants: Type.Optional(Type.Array(variantShape, { maxItems: VARIANTS_MAX })),
  isPublic: Type.Optional(Type.Boolean()),
  isPermanent: Type.Optional(Type.Boolean()),
  staleAfterDays: Type.Optional(staleAfterDays),
  ownerId: Type.Optional(nullable(idOf('user'))),
  reason: Type.Optional(reasonText),
}

export const wantedFlag = object({ key: keyText, title: line(200), type: oneOf(TYPES), ...said })
export const changedFlag = object({ version: versionNumber, title: Type.Optional(line(200)), ...said })
/** All of a flag that a change request may say. */
export const flagContent = object({
  title: line(200),
  description: text(2000),
  variants: Type.Array(variantShape, { maxItems: VARIANTS_MAX }),
  isPublic: Type.Boolean(),
  isPermanent: Type.Boolean(),
  staleAfterDays,
  ownerId: nullable(idOf('user')),
  archived: Type.Boolean(),
})

export const flagShape = namedObject('Flag', {
  key: Type.String(),
  title: Type.String(),
  description: Type.String(),
  type: oneOf(TYPES),
  variants: Type.Array(variantShape),
  isPublic: Type.Boolean({ description: 'Whether browsers and apps get it' }),
  isPermanent: Type.Boolean({ description: 'Whether it is never stale' }),
  staleAfterDays,
  owner: nullable(personShape),
  createdAt: instant,
  archivedAt: nullable(instant),
  version: Type.Integer(),
  lastEvaluatedAt: nullable(instant),
  stale: nullable(
    Type.Unsafe<'unused' | 'settled'>({
      type: 'string',
      enum: ['unused', 'settled'],
      description: 'Long not evaluated, or long the same for everybody in every environment',
    }),
  ),
  environments: Type.Array(standingShape),
})

export function toFlag({ row, standings }: FlagView, names: Names) {
  const { key, title, description, type, variants, version, stale } = row
  return {
    ...{ key, title, description, type, variants, version, stale },
    isPublic: row.is_public,
    isPermanent: row.is_permanent,
    staleAfterDays: row.stale_after_days,
    owner: toPerson(row.owner_id, names),
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    lastEvaluatedAt: row.last_evaluated_at,
    environments: standings.map((standing) => toStanding(standing, names)),
  }
}
