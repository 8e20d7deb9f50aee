import { Type } from 'typebox'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Call, type Policy, type Route, type RouteHead, route } from '../../../kernel/http/route.ts'
import { idOf, line, nullable, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { callerId, type StaffActor, staffActor } from '../caller.ts'
import { clientsById } from '../clients.ts'
import type { WorkDeps } from './deps.ts'
import { findProject, listProjects, progressOf } from './project-reads.ts'
import { staffProjectDetail, staffProjectSummary, viewProject, viewProjectSummary } from './project-view.ts'
import {
  ASSIGN_TEAM,
  addMilestone,
  changeProject,
  convertQuote,
  joinProject,
  leaveProject,
  moveMilestone,
  startProject,
  UPDATE_PROJECTS,
  VIEW_ALL_PROJECTS,
} from './projects.ts'
import { MANAGE_QUOTES } from './quotes.routes.ts'
import { milestoneStates, type ProjectRow, projectStates } from './tables.ts'

export const byProject = object({ id: idOf('client-project') })
const read = { can: UPDATE_PROJECTS, rate: 'read' } as const
export const writeProject = { can: UPDATE_PROJECTS, rate: 'write', idempotency: 'optional' } as const
const assign = { can: ASSIGN_TEAM, rate: 'write', idempotency: 'optional' } as const
export const PROJECT_NOT_FOUND = 'agency/project-not-found'
const day = Type.String({ format: 'date' })

/** What staff do with projects: those they belong to, or with agency:projects.view_all any. */
export function projectRoutes(deps: WorkDeps): Route[] {
  return [
    startRoute(deps),
    convertRoute(deps),
    listRoute(deps),
    getRoute(deps),
    changeRoute(deps),
    memberRoute(deps, { id: 'agency.joinProject', method: 'PUT', step: joinProject }),
    memberRoute(deps, {
      id: 'agency.leaveProject',
      method: 'DELETE',
      step: (tx, _deps, ...who) => leaveProject(tx, ...who),
    }),
    addMilestoneRoute(deps),
    moveMilestoneRoute(deps),
  ]
}

export const projectActor = (call: Pick<Call, 'principal'>) => staffActor(call, VIEW_ALL_PROJECTS)

/** Runs a step on a project that the caller works on, and answers with the project as it is then. */
export function onProject(
  deps: WorkDeps,
  call: Pick<Call, 'principal' | 'transaction'> & { readonly params: { readonly id: Id<'client-project'> } },
  step: (tx: Tx, project: ProjectRow, staff: StaffActor) => Promise<unknown>,
) {
  const staff = projectActor(call)
  return call.transaction(async (tx) => {
    await step(tx, await findProject(tx, call.params.id, { staff }), staff)
    return await viewProject(deps, tx, await findProject(tx, call.params.id, { staff }), staff)
  })
}

function startRoute(deps: WorkDeps): Route {
  const body = object({
    clientId: idOf('client'),
    title: line(160),
    summary: Type.Optional(text(4000)),
    dueOn: Type.Optional(day),
  })
  return route(
    {
      id: 'agency.startProject',
      method: 'POST',
      path: '/api/staff/projects',
      summary: 'Begins a project for a client; the caller belongs to it.',
      policy: assign,
      schema: { body, response: { 201: staffProjectDetail } },
      problems: ['agency/client-not-found'],
    },
    (call) => {
      const { clientId, title, summary = '', dueOn = null } = call.body
      const by = callerId(call)
      return call.transaction(async (tx) => {
        const project = await startProject(tx, { clientId, requestId: null, quoteId: null, title, summary, dueOn, by })
        return await viewProject(deps, tx, project, projectActor(call))
      })
    },
  )
}

function convertRoute(deps: WorkDeps): Route {
  const body = object({ invoiceDueInDays: Type.Optional(Type.Integer({ minimum: 0, maximum: 365 })) })
  return route(
    {
      id: 'agency.convertQuote',
      method: 'POST',
      path: '/api/staff/quotes/{id}/convert',
      summary: 'Makes a project of an accepted quote, once, and with `invoiceDueInDays` the draft of its invoice.',
      policy: { can: MANAGE_QUOTES, rate: 'write', idempotency: 'optional' },
      schema: {
        params: object({ id: idOf('quote') }),
        body,
        response: { 201: object({ projectId: idOf('client-project'), invoiceId: nullable(Type.String()) }) },
      },
      problems: ['agency/quote-not-found', 'agency/quote-not-accepted', 'agency/quote-converted'],
    },
    (call) => {
      const conversion = { id: call.params.id, by: callerId(call), dueInDays: call.body.invoiceDueInDays ?? null }
      const { invoicing } = deps
      return call.transaction(async (tx) => {
        const { project, invoiceId } = await convertQuote(tx, invoicing, conversion)
        return { projectId: project.id, invoiceId }
      })
    },
  )
}

function listRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.listProjects',
      method: 'GET',
      path: '/api/staff/projects',
      summary: 'Projects, newest first: all, or those the caller belongs to.',
      policy: read,
      schema: {
        query: object({ ...pageQuery, clientId: Type.Optional(idOf('client')) }),
        response: { 200: page(staffProjectSummary) },
      },
    },
    async (call) => {
      const { items, nextCursor } = await listProjects(db, { staff: projectActor(call) }, call.query)
      const progress = await progressOf(
        db,
        items.map(({ id }) => id),
      )
      const clients = await clientsById(db, items)
      return {
        items: items.map((row) => ({
          ...viewProjectSummary(row, progress.get(row.id) ?? 0),
          clientName: clients.get(row.client_id)?.name ?? '',
        })),
        nextCursor,
      }
    },
  )
}

function getRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.getProject',
      method: 'GET',
      path: '/api/staff/projects/{id}',
      summary: 'A project with milestones, deliverables, files, comments and team.',
      policy: read,
      schema: { params: byProject, response: { 200: staffProjectDetail } },
      problems: [PROJECT_NOT_FOUND],
    },
    async (call) => {
      const staff = projectActor(call)
      return await viewProject(deps, deps.db, await findProject(deps.db, call.params.id, { staff }), staff)
    },
  )
}

function changeRoute(deps: WorkDeps): Route {
  const body = object({
    version: Type.Integer({ minimum: 1 }),
    title: Type.Optional(line(160)),
    summary: Type.Optional(text(4000)),
    dueOn: Type.Optional(nullable(day)),
    state: Type.Optional(oneOf(projectStates)),
  })
  return route(
    {
      id: 'agency.changeProject',
      method: 'PATCH',
      path: '/api/staff/projects/{id}',
      summary: 'Changes a project at the version that was read.',
      policy: writeProject,
      schema: { params: byProject, body, response: { 200: staffProjectDetail } },
      problems: [PROJECT_NOT_FOUND, 'agency/project-stale'],
    },
    (call) => {
      const { version, ...change } = call.body
      return onProject(deps, call, (tx, project) => changeProject(tx, { project, version }, change))
    },
  )
}

interface MemberStep {
  readonly id: string
  readonly method: Extract<RouteHead['method'], 'PUT' | 'DELETE'>
  readonly step: (tx: Tx, deps: WorkDeps, project: ProjectRow, userId: Id<'user'>) => Promise<void>
}

function memberRoute(deps: WorkDeps, { id, method, step }: MemberStep): Route {
  const policy: Policy = assign
  return route(
    {
      id,
      method,
      path: '/api/staff/projects/{id}/members/{userId}',
      summary: method === 'PUT' ? 'Adds somebody to the team.' : 'Takes somebody out of the team.',
      policy,
      schema: {
        params: object({ id: idOf('client-project'), userId: idOf('user') }),
        response: { 200: staffProjectDetail },
      },
      problems: [PROJECT_NOT_FOUND, ...(method === 'PUT' ? ['agency/not-assignable'] : [])],
    },
    (call) => {
      const staff = projectActor(call)
      const { id: projectId, userId } = call.params
      return call.transaction(async (tx) => {
        const project = await findProject(tx, projectId, { staff })
        await step(tx, deps, project, userId)
        return await viewProject(deps, tx, project, staff)
      })
    },
  )
}

function addMilestoneRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.addMilestone',
      method: 'POST',
      path: '/api/staff/projects/{id}/milestones',
      summary: 'Adds a milestone behind the others.',
      policy: writeProject,
      schema: {
        params: byProject,
        body: object({ title: line(160), dueOn: Type.Optional(day) }),
        response: { 201: staffProjectDetail },
      },
      problems: [PROJECT_NOT_FOUND, 'agency/project-over'],
    },
    (call) => {
      const { title, dueOn = null } = call.body
      return onProject(deps, call, (tx, project) => addMilestone(tx, project, { title, dueOn }))
    },
  )
}

function moveMilestoneRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.moveMilestone',
      method: 'POST',
      path: '/api/staff/projects/{id}/milestones/{milestoneId}/state',
      summary: 'Moves a milestone from the state that the caller has seen to another.',
      policy: writeProject,
      schema: {
        params: object({ id: idOf('client-project'), milestoneId: idOf('milestone') }),
        body: object({ expected: oneOf(milestoneStates), state: oneOf(milestoneStates) }),
        response: { 200: staffProjectDetail },
      },
      problems: [PROJECT_NOT_FOUND, 'agency/milestone-not-found', 'agency/milestone-moved', 'agency/project-over'],
    },
    (call) => {
      const change = { id: call.params.milestoneId, ...call.body }
      return onProject(deps, call, (tx, project) => moveMilestone(tx, project, change))
    },
  )
}
