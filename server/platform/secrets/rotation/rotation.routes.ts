import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { object } from '../../../kernel/http/schema.ts'
import { sightOf } from '../may.ts'
import type { SecretParts } from '../parts.ts'
import { bySecret, detailOf, held, OF_SECRET, READ, WRITE } from '../secrets.routes.ts'
import { principalOf, secretDetail, wantedPlan } from '../shapes.ts'
import { beginRotation, cancelRotation, setPlan } from './plans.ts'
import { enqueueRotation } from './rotate.jobs.ts'

const PLAN = [
  'secrets/unknown-rotator',
  'secrets/bad-options',
  'secrets/bad-policy',
  'secrets/no-field',
  'secrets/bad-reference',
]

const rotatorShape = object({
  name: Type.String(),
  title: Type.String(),
  description: Type.String({ description: 'What it does, and what the value is' }),
  isOfInstallation: Type.Boolean({ description: "It renews the installation's own secrets only" }),
  options: Type.Object({}, { additionalProperties: true, description: 'The JSON Schema of its options' }),
})

export function rotationRoutes(parts: SecretParts): Route[] {
  return [rotatorsRoute(parts), ...planRoutes(parts), rotateRoute(parts), cancelRoute(parts)]
}

function rotatorsRoute({ rotators }: SecretParts): Route {
  return route(
    {
      id: 'secrets.rotators',
      method: 'GET',
      path: '/api/secrets/rotators',
      summary: 'What can renew values, and the schema of the options that each wants.',
      policy: READ,
      schema: { response: { 200: object({ items: Type.Array(rotatorShape) }) } },
    },
    async () => ({
      items: rotators.map(({ name, title, description, options, isOfInstallation }) => ({
        ...{ name, title, description, isOfInstallation, options: JSON.parse(JSON.stringify(options)) as object },
      })),
    }),
  )
}

function planRoutes(parts: SecretParts): Route[] {
  return [
    route(
      {
        id: 'secrets.planRotation',
        method: 'PUT',
        path: '/api/secrets/{id}/rotation',
        summary: 'Says by what a secret is renewed, how often, and how long both values are good.',
        policy: WRITE,
        schema: { params: bySecret, body: wantedPlan, response: { 200: secretDetail } },
        problems: [...OF_SECRET, ...PLAN],
      },
      async (call) => {
        const { id } = call.params
        const { everyDays = null, field = null, options = {}, ...plan } = call.body
        await call.transaction(async (tx) => {
          const row = await held(parts, tx, call, { id, ability: 'manage' })
          const sight = await sightOf(parts, tx, principalOf(call).actor, row.organisation_id)
          await setPlan(parts, tx, row, { plan: { ...plan, everyDays, field, options }, sight })
        })
        return await detailOf(parts, call, id)
      },
    ),
    route(
      {
        id: 'secrets.endRotation',
        method: 'DELETE',
        path: '/api/secrets/{id}/rotation',
        summary: 'From now on a secret is renewed by hand.',
        policy: WRITE,
        schema: { params: bySecret, response: { 204: null } },
        problems: OF_SECRET,
      },
      async (call) =>
        call.transaction(async (tx) => {
          await setPlan(parts, tx, await held(parts, tx, call, { id: call.params.id, ability: 'manage' }), {
            plan: null,
          })
        }),
    ),
  ]
}

function rotateRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.rotate',
      method: 'POST',
      path: '/api/secrets/{id}/rotate',
      summary: 'Begins to renew a secret: the answer shows the rotation, which a job carries out.',
      policy: WRITE,
      schema: { params: bySecret, response: { 202: secretDetail } },
      problems: [
        ...OF_SECRET,
        'secrets/not-rotating',
        'secrets/rotation-running',
        'secrets/overlap-running',
        'secrets/deleted',
      ],
    },
    async (call) => {
      const { id } = call.params
      await call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id, ability: 'manage' })
        await enqueueRotation(parts, tx, await beginRotation(parts, tx, row, principalOf(call).actor.userId))
      })
      return await detailOf(parts, call, id)
    },
  )
}

function cancelRoute(parts: SecretParts): Route {
  return route(
    {
      id: 'secrets.cancelRotation',
      method: 'POST',
      path: '/api/secrets/{id}/rotate/cancel',
      summary: 'Calls a rotation off that is under way: a job takes back what it did; the current value stays.',
      policy: WRITE,
      schema: { params: bySecret, response: { 202: secretDetail } },
      problems: [...OF_SECRET, 'secrets/no-rotation'],
    },
    async (call) => {
      const { id } = call.params
      await call.transaction(async (tx) => {
        const row = await held(parts, tx, call, { id, ability: 'manage' })
        await enqueueRotation(parts, tx, await cancelRotation(tx, row))
      })
      return await detailOf(parts, call, id)
    },
  )
}
