import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { metricUnits } from './definitions/definition.ts'
import { definitions } from './definitions.ts'

/** A definition as it is told. */
export const definitionShape = object({
  id: Type.String(),
  title: Type.String(),
  formula: Type.String(),
  unit: oneOf(metricUnits),
  source: nullable(Type.String()),
  needs: { ...Type.Integer(), description: 'Of how many it is defined; null with fewer' },
})

/** What every figure of analytics is defined as. */
export const definitionsRoute: Route = route(
  {
    id: 'trading.listDefinitions',
    method: 'GET',
    path: '/api/trading/analytics/definitions',
    summary: 'What every figure of analytics is defined as.',
    policy: { can: 'trading:use', rate: 'read' },
    schema: { response: { 200: object({ items: Type.Array(definitionShape) }) } },
  },
  async () => ({ items: Object.entries(definitions).map(([id, definition]) => ({ id, ...definition })) }),
)
