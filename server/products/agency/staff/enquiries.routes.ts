import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import {
  idOf,
  instant,
  line,
  namedObject,
  nullable,
  object,
  oneOf,
  page,
  pageQuery,
} from '../../../kernel/http/schema.ts'
import { callerId, type Reader } from '../caller.ts'
import { isTrapped, trapFields } from '../form-trap.ts'
import { messageText } from '../reception.ts'
import type { StaffDeps } from './deps.ts'
import { closeEnquiry, findEnquiry, listEnquiries, repliesTo, replyToEnquiry, takeEnquiry } from './enquiries.ts'
import { type EnquiryRow, enquiryStates } from './tables.ts'

export const RESPOND = 'agency:enquiries.respond'
const byId = object({ id: idOf('enquiry') })
const write = { can: RESPOND, rate: 'write', idempotency: 'optional' } as const
const NOT_FOUND = 'agency/enquiry-not-found'
const summary = {
  id: idOf('enquiry'),
  name: Type.String(),
  email: Type.String(),
  subject: Type.String(),
  state: oneOf(enquiryStates),
  receivedAt: instant,
}
const detail = namedObject('Enquiry', {
  ...summary,
  body: Type.String(),
  replies: Type.Array(object({ authorName: nullable(Type.String()), body: Type.String(), sentAt: instant })),
})

export function enquiryRoutes(deps: StaffDeps): Route[] {
  return [contactRoute(deps), listRoute(deps), getRoute(deps), replyRoute(deps), closeRoute(deps)]
}

function viewSummary({ id, name, email, subject, state, received_at: receivedAt }: EnquiryRow) {
  return { id, name, email, subject, state, receivedAt }
}

async function viewEnquiry({ people }: Pick<StaffDeps, 'people'>, source: Reader, row: EnquiryRow) {
  const held = await repliesTo(source, row.id)
  const authors = await people([...new Set(held.map((one) => one.author_id))], source)
  const replies = held.map((one) => ({
    authorName: authors.get(one.author_id)?.name ?? null,
    body: one.body,
    sentAt: one.sent_at,
  }))
  return { ...viewSummary(row), body: row.body, replies }
}

function contactRoute({ formKey }: StaffDeps): Route {
  const body = object({
    ...trapFields,
    name: line(120),
    email: Type.String({ maxLength: 254 }),
    subject: line(160),
    body: messageText,
  })
  return route(
    {
      id: 'agency.contact',
      method: 'POST',
      path: '/api/contact',
      summary: 'The contact form: a form token, an empty `website`, and words.',
      policy: { access: 'public', rate: 'mail', idempotency: 'required' },
      schema: { body, response: { 202: object({ status: Type.Literal('received') }) } },
      problems: ['agency/form-stale', 'agency/too-many-mails', 'identity/bad-email'],
    },
    (call) => {
      const { name, email, subject, body: words } = call.body
      const trapped = isTrapped(formKey, call.body)
      return call.transaction(async (tx) => {
        if (!trapped) await takeEnquiry(tx, { name, email, subject, body: words })
        return { status: 'received' }
      })
    },
  )
}

function listRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.listEnquiries',
      method: 'GET',
      path: '/api/staff/enquiries',
      summary: 'What came by the contact form, newest first.',
      policy: { can: RESPOND, rate: 'read' },
      schema: {
        query: object({ ...pageQuery, state: Type.Optional(oneOf(enquiryStates)) }),
        response: { 200: page(object(summary)) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listEnquiries(db, call.query)
      return { items: items.map(viewSummary), nextCursor }
    },
  )
}

function getRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.getEnquiry',
      method: 'GET',
      path: '/api/staff/enquiries/{id}',
      summary: 'An enquiry with what was answered.',
      policy: { can: RESPOND, rate: 'read' },
      schema: { params: byId, response: { 200: detail } },
      problems: [NOT_FOUND],
    },
    async (call) => viewEnquiry(deps, deps.db, await findEnquiry(deps.db, call.params.id)),
  )
}

function replyRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.replyToEnquiry',
      method: 'POST',
      path: '/api/staff/enquiries/{id}/reply',
      summary: 'Answers by mail.',
      policy: { ...write, idempotency: 'required' },
      schema: { params: byId, body: object({ body: messageText }), response: { 201: detail } },
      problems: [NOT_FOUND, 'agency/enquiry-moved'],
    },
    (call) =>
      call.transaction(async (tx) => {
        const at = { id: call.params.id, by: callerId(call) }
        return await viewEnquiry(deps, tx, await replyToEnquiry(tx, deps, at, call.body.body))
      }),
  )
}

function closeRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.closeEnquiry',
      method: 'POST',
      path: '/api/staff/enquiries/{id}/close',
      summary: 'Puts an enquiry aside as closed or as spam.',
      policy: write,
      schema: {
        params: byId,
        body: object({ expected: oneOf(enquiryStates), state: oneOf(['closed', 'spam']) }),
        response: { 200: detail },
      },
      problems: [NOT_FOUND, 'agency/enquiry-moved'],
    },
    (call) => call.transaction(async (tx) => viewEnquiry(deps, tx, await closeEnquiry(tx, call.params.id, call.body))),
  )
}
