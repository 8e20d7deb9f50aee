import { type Static, Type } from 'typebox'
import type { EventType } from '../../../kernel/db/events.ts'
import { nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { FieldFault } from '../../../kernel/problem.ts'
import { experimentsProblem } from '../problems.ts'

const path = Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_]+(?:\\.[A-Za-z0-9_]+)*$' })
/** Beyond it, sums of squares lose what matters. */
const VALUE_MAX = 1e15

/** Where a metric has its facts from. */
export const metricSource = object({
  from: oneOf(['product', 'client']),
  event: Type.String({ minLength: 1, maxLength: 100 }),
  unit: nullable(
    Type.Unsafe<string>({ ...path, description: 'Path of who is counted, in the data of an event of the product' }),
  ),
  value: nullable(
    Type.Unsafe<string>({
      ...path,
      description: 'Path of the number; null: each event is 1. `value` of clients’ events',
    }),
  ),
})
export type MetricSource = Static<typeof metricSource>

interface Shape {
  readonly type?: unknown
  readonly properties?: Readonly<Record<string, Shape>>
}

/** Throws experiments/bad-source. `pointer`: of the source in the body. */
export function assertGoodSource(source: MetricSource, events: readonly EventType[], pointer: string): void {
  const fault = source.from === 'client' ? clientFault(source) : productFault(source, events)
  if (fault === null) return
  const error: FieldFault = { pointer: `${pointer}/${fault[0]}`, code: 'source', detail: fault[1] }
  throw experimentsProblem('bad-source', { errors: [error] })
}

function clientFault({ unit, value }: MetricSource): readonly [string, string] | null {
  if (unit !== null) return ['unit', 'clients name the targeting key beside the event']
  return value === null || value === 'value' ? null : ['value', 'events of clients have one number, `value`']
}

function productFault(
  { event, unit, value }: MetricSource,
  events: readonly EventType[],
): readonly [string, string] | null {
  const found = events.find(({ name }) => name === event)
  if (found === undefined) return ['event', 'there is no such event']
  if (unit === null) return ['unit', 'is needed: the path of who is counted']
  if (typeAt(found.schema, unit) !== 'string') return ['unit', 'is no text of this event']
  if (value === null) return null
  return ['number', 'integer', 'string'].includes(String(typeAt(found.schema, value)))
    ? null
    : ['value', 'is no number of this event']
}

/** The type of a member that is always there in some form; undefined when there is none. */
function typeAt(schema: Shape, at: string): unknown {
  const found = at
    .split('.')
    .reduce<Shape | undefined>((shape, name) => shape?.properties && own(shape.properties, name), schema)
  const type = found?.type
  return Array.isArray(type) ? type.find((one) => one !== 'null') : type
}

function own<Value>(record: Readonly<Record<string, Value>>, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined
}

/** Who an event is of, and the number it brings; null when it has no such member or no finite number of a size that can be counted. */
export function factOf(source: MetricSource, data: unknown): { readonly unit: string; readonly value: number } | null {
  const unit = source.unit === null ? null : memberAt(data, source.unit)
  if (typeof unit !== 'string' || unit === '') return null
  const value = source.value === null ? 1 : numberOf(memberAt(data, source.value))
  return value === null ? null : { unit, value }
}

function memberAt(data: unknown, at: string): unknown {
  return at
    .split('.')
    .reduce<unknown>(
      (held, name) =>
        typeof held === 'object' && held !== null ? own(held as Record<string, unknown>, name) : undefined,
      data,
    )
}

/** Amounts are texts in events: minor units do not fit a number's digits. */
function numberOf(member: unknown): number | null {
  const isNumber = typeof member === 'number' || (typeof member === 'string' && /^-?\d+(?:\.\d+)?$/.test(member))
  const value = isNumber ? Number(member) : Number.NaN
  return Number.isFinite(value) && Math.abs(value) <= VALUE_MAX ? value : null
}
