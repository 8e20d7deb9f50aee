import type { FlagType, Json, Prerequisite, Rule, Serve, Variant } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { idOf, instant, line, namedObject, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import type { FlagRow, TargetingRow } from '../tables.ts'

const KEY = '^[A-Za-z0-9_][A-Za-z0-9_.:|~-]{0,119}$'
const TYPES = ['boolean', 'string', 'number', 'json'] as const satisfies readonly FlagType[]
const VARIANTS_MAX = 100

/** The key of a flag, a segment or a variant. */
export const keyText = Type.String({ pattern: KEY, maxLength: 120 })
const reasonText = Type.String({ maxLength: 500 })

const jsonValue = Type.Unsafe<Json>(Type.Unknown())
const variant = Type.Unsafe<Variant>(object({ key: keyText, value: jsonValue }))
const variantsShape = Type.Array(variant, { maxItems: VARIANTS_MAX })
const staleAfterDays = nullable(Type.Integer({ minimum: 1, maximum: 1000 }))

export const wantedFlag = object({
  key: keyText,
  title: line(200),
  description: Type.Optional(text(2000)),
  type: oneOf(TYPES),
  variants: Type.Optional(variantsShape),
  isPublic: Type.Optional(Type.Boolean()),
  isPermanent: Type.Optional(Type.Boolean()),
  staleAfterDays: Type.Optional(staleAfterDays),
  ownerId: Type.Optional(nullable(idOf('user'))),
  reason: Type.Optional(reasonText),
})

const serve = Type.Unsafe<Serve>(
  Type.Unknown({ description: 'A variant, a split by weights, or null: the default of the caller' }),
)
const standing = object({
  environment: Type.String(),
  enabled: Type.Boolean(),
  isKilled: Type.Boolean(),
  offVariant: nullable(Type.String()),
  prerequisites: Type.Unsafe<readonly Prerequisite[]>(Type.Array(Type.Unknown())),
  rules: Type.Unsafe<readonly Rule[]>(Type.Array(Type.Unknown())),
  fallthrough: serve,
  version: Type.Integer(),
  changedAt: instant,
  changedBy: nullable(idOf('user')),
})

export const flagShape = namedObject('Flag', {
  key: Type.String(),
  title: Type.String(),
  description: Type.String(),
  type: oneOf(TYPES),
  variants: Type.Array(variant),
  isPublic: Type.Boolean({ description: 'Whether browsers and apps get it' }),
  isPermanent: Type.Boolean({ description: 'Whether it is never stale' }),
  staleAfterDays: Type.Integer({ description: 'Of its own, or the default of its type' }),
  owner: nullable(object({ id: idOf('user'), name: Type.String() })),
  createdAt: instant,
  archivedAt: nullable(instant),
  version: Type.Integer(),
  environments: Type.Array(standing),
})

const STALE_AFTER_DAYS: Readonly<Record<FlagType, number>> = { boolean: 40, string: 90, number: 90, json: 90 }

export function toFlag(
  row: FlagRow,
  standings: readonly TargetingRow[],
  names: ReadonlyMap<string, { readonly name: string }>,
) {
  const { key, title, description, type, variants, version, owner_id: ownerId } = row
  return {
    ...{ key, title, description, type, variants, version },
    isPublic: row.is_public,
    isPermanent: row.is_permanent,
    staleAfterDays: row.stale_after_days ?? STALE_AFTER_DAYS[type],
    owner: ownerId === null ? null : { id: ownerId, name: names.get(ownerId)?.name ?? '' },
    createdAt: row.created_at,
    archivedAt: row.archived_at,
    environments: standings.map(toStanding),
  }
}

function toStanding(row: TargetingRow) {
  const { environment, enabled, prerequisites, rules, fallthrough, version } = row
  return {
    ...{ environment, enabled, prerequisites, rules, fallthrough, version },
    isKilled: row.killed_at !== null,
    offVariant: row.off_variant,
    changedAt: row.changed_at,
    changedBy: row.changed_by,
  }
}
