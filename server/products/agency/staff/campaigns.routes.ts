import { type Static, Type } from 'typebox'
import { now } from '../../../kernel/clock.ts'
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
import { callerId, type Reader } from '../caller.ts'
import {
  cancelCampaign,
  countOutcomes,
  draftCampaign,
  findCampaign,
  listCampaigns,
  replaceCampaign,
  scheduleCampaign,
  testCampaign,
} from './campaigns.ts'
import type { StaffDeps } from './deps.ts'
import { MANAGE_NEWSLETTER } from './newsletter.routes.ts'
import { type CampaignRow, campaignStates, outcomes } from './tables.ts'

const byId = object({ id: idOf('campaign') })
const read = { can: MANAGE_NEWSLETTER, rate: 'read' } as const
const write = { can: MANAGE_NEWSLETTER, rate: 'write', idempotency: 'optional' } as const
const version = Type.Integer({ minimum: 1 })
const STEP = ['agency/campaign-not-found', 'agency/campaign-stale']
const button = object({ label: line(60), url: Type.String({ maxLength: 500, pattern: '^https://[^\\s]+$' }) })
const content = {
  subject: line(160),
  paragraphs: Type.Array(text(4000, 1), { minItems: 1, maxItems: 40 }),
  button: Type.Optional(nullable(button)),
}
const summary = {
  id: idOf('campaign'),
  subject: Type.String(),
  state: oneOf(campaignStates),
  version: Type.Integer(),
  scheduledAt: nullable(instant),
  startedAt: nullable(instant),
  finishedAt: nullable(instant),
}
const counts = object(Object.fromEntries(outcomes.map((outcome) => [outcome, Type.Integer()])))
const detail = namedObject('Campaign', {
  ...summary,
  paragraphs: Type.Array(Type.String()),
  button: nullable(button),
  counts,
})

export function campaignRoutes(deps: StaffDeps): Route[] {
  return [
    draftRoute(),
    listRoute(deps),
    getRoute(deps),
    replaceRoute(),
    testRoute(deps),
    scheduleRoute(),
    cancelRoute(),
  ]
}

const contentShape = object(content)

function inputOf({ subject, paragraphs, button: link = null }: Static<typeof contentShape>) {
  return { subject, paragraphs, button: link }
}

function viewSummary(row: CampaignRow) {
  const { id, subject, state, version: at } = row
  const times = { scheduledAt: row.scheduled_at, startedAt: row.started_at, finishedAt: row.finished_at }
  return { id, subject, state, version: at, ...times }
}

async function viewCampaign(source: Reader, row: CampaignRow) {
  const { button_label: label, button_url: url, paragraphs } = row
  const link = label === null || url === null ? null : { label, url }
  return { ...viewSummary(row), paragraphs, button: link, counts: await countOutcomes(source, row.id) }
}

function draftRoute(): Route {
  return route(
    {
      id: 'agency.draftCampaign',
      method: 'POST',
      path: '/api/staff/campaigns',
      summary: 'Writes a campaign as a draft.',
      policy: write,
      schema: { body: contentShape, response: { 201: detail } },
    },
    (call) =>
      call.transaction(async (tx) => viewCampaign(tx, await draftCampaign(tx, inputOf(call.body), callerId(call)))),
  )
}

function listRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.listCampaigns',
      method: 'GET',
      path: '/api/staff/campaigns',
      summary: 'Campaigns, newest first.',
      policy: read,
      schema: { query: object(pageQuery), response: { 200: page(object(summary)) } },
    },
    async (call) => {
      const { items, nextCursor } = await listCampaigns(db, call.query)
      return { items: items.map(viewSummary), nextCursor }
    },
  )
}

function getRoute({ db }: StaffDeps): Route {
  return route(
    {
      id: 'agency.getCampaign',
      method: 'GET',
      path: '/api/staff/campaigns/{id}',
      summary: 'A campaign, with what became of its mails as the outbox and the receiving side told.',
      policy: read,
      schema: { params: byId, response: { 200: detail } },
      problems: ['agency/campaign-not-found'],
    },
    async (call) => viewCampaign(db, await findCampaign(db, call.params.id)),
  )
}

function testRoute(deps: StaffDeps): Route {
  return route(
    {
      id: 'agency.testCampaign',
      method: 'POST',
      path: '/api/staff/campaigns/{id}/test',
      summary: 'Sends the campaign to the caller’s own address.',
      policy: { ...write, rate: 'mail' },
      schema: { params: byId, response: { 202: object({ status: Type.Literal('queued') }) } },
      problems: ['agency/campaign-not-found'],
    },
    async (call) => {
      const id = callerId(call)
      const person = (await deps.people([id])).get(id)
      return await call.transaction(async (tx) => {
        if (person !== undefined) await testCampaign(tx, deps, call.params.id, person)
        return { status: 'queued' }
      })
    },
  )
}

function replaceRoute(): Route {
  return route(
    {
      id: 'agency.replaceCampaign',
      method: 'PUT',
      path: '/api/staff/campaigns/{id}',
      summary: 'Replaces a draft at the version that was read.',
      policy: write,
      schema: { params: byId, body: object({ version, ...content }), response: { 200: detail } },
      problems: STEP,
    },
    (call) => {
      const { version: seen, ...rest } = call.body
      const at = { id: call.params.id, version: seen }
      return call.transaction(async (tx) => viewCampaign(tx, await replaceCampaign(tx, at, inputOf(rest))))
    },
  )
}

function scheduleRoute(): Route {
  return route(
    {
      id: 'agency.scheduleCampaign',
      method: 'POST',
      path: '/api/staff/campaigns/{id}/schedule',
      summary: 'Puts a draft on its way: at an instant, or without one within a minute.',
      policy: write,
      schema: {
        params: byId,
        body: object({ version, at: Type.Optional(Type.String({ format: 'date-time' })) }),
        response: { 200: detail },
      },
      problems: STEP,
    },
    (call) => {
      const { version: seen, at } = call.body
      const due = at === undefined ? now() : new Date(at)
      return call.transaction(async (tx) =>
        viewCampaign(tx, await scheduleCampaign(tx, { id: call.params.id, version: seen }, due)),
      )
    },
  )
}

function cancelRoute(): Route {
  return route(
    {
      id: 'agency.cancelCampaign',
      method: 'POST',
      path: '/api/staff/campaigns/{id}/cancel',
      summary: 'Stops a campaign; what was queued by then still goes out.',
      policy: write,
      schema: { params: byId, body: object({ version }), response: { 200: detail } },
      problems: STEP,
    },
    (call) =>
      call.transaction(async (tx) =>
        viewCampaign(tx, await cancelCampaign(tx, { id: call.params.id, version: call.body.version })),
      ),
  )
}
