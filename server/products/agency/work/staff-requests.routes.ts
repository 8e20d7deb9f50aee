import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { addFile, assertFileOf } from '../attachments.ts'
import { staffActor } from '../caller.ts'
import { messageText } from '../reception.ts'
import { assignRequest, UPDATE_ASSIGNED, VIEW_ALL } from './assignment.ts'
import type { WorkDeps } from './deps.ts'
import { findAsStaff, listForStaff, visibleTo } from './request-reads.ts'
import { staffRequestDetail, staffRequestSummary, viewForStaff, viewStaffSummaries } from './request-view.ts'
import { addEvent, auditRequest, changeStage, postMessage, type RequestActor } from './requests.ts'
import { type RequestRow, stages, visibilities } from './tables.ts'

const byId = object({ id: idOf('service-request') })
const read = { can: UPDATE_ASSIGNED, rate: 'read' } as const
const write = { can: UPDATE_ASSIGNED, rate: 'write', idempotency: 'optional' } as const
const NOT_FOUND = 'agency/request-not-found'

/** What staff do with requests: those assigned to them, or with agency:bookings.view_all any. */
export function staffRequestRoutes(deps: WorkDeps): Route[] {
  return [
    listRoute(deps),
    getRoute(deps),
    stageRoute(deps),
    assignRoute(deps),
    messageRoute(deps),
    addFileRoute(deps),
    fileRoute(deps),
  ]
}

const actorOf = (call: Pick<Call, 'principal'>) => staffActor(call, VIEW_ALL)

type StaffStep = (
  tx: Tx,
  at: { readonly request: RequestRow; readonly actor: RequestActor },
) => Promise<RequestRow | undefined>

/** Runs a step on a request that the caller may work on, and answers with the request as it is then. */
function onRequest(
  deps: WorkDeps,
  call: Pick<Call, 'principal' | 'transaction'> & { readonly params: { readonly id: Id<'service-request'> } },
  step: StaffStep,
) {
  const staff = actorOf(call)
  return call.transaction(async (tx) => {
    const request = await findAsStaff(tx, call.params.id, staff)
    const after = (await step(tx, { request, actor: { kind: 'staff', ...staff } })) ?? request
    return await viewForStaff(deps, tx, after, staff)
  })
}

function listRoute(deps: WorkDeps): Route {
  const query = object({
    ...pageQuery,
    stage: Type.Optional(oneOf(stages)),
    assignee: Type.Optional(oneOf(['me', 'nobody'])),
    clientId: Type.Optional(idOf('client')),
  })
  return route(
    {
      id: 'agency.listRequests',
      method: 'GET',
      path: '/api/staff/requests',
      summary: 'Requests by stage, newest first: all, or those assigned to the caller.',
      policy: read,
      schema: { query, response: { 200: page(staffRequestSummary) } },
    },
    async (call) => {
      const { rows, nextCursor } = await listForStaff(deps.db, actorOf(call), call.query)
      return { items: await viewStaffSummaries(deps, deps.db, rows), nextCursor }
    },
  )
}

function getRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.requestForStaff',
      method: 'GET',
      path: '/api/staff/requests/{id}',
      summary: 'A request with its history, messages and files, as far as the caller may see them.',
      policy: read,
      schema: { params: byId, response: { 200: staffRequestDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => {
      const staff = actorOf(call)
      return await viewForStaff(deps, deps.db, await findAsStaff(deps.db, call.params.id, staff), staff)
    },
  )
}

function stageRoute(deps: WorkDeps): Route {
  const body = object({ expected: oneOf(stages), to: oneOf(stages), note: Type.Optional(text(8000, 1)) })
  return route(
    {
      id: 'agency.changeRequestStage',
      method: 'POST',
      path: '/api/staff/requests/{id}/stage',
      summary:
        'Takes a request from the stage that the caller has seen to a next one; the client is told, with the note.',
      policy: write,
      schema: { params: byId, body, response: { 200: staffRequestDetail } },
      problems: [NOT_FOUND, 'agency/stage-changed', 'agency/stage-refused'],
    },
    (call) => onRequest(deps, call, (tx, at) => changeStage(tx, deps, at, call.body)),
  )
}

function assignRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.assignRequest',
      method: 'POST',
      path: '/api/staff/requests/{id}/assign',
      summary: 'Gives a request to somebody who may work on it, or with null to nobody.',
      policy: { can: VIEW_ALL, rate: 'write', idempotency: 'optional' },
      schema: {
        params: byId,
        body: object({ assigneeId: nullable(idOf('user')) }),
        response: { 200: staffRequestDetail },
      },
      problems: [NOT_FOUND, 'agency/not-assignable'],
    },
    async (call) => {
      const userId = call.body.assigneeId
      const person = userId === null ? null : ((await deps.people([userId])).get(userId) ?? null)
      const assignee = userId === null ? null : { userId, person }
      return await onRequest(deps, call, (tx, at) => assignRequest(tx, deps, at, assignee))
    },
  )
}

function messageRoute(deps: WorkDeps): Route {
  const body = object({ body: messageText, visibility: oneOf(visibilities) })
  return route(
    {
      id: 'agency.answerRequest',
      method: 'POST',
      path: '/api/staff/requests/{id}/messages',
      summary:
        'Writes to the client (`customer`), among those who work on it (`staff`), or to those who see all (`internal`).',
      policy: write,
      schema: { params: byId, body, response: { 201: staffRequestDetail } },
      problems: [NOT_FOUND, 'agency/request-closed'],
    },
    (call) =>
      onRequest(deps, call, async (tx, at) => {
        await postMessage(tx, deps, { ...at, assignee: null }, call.body)
        return undefined
      }),
  )
}

function addFileRoute(deps: WorkDeps): Route {
  const body = object({ fileId: idOf('file'), visibility: oneOf(visibilities) })
  return route(
    {
      id: 'agency.addFileToRequest',
      method: 'POST',
      path: '/api/staff/requests/{id}/files',
      summary: 'Adds an upload of the caller’s own, made for `agency.attachment`.',
      policy: write,
      schema: { params: byId, body, response: { 201: staffRequestDetail } },
      problems: [NOT_FOUND, 'agency/file-not-usable'],
    },
    (call) =>
      onRequest(deps, call, async (tx, { request, actor }) => {
        const { fileId, visibility } = call.body
        await addFile(tx, deps.files, { request_id: request.id }, { fileId, by: actorOf(call).userId, visibility })
        await addEvent(tx, request.id, { kind: 'file_added', visibility, actor, subjectId: fileId })
        await auditRequest(tx, 'file-added', request, { fileId, visibility })
        return undefined
      }),
  )
}

function fileRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.requestFileForStaff',
      method: 'GET',
      path: '/api/staff/requests/{id}/files/{fileId}',
      summary: 'The bytes of a file of the request.',
      policy: { can: UPDATE_ASSIGNED, rate: 'stream' },
      schema: { params: object({ id: idOf('service-request'), fileId: idOf('file') }), response: { 200: null } },
      problems: [NOT_FOUND, 'agency/file-not-found'],
    },
    async (call) => {
      const staff = actorOf(call)
      const request = await findAsStaff(deps.db, call.params.id, staff)
      await assertFileOf(deps.db, { request_id: request.id }, call.params.fileId, visibleTo(staff))
      await deps.files.send(call, call.params.fileId)
    },
  )
}
