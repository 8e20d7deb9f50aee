import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import { moneyShape, parseMoney } from '../../../kernel/money.ts'
import { addFile, assertFileOf } from '../attachments.ts'
import { callerId } from '../caller.ts'
import { clientOfUser } from '../clients.ts'
import { trapFields } from '../form-trap.ts'
import { messageText, receive, receivedShape } from '../reception.ts'
import { ownRequest } from './client-access.ts'
import type { WorkDeps } from './deps.ts'
import { listOfClient, visibleTo } from './request-reads.ts'
import { requestDetail, requestSummary, viewForClient, viewSummary } from './request-view.ts'
import { addEvent, changeStage, postMessage, submitRequest } from './requests.ts'
import { type RequestRow, stages } from './tables.ts'

const byReference = object({ reference: line(40) })
const guestOrClient = (rate: 'read' | 'write') => ({ access: 'optional', rate }) as const
const NOT_FOUND = 'agency/request-not-found'

/** What clients do with requests of their own: by session, or as a guest by the secret of a mail. */
export function requestRoutes(deps: WorkDeps): Route[] {
  return [
    submitRoute(deps),
    listRoute(deps),
    getRoute(deps),
    messageRoute(deps),
    actionRoute(deps),
    addFileRoute(deps),
    fileRoute(deps),
  ]
}

const newRequest = object({
  ...trapFields,
  name: Type.Optional(line(120)),
  email: Type.Optional(Type.String({ maxLength: 254 })),
  phone: Type.Optional(line(40)),
  company: Type.Optional(line(160)),
  title: line(160),
  details: messageText,
  service: Type.Optional(line(120)),
  budget: Type.Optional(moneyShape),
  desiredBy: Type.Optional(Type.String({ format: 'date' })),
})

function submitRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.submitRequest',
      method: 'POST',
      path: '/api/service-requests',
      summary: 'Asks for something to be done. A guest gets reference and link by mail, never in the answer.',
      policy: { access: 'optional', rate: 'mail', idempotency: 'required' },
      schema: { body: newRequest, response: { 202: receivedShape } },
      problems: ['agency/form-stale', 'agency/contact-missing', 'agency/too-many-mails', 'identity/bad-email'],
    },
    (call) => {
      const { title, details, service = null, budget, desiredBy = null } = call.body
      const asked = { title, details, service, desiredBy, budget: budget === undefined ? null : parseMoney(budget) }
      return receive(deps, call, (tx, by) => submitRequest(tx, deps, by, asked))
    },
  )
}

function listRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.listMyRequests',
      method: 'GET',
      path: '/api/service-requests',
      summary: 'What the signed-in client asked for, newest first.',
      policy: { access: 'signed-in', rate: 'read' },
      schema: { query: object(pageQuery), response: { 200: page(requestSummary) } },
    },
    async (call) => {
      const client = await clientOfUser(db, callerId(call))
      if (client === undefined) return { items: [], nextCursor: null }
      const { rows, nextCursor } = await listOfClient(db, client.id, call.query)
      return { items: rows.map(viewSummary), nextCursor }
    },
  )
}

function getRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.getRequest',
      method: 'GET',
      path: '/api/service-requests/{reference}',
      summary: 'A request as its client sees it, by session or by X-Guest-Token.',
      policy: guestOrClient('read'),
      schema: { params: byReference, response: { 200: requestDetail } },
      problems: [NOT_FOUND],
    },
    async (call) => {
      call.reply.header('cache-control', 'no-store')
      const { request } = await ownRequest(deps.db, call, call.params.reference)
      return await viewForClient(deps, deps.db, request)
    },
  )
}

function messageRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.writeOnRequest',
      method: 'POST',
      path: '/api/service-requests/{reference}/messages',
      summary: 'Writes to whoever works on the request.',
      policy: { ...guestOrClient('write'), idempotency: 'optional' },
      schema: { params: byReference, body: object({ body: messageText }), response: { 201: requestDetail } },
      problems: [NOT_FOUND, 'agency/request-closed'],
    },
    async (call) => {
      const own = await ownRequest(deps.db, call, call.params.reference)
      const assignee = await assigneeOf(deps, own.request)
      return await call.transaction(async (tx) => {
        await postMessage(tx, deps, { ...own, assignee }, { body: call.body.body, visibility: 'customer' })
        return await viewForClient(deps, tx, own.request)
      })
    },
  )
}

async function assigneeOf({ people }: Pick<WorkDeps, 'people'>, { assignee_id: id }: RequestRow) {
  return id === null ? null : ((await people([id])).get(id) ?? null)
}

const actions = { cancel: 'cancelled', accept: 'completed', request_changes: 'changes_requested' } as const

function actionRoute(deps: WorkDeps): Route {
  const body = object({
    action: oneOf(['cancel', 'accept', 'request_changes']),
    expected: oneOf(stages),
    note: Type.Optional(text(8000, 1)),
  })
  return route(
    {
      id: 'agency.actOnRequest',
      method: 'POST',
      path: '/api/service-requests/{reference}/actions',
      summary: 'Cancels before work has begun; accepts what was delivered for review, or asks for changes.',
      policy: { ...guestOrClient('write'), idempotency: 'optional' },
      schema: { params: byReference, body, response: { 200: requestDetail } },
      problems: [NOT_FOUND, 'agency/stage-changed', 'agency/stage-refused'],
    },
    (call) => {
      const { action, expected, note } = call.body
      return call.transaction(async (tx) => {
        const own = await ownRequest(tx, call, call.params.reference)
        return await viewForClient(deps, tx, await changeStage(tx, deps, own, { expected, to: actions[action], note }))
      })
    },
  )
}

function addFileRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.addRequestFile',
      method: 'POST',
      path: '/api/service-requests/{reference}/files',
      summary:
        'Adds an upload of the client’s own, made for `agency.attachment`; a guest’s is made at /api/guest/uploads.',
      policy: { ...guestOrClient('write'), idempotency: 'optional' },
      schema: { params: byReference, body: object({ fileId: idOf('file') }), response: { 201: requestDetail } },
      problems: [NOT_FOUND, 'agency/file-not-usable'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const { request, actor } = await ownRequest(tx, call, call.params.reference)
        const added = { fileId: call.body.fileId, by: actor.userId, visibility: 'customer' } as const
        await addFile(tx, deps.files, { request_id: request.id }, added)
        await addEvent(tx, request.id, { kind: 'file_added', visibility: 'customer', actor, subjectId: added.fileId })
        return await viewForClient(deps, tx, request)
      }),
  )
}

function fileRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.requestFile',
      method: 'GET',
      path: '/api/service-requests/{reference}/files/{fileId}',
      summary: 'The bytes of a file of the request.',
      policy: { access: 'optional', rate: 'stream' },
      schema: {
        params: object({ ...byReference.properties, fileId: idOf('file') }),
        response: { 200: null },
      },
      problems: [NOT_FOUND, 'agency/file-not-found'],
    },
    async (call) => {
      const { request } = await ownRequest(deps.db, call, call.params.reference)
      await assertFileOf(deps.db, { request_id: request.id }, call.params.fileId, visibleTo('client'))
      await deps.files.send(call, call.params.fileId)
    },
  )
}
