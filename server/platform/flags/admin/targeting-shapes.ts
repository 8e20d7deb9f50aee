import { type Condition, hashNames, type Prerequisite, type Rule, type Serve } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { instant, line, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { TargetingRow } from '../tables.ts'
import type { WantedRule, WantedServe } from './content.ts'
import { keyText, type Names, personShape, toPerson } from './words.ts'

const RULES_MAX = 200
const PREREQUISITES_MAX = 50
const WHOLE = 100_000

const share = Type.Integer({ minimum: 0, maximum: WHOLE, description: 'In 1/100,000' })
const attribute = Type.String({ minLength: 1, maxLength: 200 })
const instantText = Type.String({ format: 'date-time' })
/** Its form is judged by the engine, with the place of every fault. */
export const conditionShape = Type.Unsafe<Condition>(
  Type.Object({}, { additionalProperties: true, description: 'A condition: see `Condition` of @plinth/sdk/flags' }),
)
const bucketing = {
  hash: Type.Optional(oneOf(hashNames)),
  salt: Type.Optional(Type.String({ maxLength: 200, description: 'Made by the server when it is left out' })),
  bucketBy: Type.Optional(Type.Union([attribute, Type.Array(attribute, { minItems: 1, maxItems: 5 })])),
  orRandom: Type.Optional(Type.Boolean()),
}
const weight = object({
  variant: keyText,
  weight: Type.Number({ minimum: 0, maximum: 2 ** 31 - 1 }),
  range: Type.Optional(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 })),
})
const serveShape = Type.Unsafe<WantedServe>(
  Type.Union([
    object({ variant: keyText }),
    object({ split: object({ ...bucketing, weights: Type.Array(weight, { minItems: 1, maxItems: 100 }) }) }),
    object({ logic: Type.Unknown() }),
    Type.Null(),
  ]),
)
const ramp = object({ from: share, to: share, startsAt: instantText, endsAt: instantText })
const rollout = Type.Union([object({ ...bucketing, share }), object({ ...bucketing, ramp })])
const sticky = object({
  key: Type.String({ maxLength: 200 }),
  fallbackBucketBy: Type.Optional(attribute),
  blocked: Type.Optional(Type.Array(Type.String({ maxLength: 200 }), { maxItems: 100 })),
  condition: Type.Optional(conditionShape),
})

const wantedRule = Type.Unsafe<WantedRule>(
  object({
    id: Type.Optional(Type.String({ pattern: '^[A-Za-z0-9_.:-]{1,64}$', maxLength: 64 })),
    description: Type.Optional(line(500, 0)),
    condition: Type.Optional(conditionShape),
    startsAt: Type.Optional(instantText),
    endsAt: Type.Optional(instantText),
    rollout: Type.Optional(rollout),
    serve: serveShape,
    experiment: Type.Optional(keyText),
    sticky: Type.Optional(sticky),
  }),
)
const prerequisites = Type.Unsafe<readonly Prerequisite[]>(
  Type.Array(object({ flag: keyText, variants: Type.Array(keyText, { minItems: 1, maxItems: 100 }) }), {
    maxItems: PREREQUISITES_MAX,
  }),
)

/** What a flag is to serve in an environment. */
export const wantedTargeting = object({
  enabled: Type.Boolean(),
  offVariant: nullable(keyText),
  prerequisites,
  rules: Type.Array(wantedRule, { maxItems: RULES_MAX }),
  fallthrough: serveShape,
})

const targeting = {
  enabled: Type.Boolean(),
  offVariant: nullable(Type.String()),
  prerequisites,
  rules: Type.Unsafe<readonly Rule[]>(Type.Array(Type.Unknown())),
  fallthrough: Type.Unsafe<Serve>(Type.Unknown()),
}
export const standingShape = object({
  environment: Type.String(),
  ...targeting,
  isKilled: Type.Boolean(),
  version: Type.Integer(),
  changedAt: instant,
  changedBy: nullable(personShape),
})

export function toStanding(row: TargetingRow, names: Names) {
  const { environment, enabled, prerequisites: needed, rules, fallthrough, version } = row
  return {
    ...{ environment, enabled, prerequisites: needed, rules, fallthrough, version },
    isKilled: row.killed_at !== null,
    offVariant: row.off_variant,
    changedAt: row.changed_at,
    changedBy: toPerson(row.changed_by, names),
  }
}
