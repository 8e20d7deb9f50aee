import { Type } from 'typebox'
import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery } from '../../../kernel/http/schema.ts'
import type { FlagsDeps } from '../parts.ts'
import { changeBody, changeDetail, changeItem, changeOf, editBody, shownChange, shownChanges } from './change-shapes.ts'
import { editChange, findChange, listChanges, propose } from './changes.ts'
import { approve, cancel, reject } from './decide.ts'
import { APPROVE, CSRF, environmentKey, keyText, READ, WRITE } from './words.ts'

const STATES = ['open', 'approved', 'applied', 'failed', 'rejected', 'cancelled'] as const
const byId = object({ id: idOf('flag-change') })
const NOT_FOUND = 'flags/change-not-found'
const SAY_PROBLEMS = [
  ...['flags/flag-not-found', 'flags/segment-not-found', 'flags/environment-not-found', 'flags/revision-not-found'],
  ...['flags/changed-since', 'flags/invalid', 'flags/bad-schedule', 'flags/in-use', 'flags/archived', CSRF],
]

export function changeRoutes(deps: FlagsDeps): Route[] {
  return [...readRoutes(deps), ...sayRoutes(deps), ...decideRoutes(deps)]
}

function readRoutes(deps: FlagsDeps): Route[] {
  const { db } = deps
  return [
    route(
      {
        id: 'flags.listChanges',
        method: 'GET',
        path: '/api/flag-changes',
        summary: 'Proposed changes of flags and segments, the newest first.',
        policy: READ,
        schema: {
          query: object({
            ...pageQuery,
            ...{ state: Type.Optional(oneOf(STATES)), target: Type.Optional(keyText) },
            environment: Type.Optional(environmentKey),
          }),
          response: { 200: page(changeItem) },
        },
      },
      async ({ query }) => {
        const list = cursorPage(query, acceptId)
        const { state, target, environment } = query
        const rows = await listChanges(db, {
          state,
          target,
          environment,
          after: list.after?.[0],
          limit: list.limit + 1,
        })
        const shown = await shownChanges(deps, db, rows)
        return list.of(
          shown,
          ({ id }) => [id],
          (change) => change,
        )
      },
    ),
    route(
      {
        id: 'flags.getChange',
        method: 'GET',
        path: '/api/flag-changes/{id}',
        summary: 'A proposed change: what it says otherwise than what holds, and what has become of it.',
        policy: READ,
        schema: { params: byId, response: { 200: changeDetail } },
        problems: [NOT_FOUND],
      },
      (call) => shownChange(deps, db, call.params.id),
    ),
  ]
}

function sayRoutes(deps: FlagsDeps): Route[] {
  return [
    route(
      {
        id: 'flags.proposeChange',
        method: 'POST',
        path: '/api/flag-changes',
        summary: 'Proposes a change, to be approved by somebody else; with an hour, to be applied then.',
        policy: WRITE,
        schema: { body: changeBody, response: { 201: changeDetail } },
        problems: SAY_PROBLEMS,
      },
      (call) =>
        call.transaction(async (tx) => {
          const id = await propose(tx, callerOf(call), await changeOf(tx, call.body))
          return await shownChange(deps, tx, id)
        }),
    ),
    route(
      {
        id: 'flags.editChange',
        method: 'PUT',
        path: '/api/flag-changes/{id}',
        summary: 'Says an own change anew. Whatever approval it had is void.',
        policy: WRITE,
        schema: { params: byId, body: editBody, response: { 200: changeDetail } },
        problems: [NOT_FOUND, 'flags/change-ended', ...SAY_PROBLEMS],
      },
      (call) =>
        call.transaction(async (tx) => {
          const { version, ...said } = call.body
          const { id } = call.params
          if ((await findChange(tx, id)).proposed_by !== callerOf(call)) throw httpProblem('denied')
          await editChange(tx, { id, version, wanted: await changeOf(tx, said) })
          return await shownChange(deps, tx, id)
        }),
    ),
    route(
      {
        id: 'flags.cancelChange',
        method: 'POST',
        path: '/api/flag-changes/{id}/cancel',
        summary: 'Takes an own change back.',
        policy: WRITE,
        schema: { params: byId, response: { 200: changeDetail } },
        problems: [NOT_FOUND, 'flags/change-ended', CSRF],
      },
      ({ params: { id }, transaction }) =>
        transaction(async (tx) => {
          await cancel(deps, tx, id)
          return await shownChange(deps, tx, id)
        }),
    ),
  ]
}

function decideRoutes(deps: FlagsDeps): Route[] {
  const contentHash = Type.String({ pattern: '^[0-9a-f]{64}$', maxLength: 64, description: 'Of what was read' })
  return [
    route(
      {
        id: 'flags.approveChange',
        method: 'POST',
        path: '/api/flag-changes/{id}/approve',
        summary:
          'Approves what somebody else proposed, word by word as it was read; without an hour it is applied at once.',
        policy: APPROVE,
        schema: {
          params: byId,
          body: object({ contentHash, note: Type.Optional(line(500, 0)) }),
          response: { 200: changeDetail },
        },
        problems: [NOT_FOUND, 'flags/own-change', 'flags/change-ended', 'flags/changed-since', CSRF],
      },
      ({ params: { id }, body: { note = null, ...body }, transaction }) =>
        transaction(async (tx) => {
          await approve(deps, tx, { id, ...body, note })
          return await shownChange(deps, tx, id)
        }),
    ),
    route(
      {
        id: 'flags.rejectChange',
        method: 'POST',
        path: '/api/flag-changes/{id}/reject',
        summary: 'Rejects what somebody else proposed, also when it was approved and waits for its hour.',
        policy: APPROVE,
        schema: { params: byId, body: object({ note: line(500) }), response: { 200: changeDetail } },
        problems: [NOT_FOUND, 'flags/own-change', 'flags/change-ended', CSRF],
      },
      ({ params: { id }, body: { note }, transaction }) =>
        transaction(async (tx) => {
          await reject(deps, tx, id, note)
          return await shownChange(deps, tx, id)
        }),
    ),
  ]
}

function callerOf({ principal }: Pick<Call, 'principal'>) {
  if (principal === undefined) throw httpProblem('unauthenticated')
  return principal.actor.userId
}
