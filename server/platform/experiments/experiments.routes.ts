import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../kernel/db/cursor.ts'
import { httpProblem } from '../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../kernel/http/route.ts'
import { line, nullable, object, page, pageQuery, text } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { describe } from './describe.ts'
import { changeExperiment, createExperiment, deleteExperiment, findExperiment, listExperiments } from './experiments.ts'
import { concludeExperiment, startExperiment, stopExperiment } from './lifecycle.ts'
import type { ExperimentsDeps, FlagsDoor } from './parts.ts'
import { experimentsProblem } from './problems.ts'
import { byKey, experimentShape, key, state, version, wantedExperiment } from './shapes.ts'

const CSRF = 'identity/csrf'
const READ = { can: 'experiments:read', rate: 'read' } as const
const WRITE = { can: 'experiments:write', rate: 'write' } as const
const NOT_FOUND = 'experiments/experiment-not-found'
const CHANGE = [NOT_FOUND, 'experiments/changed-since', 'experiments/wrong-state', CSRF]

type Deps = ExperimentsDeps & { readonly flags: Pick<FlagsDoor, 'rule'> }

export function experimentRoutes(deps: Deps): Route[] {
  return [...readRoutes(deps), ...writeRoutes(deps), ...stepRoutes(deps)]
}

function readRoutes(deps: Deps): Route[] {
  return [
    route(
      {
        id: 'experiments.list',
        method: 'GET',
        path: '/api/experiments',
        summary: 'All experiments, newest first.',
        policy: READ,
        schema: {
          query: object({
            ...{ ...pageQuery, state: Type.Optional(state), search: Type.Optional(line(100)) },
            ...{ flag: Type.Optional(line(200)), environment: Type.Optional(line(200)) },
          }),
          response: { 200: page(experimentShape) },
        },
      },
      async ({ query }) => {
        const list = cursorPage(query, acceptId)
        const { state, flag, environment, search } = query
        const from = { limit: list.limit + 1, after: list.after?.[0], state, flag, environment, search }
        const { items, nextCursor } = list.of(
          await listExperiments(deps.db, from),
          (row) => [row.id],
          (row) => row,
        )
        return { items: await describe(deps, items), nextCursor }
      },
    ),
    route(
      {
        id: 'experiments.get',
        method: 'GET',
        path: '/api/experiments/{key}',
        summary: 'One experiment with its metrics and phases.',
        policy: READ,
        schema: { params: byKey, response: { 200: experimentShape } },
        problems: [NOT_FOUND],
      },
      ({ params }) => answer(deps, params.key),
    ),
  ]
}

function writeRoutes(deps: Deps): Route[] {
  return [
    route(
      {
        id: 'experiments.create',
        method: 'POST',
        path: '/api/experiments',
        summary: 'Drafts an experiment on a rule of a flag.',
        policy: WRITE,
        schema: { body: object({ key, ...wantedExperiment }), response: { 201: experimentShape } },
        problems: ['experiments/key-taken', 'experiments/unknown-metric', 'experiments/unknown-owner', CSRF],
      },
      async (call) => {
        const { key: chosen, ownerId = callerOf(call), ...wanted } = call.body
        await assertAccount(deps, ownerId)
        await call.transaction((tx) => createExperiment(tx, chosen, { ...wanted, ownerId }))
        return answer(deps, chosen)
      },
    ),
    route(
      {
        id: 'experiments.change',
        method: 'PATCH',
        path: '/api/experiments/{key}',
        summary: 'Changes an experiment; while it runs and after its conclusion, only its words and owner.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({ version, ...Type.Partial(object(wantedExperiment)).properties }),
          response: { 200: experimentShape },
        },
        problems: [...CHANGE, 'experiments/unknown-metric', 'experiments/unknown-owner'],
      },
      async (call) => {
        if (call.body.ownerId !== undefined) await assertAccount(deps, call.body.ownerId)
        await call.transaction((tx) => changeExperiment(tx, call.params.key, call.body))
        return answer(deps, call.params.key)
      },
    ),
    route(
      {
        id: 'experiments.delete',
        method: 'DELETE',
        path: '/api/experiments/{key}',
        summary: 'Deletes a draft.',
        policy: WRITE,
        schema: { params: byKey, response: { 204: null } },
        problems: [NOT_FOUND, 'experiments/wrong-state', CSRF],
      },
      (call) => call.transaction((tx) => deleteExperiment(tx, call.params.key)),
    ),
  ]
}

function stepRoutes(deps: Deps): Route[] {
  return [
    route(
      {
        id: 'experiments.start',
        method: 'POST',
        path: '/api/experiments/{key}/start',
        summary:
          'Starts a phase: from now on units and what they do are counted. A stopped experiment starts anew, from zero.',
        policy: WRITE,
        schema: { params: byKey, body: object({ version }), response: { 200: experimentShape } },
        problems: [
          ...CHANGE,
          ...['experiments/no-primary-metric', 'experiments/rule-not-found', 'experiments/rule-not-bound'],
        ],
      },
      async (call) => {
        await call.transaction((tx) => startExperiment(tx, deps, { ...call.params, ...call.body }))
        return answer(deps, call.params.key)
      },
    ),
    route(
      {
        id: 'experiments.stop',
        method: 'POST',
        path: '/api/experiments/{key}/stop',
        summary: 'Ends the phase; the flag stays as it is.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({ version, reason: line(1000) }),
          response: { 200: experimentShape },
        },
        problems: CHANGE,
      },
      async (call) => {
        await call.transaction((tx) => stopExperiment(tx, { ...call.params, ...call.body }))
        return answer(deps, call.params.key)
      },
    ),
    route(
      {
        id: 'experiments.conclude',
        method: 'POST',
        path: '/api/experiments/{key}/conclude',
        summary: 'Says what was learnt, and which variant won.',
        policy: WRITE,
        schema: {
          params: byKey,
          body: object({ version, winner: nullable(Type.String({ maxLength: 200 })), conclusion: text(4000) }),
          response: { 200: experimentShape },
        },
        problems: [...CHANGE, 'experiments/unknown-variant'],
      },
      async (call) => {
        await call.transaction((tx) => concludeExperiment(tx, { ...call.params, ...call.body }))
        return answer(deps, call.params.key)
      },
    ),
  ]
}

async function answer(deps: Deps, chosen: string) {
  const [described] = await describe(deps, [await findExperiment(deps.db, chosen)])
  return described
}

async function assertAccount({ account }: Deps, ownerId: Id<'user'>): Promise<void> {
  if ((await account(ownerId)) === null)
    throw experimentsProblem('unknown-owner', {
      errors: [{ pointer: '/ownerId', code: 'owner', detail: 'has no open account' }],
    })
}

function callerOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal.actor.userId
}
