import { Type } from 'typebox'
import { type Route, route } from '../../../kernel/http/route.ts'
import { idOf, line, nullable, object, oneOf, text } from '../../../kernel/http/schema.ts'
import { addFile, assertFileOf } from '../attachments.ts'
import { messageText } from '../reception.ts'
import { addComment, addDeliverable, shareDeliverable } from './deliverables.ts'
import type { WorkDeps } from './deps.ts'
import { findDeliverable, findProject } from './project-reads.ts'
import { staffProjectDetail } from './project-view.ts'
import { byProject, onProject, PROJECT_NOT_FOUND, projectActor, writeProject } from './projects.routes.ts'
import { auditProject, UPDATE_PROJECTS } from './projects.ts'
import { visibleTo } from './request-reads.ts'
import { visibilities } from './tables.ts'

const byDeliverable = object({ id: idOf('client-project'), deliverableId: idOf('deliverable') })
const NOT_FOUND = [PROJECT_NOT_FOUND, 'agency/deliverable-not-found']

/** What staff do with what they make. */
export function deliverableRoutes(deps: WorkDeps): Route[] {
  return [addRoute(deps), shareRoute(deps), commentRoute(deps), addFileRoute(deps), fileRoute(deps)]
}

function addRoute(deps: WorkDeps): Route {
  const body = object({
    title: line(160),
    description: Type.Optional(text(4000)),
    milestoneId: Type.Optional(nullable(idOf('milestone'))),
  })
  return route(
    {
      id: 'agency.addDeliverable',
      method: 'POST',
      path: '/api/staff/projects/{id}/deliverables',
      summary: 'Adds a draft, which the client does not see until it is shared.',
      policy: writeProject,
      schema: { params: byProject, body, response: { 201: staffProjectDetail } },
      problems: [PROJECT_NOT_FOUND, 'agency/milestone-not-found', 'agency/project-over'],
    },
    (call) => {
      const { title, description = '', milestoneId = null } = call.body
      return onProject(deps, call, (tx, project) => addDeliverable(tx, project, { title, description, milestoneId }))
    },
  )
}

function shareRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.shareDeliverable',
      method: 'POST',
      path: '/api/staff/projects/{id}/deliverables/{deliverableId}/share',
      summary: 'Shows a draft, or what a revision was asked of, to the client.',
      policy: writeProject,
      schema: { params: byDeliverable, response: { 200: staffProjectDetail } },
      problems: [...NOT_FOUND, 'agency/deliverable-moved', 'agency/project-over'],
    },
    (call) =>
      onProject(deps, call, async (tx, project) => {
        const at = { projectId: project.id, id: call.params.deliverableId }
        return await shareDeliverable(tx, deps, project, await findDeliverable(tx, at, false))
      }),
  )
}

function commentRoute(deps: WorkDeps): Route {
  const body = object({
    body: messageText,
    visibility: oneOf(visibilities),
    deliverableId: Type.Optional(nullable(idOf('deliverable'))),
  })
  return route(
    {
      id: 'agency.commentOnProject',
      method: 'POST',
      path: '/api/staff/projects/{id}/comments',
      summary: 'Comments for the client (`customer`), the team (`staff`) or those who see all (`internal`).',
      policy: writeProject,
      schema: { params: byProject, body, response: { 201: staffProjectDetail } },
      problems: NOT_FOUND,
    },
    (call) =>
      onProject(deps, call, async (tx, project, staff) => {
        const { body: words, visibility, deliverableId = null } = call.body
        if (deliverableId !== null) await findDeliverable(tx, { projectId: project.id, id: deliverableId }, false)
        const author = { kind: 'staff', id: staff.userId } as const
        await addComment(tx, { project, deliverableId }, author, { body: words, visibility })
      }),
  )
}

function addFileRoute(deps: WorkDeps): Route {
  const body = object({
    fileId: idOf('file'),
    visibility: oneOf(visibilities),
    deliverableId: Type.Optional(nullable(idOf('deliverable'))),
  })
  return route(
    {
      id: 'agency.addFileToProject',
      method: 'POST',
      path: '/api/staff/projects/{id}/files',
      summary:
        'Adds an upload of the caller’s own, made for `agency.attachment`, to the project or to a deliverable of it.',
      policy: writeProject,
      schema: { params: byProject, body, response: { 201: staffProjectDetail } },
      problems: [...NOT_FOUND, 'agency/file-not-usable'],
    },
    (call) =>
      onProject(deps, call, async (tx, project, staff) => {
        const { fileId, visibility, deliverableId = null } = call.body
        if (deliverableId !== null) await findDeliverable(tx, { projectId: project.id, id: deliverableId }, false)
        const of = deliverableId === null ? { project_id: project.id } : { deliverable_id: deliverableId }
        await addFile(tx, deps.files, of, { fileId, by: staff.userId, visibility })
        await auditProject(tx, 'file-added', project, { fileId, visibility })
      }),
  )
}

function fileRoute(deps: WorkDeps): Route {
  return route(
    {
      id: 'agency.projectFile',
      method: 'GET',
      path: '/api/staff/projects/{id}/files/{fileId}',
      summary: 'The bytes of a file of the project; with `deliverableId` of one of its deliverables.',
      policy: { can: UPDATE_PROJECTS, rate: 'stream' },
      schema: {
        params: object({ id: idOf('client-project'), fileId: idOf('file') }),
        query: object({ deliverableId: Type.Optional(idOf('deliverable')) }),
        response: { 200: null },
      },
      problems: [...NOT_FOUND, 'agency/file-not-found'],
    },
    async (call) => {
      const staff = projectActor(call)
      const project = await findProject(deps.db, call.params.id, { staff })
      const { deliverableId } = call.query
      if (deliverableId !== undefined)
        await findDeliverable(deps.db, { projectId: project.id, id: deliverableId }, false)
      const of = deliverableId === undefined ? { project_id: project.id } : { deliverable_id: deliverableId }
      await assertFileOf(deps.db, of, call.params.fileId, visibleTo(staff))
      await deps.files.send(call, call.params.fileId)
    },
  )
}
