import { type Static, Type } from 'typebox'
import { unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, line, named, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { isZone } from '../../../kernel/zoned.ts'
import { tradingProblem } from '../problems.ts'
import { wallTimeShape } from './shapes.ts'

const id = Type.String({ pattern: '^[a-z0-9-]{1,40}$', description: 'Names the rule within its playbook' })
const rule = <Kind extends string, Fields extends Parameters<typeof object>[0]>(kind: Kind, fields: Fields) =>
  object({ id, kind: Type.Literal(kind), ...fields })

/** One rule of a playbook. Times of day are of the account's zone unless the rule names another. */
export const ruleShape = named(
  'PlaybookRule',
  Type.Union([
    rule('symbols', {
      symbols: Type.Array(Type.String({ pattern: '^[^\\s\\u0000-\\u001f]{1,64}$', description: 'Symbol or root' }), {
        minItems: 1,
        maxItems: 200,
      }),
    }),
    rule('session-window', {
      from: wallTimeShape,
      until: Type.String({ ...wallTimeShape, description: 'Before the start: on the next day' }),
      timeZone: nullable(line(64)),
    }),
    rule('weekdays', {
      weekdays: Type.Array(Type.Integer({ minimum: 1, maximum: 7 }), { minItems: 1, maxItems: 7, uniqueItems: true }),
    }),
    rule('side', { side: oneOf(['long', 'short']) }),
    rule('max-risk', { amount: unsignedDecimalShape }),
    rule('min-planned-r', { r: unsignedDecimalShape }),
    rule('max-trades-per-day', { count: Type.Integer({ minimum: 1, maximum: 10_000 }) }),
    rule('stop-required', {}),
    rule('tag-required', { tagId: idOf('tag') }),
    rule('max-hold', { minutes: Type.Integer({ minimum: 1, maximum: 5_256_000 }) }),
    rule('checklist', { text: line(300) }),
  ]),
)
export type Rule = Static<typeof ruleShape>
export const rulesShape = Type.Array(ruleShape, { maxItems: 50 })

/** Throws trading/value-invalid for what the schema cannot say. */
export function assertRules(rules: readonly Rule[]): void {
  const errors = rules.flatMap((one, at): FieldFault[] => {
    const pointer = `/rules/${at}`
    if (rules.findIndex((other) => other.id === one.id) !== at)
      return [{ pointer: `${pointer}/id`, code: 'twice', detail: 'names another rule already' }]
    if (one.kind !== 'session-window') return []
    if (one.timeZone !== null && !isZone(one.timeZone))
      return [{ pointer: `${pointer}/timeZone`, code: 'zone', detail: 'is no zone that is known here' }]
    if (one.from === one.until)
      return [{ pointer: `${pointer}/until`, code: 'empty', detail: 'is another time than the start' }]
    return []
  })
  if (errors.length > 0) throw tradingProblem('value-invalid', { errors })
}
