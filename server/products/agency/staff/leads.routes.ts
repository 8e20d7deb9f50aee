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
  text,
} from '../../../kernel/http/schema.ts'
import { moneyShape, parseMoney } from '../../../kernel/money.ts'
import { callerId } from '../caller.ts'
import type { StaffDeps } from './deps.ts'
import { addLead, changeLead, findLead, leadOfEnquiry, listLeads, MANAGE_LEADS, winLead } from './leads.ts'
import { type LeadRow, leadStages } from './tables.ts'

const byId = object({ id: idOf('lead') })
const read = { can: MANAGE_LEADS, rate: 'read' } as const
const write = { can: MANAGE_LEADS, rate: 'write', idempotency: 'optional' } as const
const version = Type.Integer({ minimum: 1 })
const STEP = ['agency/lead-not-found', 'agency/lead-over', 'agency/lead-stale']
const shape = namedObject('Lead', {
  id: idOf('lead'),
  name: Type.String(),
  email: Type.String(),
  company: nullable(Type.String()),
  phone: nullable(Type.String()),
  source: Type.String(),
  notes: Type.String(),
  stage: oneOf(leadStages),
  worth: nullable(moneyShape),
  ownerId: nullable(idOf('user')),
  enquiryId: nullable(idOf('enquiry')),
  clientId: nullable(idOf('client')),
  version: Type.Integer(),
  createdAt: instant,
  updatedAt: instant,
})

function viewLead(row: LeadRow) {
  const { id, name, email, company, phone, source, notes, stage, version: at } = row
  const { worth_minor: minor, worth_currency: currency } = row
  return {
    ...{ id, name, email, company, phone, source, notes, stage, version: at },
    worth: minor === null || currency === null ? null : { minor: String(minor), currency },
    ...{ ownerId: row.owner_id, enquiryId: row.enquiry_id, clientId: row.client_id },
    ...{ createdAt: row.created_at, updatedAt: row.updated_at },
  }
}

export function leadRoutes(deps: StaffDeps): Route[] {
  return [addRoute(), ofEnquiryRoute(), listRoute(deps), getRoute(deps), changeRoute(deps), winRoute(deps)]
}

function addRoute(): Route {
  const body = object({
    name: line(120),
    email: Type.String({ minLength: 3, maxLength: 254 }),
    company: Type.Optional(line(160)),
    phone: Type.Optional(line(40)),
    source: line(80),
    notes: Type.Optional(text(8000)),
    worth: Type.Optional(moneyShape),
  })
  return route(
    {
      id: 'agency.addLead',
      method: 'POST',
      path: '/api/staff/leads',
      summary: 'Adds a lead, which is the caller’s.',
      policy: write,
      schema: { body, response: { 201: shape } },
      problems: ['identity/bad-email', 'money/unknown-currency'],
    },
    (call) => {
      const { company = null, phone = null, notes = '', worth, ...rest } = call.body
      const lead = { ...rest, company, phone, notes, worth: worth === undefined ? null : parseMoney(worth) }
      return call.transaction(async (tx) =>
        viewLead(await addLead(tx, { ...lead, enquiryId: null, ownerId: callerId(call) })),
      )
    },
  )
}

function ofEnquiryRoute(): Route {
  return route(
    {
      id: 'agency.leadOfEnquiry',
      method: 'POST',
      path: '/api/staff/enquiries/{id}/lead',
      summary: 'Makes a lead of who wrote by the contact form, once.',
      policy: write,
      schema: { params: object({ id: idOf('enquiry') }), response: { 201: shape } },
      problems: ['agency/enquiry-not-found', 'agency/lead-exists'],
    },
    (call) => call.transaction(async (tx) => viewLead(await leadOfEnquiry(tx, call.params.id, callerId(call)))),
  )
}

function listRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.listLeads',
      method: 'GET',
      path: '/api/staff/leads',
      summary: 'Leads by stage, newest first.',
      policy: read,
      schema: {
        query: object({ ...pageQuery, stage: Type.Optional(oneOf(leadStages)) }),
        response: { 200: page(shape) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listLeads(db, call.query)
      return { items: items.map(viewLead), nextCursor }
    },
  )
}

function getRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.getLead',
      method: 'GET',
      path: '/api/staff/leads/{id}',
      summary: 'A lead.',
      policy: read,
      schema: { params: byId, response: { 200: shape } },
      problems: ['agency/lead-not-found'],
    },
    async (call) => viewLead(await findLead(db, call.params.id)),
  )
}

function changeRoute(deps: StaffDeps): Route {
  const body = object({
    version,
    stage: Type.Optional(oneOf(['new', 'contacted', 'qualified', 'proposal', 'lost'])),
    notes: Type.Optional(text(8000)),
    ownerId: Type.Optional(nullable(idOf('user'))),
  })
  return route(
    {
      id: 'agency.changeLead',
      method: 'PATCH',
      path: '/api/staff/leads/{id}',
      summary: 'Changes stage, notes or owner of a lead at the version that was read.',
      policy: write,
      schema: { params: byId, body, response: { 200: shape } },
      problems: [...STEP, 'agency/not-assignable'],
    },
    (call) => {
      const { version: seen, ...change } = call.body
      const at = { id: call.params.id, version: seen }
      return call.transaction(async (tx) => viewLead(await changeLead(tx, deps, at, change)))
    },
  )
}

function winRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.winLead',
      method: 'POST',
      path: '/api/staff/leads/{id}/convert',
      summary: 'Makes a client of a lead, once.',
      policy: write,
      schema: { params: byId, body: object({ version }), response: { 200: shape } },
      problems: STEP,
    },
    (call) => {
      const at = { id: call.params.id, version: call.body.version }
      return call.transaction(async (tx) => viewLead(await winLead(tx, deps, at)))
    },
  )
}
