import { type Static, Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { detectable, type Plan, powerOf, unitsFor } from '../statistics/power.ts'

const UNITS_MAX = 1_000_000_000

const question = object({
  mean: Type.Number({ minimum: 1e-9, maximum: 1e9, description: 'Of the control, by unit; of a conversion its share' }),
  sd: nullable(
    Type.Number({
      exclusiveMinimum: 0,
      maximum: 1e9,
      description: 'Of a unit; null: of a conversion, which follows from its share',
    }),
  ),
  effect: Type.Number({ minimum: 0.0001, maximum: 10, description: 'Least relative difference that is to be found' }),
  groups: Type.Integer({ minimum: 2, maximum: 20 }),
  alpha: Type.Number({ minimum: 0.0001, maximum: 0.3 }),
  power: Type.Number({ minimum: 0.5, maximum: 0.99 }),
  looks: oneOf(['fixed', 'sequential']),
  unitsPerDay: Type.Optional(Type.Integer({ minimum: 1, maximum: UNITS_MAX, description: 'Of all groups' })),
  unitsPerGroup: Type.Optional(
    Type.Integer({ minimum: 2, maximum: UNITS_MAX, description: 'As many as there will be' }),
  ),
})

const plan = object({
  unitsPerGroup: nullable(Type.Integer({ description: 'Null: more than 10^12' })),
  units: nullable(Type.Integer()),
  days: nullable(Type.Integer()),
  atUnits: nullable(
    object({
      power: Type.Number({ description: 'To find the effect with as many units as there will be' }),
      effect: Type.Number({ description: 'Least relative difference that they find' }),
    }),
  ),
})

/** How long to measure, before it is. */
export function powerRoute(): Route {
  return route(
    {
      id: 'experiments.power',
      method: 'POST',
      path: '/api/experiments/power',
      summary: 'How many units an experiment needs, and what a number of units can find.',
      policy: { can: 'experiments:read', rate: 'read' },
      schema: { body: question, response: { 200: plan } },
      problems: ['identity/csrf'],
    },
    async ({ body }) => answer(body),
  )
}

function answer({ mean, effect, groups, power, unitsPerDay, unitsPerGroup: given, ...rest }: Static<typeof question>) {
  const planned: Plan = { ...rest, variances: variancesOf({ mean, effect, sd: rest.sd }) }
  const unitsPerGroup = unitsFor(planned, mean * effect, power)
  const units = unitsPerGroup === null ? null : unitsPerGroup * groups
  return {
    ...{ unitsPerGroup, units },
    days: units === null || unitsPerDay === undefined ? null : Math.ceil(units / unitsPerDay),
    atUnits:
      given === undefined
        ? null
        : { power: powerOf(planned, mean * effect, given), effect: detectable(planned, given, power) / mean },
  }
}

/** A share of more than all is all. */
function variancesOf({ mean, effect, sd }: Pick<Static<typeof question>, 'mean' | 'effect' | 'sd'>): [number, number] {
  if (sd !== null) return [sd * sd, sd * sd]
  const [low, high] = [Math.min(mean, 1), Math.min(mean * (1 + effect), 1)]
  return [low * (1 - low), high * (1 - high)]
}
