import { type Context, compile, type Explanation } from '@plinth/sdk/flags'
import { Type } from 'typebox'
import { nowMs } from '../../../kernel/clock.ts'
import { type Route, route } from '../../../kernel/http/route.ts'
import { instant, line, object } from '../../../kernel/http/schema.ts'
import type { FlagsDeps, Reader } from '../parts.ts'
import { flagsProblem } from '../problems.ts'
import { completed } from './content.ts'
import { findEnvironment } from './environments.ts'
import { namesOf } from './show.ts'
import { loadSnapshot } from './snapshot.ts'
import { findFlag, findTargeting, targetingContentOf } from './standing.ts'
import { kill, revive, sayTargeting } from './targeting.ts'
import { standingShape, toStanding, wantedTargeting } from './targeting-shapes.ts'
import { usageOf } from './usage.ts'
import { CSRF, environmentKey, keyText, READ, reasonText, versionNumber, WRITE } from './words.ts'

const PATH = '/api/flags/{key}/environments/{environment}'
const place = object({ key: keyText, environment: environmentKey })
const NOT_FOUND = ['flags/flag-not-found', 'flags/environment-not-found']
const targetingShape = object({
  ...standingShape.properties,
  needsApproval: Type.Boolean({ description: 'Whether it changes by approved change requests only' }),
  usage: Type.Array(object({ variant: Type.String(), count: Type.Integer(), lastAt: instant }), {
    description: 'What was served in 30 days; no variant: the default of the caller',
  }),
})

export function targetingRoutes(deps: FlagsDeps): Route[] {
  return [...sayRoutes(deps), ...killRoutes(deps), explainRoute(deps)]
}

function sayRoutes(deps: FlagsDeps): Route[] {
  return [
    route(
      {
        id: 'flags.getTargeting',
        method: 'GET',
        path: PATH,
        summary: 'What a flag serves in an environment, and what of it was served.',
        policy: READ,
        schema: { params: place, response: { 200: targetingShape } },
        problems: NOT_FOUND,
      },
      (call) => shownTargeting(deps, deps.db, call.params),
    ),
    route(
      {
        id: 'flags.sayTargeting',
        method: 'PUT',
        path: PATH,
        summary:
          'Says what a flag serves in an environment. Rules keep their ids and salts; those of new ones are made here.',
        policy: WRITE,
        schema: {
          params: place,
          body: object({ version: versionNumber, reason: Type.Optional(reasonText), targeting: wantedTargeting }),
          response: { 200: targetingShape },
        },
        problems: [
          ...NOT_FOUND,
          'flags/changed-since',
          'flags/needs-approval',
          'flags/invalid',
          'flags/archived',
          CSRF,
        ],
      },
      ({ params, body: { version, reason = '', targeting: wanted }, transaction }) =>
        transaction(async (tx) => {
          await sayTargeting(deps, tx, { ...params, wanted, version, reason })
          return await shownTargeting(deps, tx, params)
        }),
    ),
  ]
}

function killRoutes(deps: FlagsDeps): Route[] {
  const schema = { params: place, body: object({ reason: line(500) }), response: { 200: targetingShape } }
  return [
    route(
      {
        id: 'flags.kill',
        method: 'POST',
        path: `${PATH}/kill`,
        summary: 'Switches a flag off at once, also where changes need approval. Audited as an emergency.',
        policy: WRITE,
        schema,
        problems: [...NOT_FOUND, 'flags/archived', CSRF],
      },
      ({ params, body: { reason }, transaction }) =>
        transaction(async (tx) => {
          await kill(deps, tx, { ...params, reason })
          return await shownTargeting(deps, tx, params)
        }),
    ),
    route(
      {
        id: 'flags.revive',
        method: 'POST',
        path: `${PATH}/revive`,
        summary: 'Switches a killed flag on again; where changes need approval, by whoever may approve.',
        policy: WRITE,
        schema,
        problems: [...NOT_FOUND, 'flags/archived', 'flags/not-killed', 'flags/needs-approval', 'flags/invalid', CSRF],
      },
      ({ params, body: { reason }, transaction, principal }) =>
        transaction(async (tx) => {
          const mayPass = principal?.actor.permissions.has('flags:approve') ?? false
          await revive(deps, tx, { ...params, reason, mayPass })
          return await shownTargeting(deps, tx, params)
        }),
    ),
  ]
}

/** The tester: why did this caller get this? */
function explainRoute({ db }: FlagsDeps): Route {
  return route(
    {
      id: 'flags.explain',
      method: 'POST',
      path: '/api/flags/{key}/explain',
      summary: 'What a caller gets and why, rule by rule; also of a targeting that is not said yet.',
      policy: READ,
      schema: {
        params: object({ key: keyText }),
        body: object({
          environment: environmentKey,
          context: Type.Unsafe<Context>(Type.Object({}, { additionalProperties: true })),
          targeting: Type.Optional(wantedTargeting),
        }),
        response: { 200: Type.Unsafe<Explanation>(Type.Object({}, { additionalProperties: true })) },
      },
      problems: [...NOT_FOUND, 'flags/archived', CSRF],
    },
    async ({ params: { key }, body: { environment, context, targeting } }) => {
      const standing = targetingContentOf(await findTargeting(db, await findFlag(db, key), environment))
      const snapshot = await loadSnapshot(db, environment)
      const draft = targeting === undefined ? standing : completed(targeting, standing)
      const flags = snapshot.flags.map((flag) => (flag.key === key ? { ...flag, ...draft } : flag))
      const explanation = compile({ ...snapshot, flags }, { now: nowMs }).explain(key, context)
      if (explanation === null) throw flagsProblem('archived')
      return explanation
    },
  )
}

async function shownTargeting(
  deps: FlagsDeps,
  reader: Reader,
  { key, environment }: { key: string; environment: string },
) {
  const row = await findTargeting(reader, await findFlag(reader, key), environment)
  const { needs_approval: needsApproval } = await findEnvironment(reader, environment)
  const usage = await usageOf(reader, key, environment)
  return { ...toStanding(row, await namesOf(deps, reader, [row.changed_by])), needsApproval, usage }
}
