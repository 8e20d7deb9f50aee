import { Type } from 'typebox'
import type { Db } from '../../../kernel/db/database.ts'
import { type Call, type Route, route } from '../../../kernel/http/route.ts'
import { idOf, nullable, object, oneOf, page, pageQuery, text } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { assertFileOf } from '../attachments.ts'
import { callerId } from '../caller.ts'
import { clientOfUser } from '../clients.ts'
import { messageText } from '../reception.ts'
import { addComment, decideDeliverable } from './deliverables.ts'
import type { Person, WorkDeps } from './deps.ts'
import { workProblem } from './problems.ts'
import { findDeliverable, findProject, listProjects, membersOf, progressOf } from './project-reads.ts'
import { projectDetail, projectSummary, viewProject, viewProjectSummary } from './project-view.ts'
import { visibleTo } from './request-reads.ts'
import type { ProjectRow } from './tables.ts'

export const byId = object({ id: idOf('client-project') })
export const signedIn = (rate: 'read' | 'write' | 'stream') => ({ access: 'signed-in', rate }) as const
export const PROJECT = 'agency/project-not-found'
const DELIVERABLE = 'agency/deliverable-not-found'

/** What clients do with the projects that are made for them. */
export function portalProjectRoutes(deps: WorkDeps): Route[] {
  return [listRoute(deps), getRoute(deps), decideRoute(deps), commentRoute(deps), fileRoute(deps)]
}

/** Throws agency/project-not-found, also for those of others. */
export async function ownProject(db: Db, call: Pick<Call, 'principal'>, id: Id<'client-project'>): Promise<ProjectRow> {
  const client = await clientOfUser(db, callerId(call))
  if (client === undefined) throw workProblem('project-not-found')
  return await findProject(db, id, { clientId: client.id })
}

function listRoute({ db }: WorkDeps): Route {
  return route(
    {
      id: 'agency.listMyProjects',
      method: 'GET',
      path: '/api/portal/projects',
      summary: 'Projects of the signed-in client, newest first.',
      policy: signedIn('read'),
      schema: { query: object(pageQuery), response: { 200: page(projectSummary) } },
    },
    async (call) => {
      const client = await clientOfUser(db, callerId(call))
      if (client === undefined) return { items: [], nextCursor: null }
      const { items, nextCursor } = await listProjects(db, { clientId: client.id }, call.query)
      const progress = await progressOf(
        db,
        items.map(({ id }) => id),
      )
      return { items: items.map((row) => viewProjectSummary(row, progress.get(row.id) ?? 0)), nextCursor }
    },
  )
}

function getRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.getMyProject',
      method: 'GET',
      path: '/api/portal/projects/{id}',
      summary: 'A project with what was shared with the client.',
      policy: signedIn('read'),
      schema: { params: byId, response: { 200: projectDetail } },
      problems: [PROJECT],
    },
    async (call) => viewProject(deps, deps.db, await ownProject(deps.db, call, call.params.id), 'client'),
  )
}

async function teamOf({ db, people }: WorkDeps, project: ProjectRow): Promise<Person[]> {
  const known = await people(await membersOf(db, project.id))
  return [...known.values()]
}

function decideRoute(deps: WorkDeps): Route {
  const body = object({
    decision: oneOf(['accepted', 'revision_requested']),
    round: Type.Integer({ minimum: 1, description: 'The round that the client has seen' }),
    note: Type.Optional(text(8000, 1)),
  })
  return route(
    {
      id: 'agency.decideDeliverable',
      method: 'POST',
      path: '/api/portal/projects/{id}/deliverables/{deliverableId}/decide',
      summary: 'Accepts what is shared, or asks for a revision of it.',
      policy: { ...signedIn('write'), idempotency: 'optional' },
      schema: {
        params: object({ id: idOf('client-project'), deliverableId: idOf('deliverable') }),
        body,
        response: { 200: projectDetail },
      },
      problems: [PROJECT, DELIVERABLE, 'agency/deliverable-moved'],
    },
    async (call) => {
      const project = await ownProject(deps.db, call, call.params.id)
      const wanted = { projectId: project.id, id: call.params.deliverableId }
      const deliverable = await findDeliverable(deps.db, wanted, true)
      const team = await teamOf(deps, project)
      return await call.transaction(async (tx) => {
        const decision = { ...call.body, userId: callerId(call) }
        await decideDeliverable(tx, deps, { project, deliverable, team }, decision)
        return await viewProject(deps, tx, project, 'client')
      })
    },
  )
}

function commentRoute(deps: WorkDeps): Route {
  const body = object({ body: messageText, deliverableId: Type.Optional(nullable(idOf('deliverable'))) })
  return route(
    {
      id: 'agency.commentOnMyProject',
      method: 'POST',
      path: '/api/portal/projects/{id}/comments',
      summary: 'Comments on the project, or on something that was shared.',
      policy: { ...signedIn('write'), idempotency: 'optional' },
      schema: { params: byId, body, response: { 201: projectDetail } },
      problems: [PROJECT, DELIVERABLE],
    },
    async (call) => {
      const project = await ownProject(deps.db, call, call.params.id)
      const { body: words, deliverableId = null } = call.body
      if (deliverableId !== null) await findDeliverable(deps.db, { projectId: project.id, id: deliverableId }, true)
      return await call.transaction(async (tx) => {
        const author = { kind: 'client', id: callerId(call) } as const
        await addComment(tx, { project, deliverableId }, author, { body: words, visibility: 'customer' })
        return await viewProject(deps, tx, project, 'client')
      })
    },
  )
}

function fileRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.myProjectFile',
      method: 'GET',
      path: '/api/portal/projects/{id}/files/{fileId}',
      summary: 'The bytes of a file of the project; with `deliverableId` of something that was shared.',
      policy: signedIn('stream'),
      schema: {
        params: object({ id: idOf('client-project'), fileId: idOf('file') }),
        query: object({ deliverableId: Type.Optional(idOf('deliverable')) }),
        response: { 200: null },
      },
      problems: [PROJECT, DELIVERABLE, 'agency/file-not-found'],
    },
    async (call) => {
      const project = await ownProject(deps.db, call, call.params.id)
      const { deliverableId } = call.query
      if (deliverableId !== undefined)
        await findDeliverable(deps.db, { projectId: project.id, id: deliverableId }, true)
      const of = deliverableId === undefined ? { project_id: project.id } : { deliverable_id: deliverableId }
      await assertFileOf(deps.db, of, call.params.fileId, visibleTo('client'))
      await deps.files.send(call, call.params.fileId)
    },
  )
}
