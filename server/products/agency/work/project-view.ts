import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { fileShape, filesOf } from '../attachments.ts'
import type { Reader, StaffActor } from '../caller.ts'
import { findClient } from '../clients.ts'
import type { WorkDeps } from './deps.ts'
import { commentsOf, deliverablesOf, membersOf, milestonesOf, progressPercent } from './project-reads.ts'
import { visibleTo } from './request-reads.ts'
import { deliverableStates, milestoneStates, type ProjectRow, projectStates, visibilities } from './tables.ts'

const day = nullable(Type.String({ format: 'date' }))
const person = object({ id: idOf('user'), name: Type.String() })
const summary = {
  id: idOf('client-project'),
  reference: Type.String(),
  state: oneOf(projectStates),
  title: Type.String(),
  summary: Type.String(),
  dueOn: day,
  progressPercent: Type.Integer({ minimum: 0, maximum: 100 }),
  createdAt: instant,
}
const comment = {
  id: idOf('project-comment'),
  deliverableId: nullable(idOf('deliverable')),
  author: oneOf(['client', 'staff']),
  authorName: nullable(Type.String()),
  body: Type.String(),
  writtenAt: instant,
}
const detail = {
  ...summary,
  testimonial: oneOf(['not_asked', 'asked', 'given']),
  milestones: Type.Array(
    object({ id: idOf('milestone'), title: Type.String(), state: oneOf(milestoneStates), dueOn: day }),
  ),
  deliverables: Type.Array(
    namedObject('Deliverable', {
      id: idOf('deliverable'),
      milestoneId: nullable(idOf('milestone')),
      title: Type.String(),
      description: Type.String(),
      state: oneOf(deliverableStates),
      round: Type.Integer(),
      sharedAt: nullable(instant),
      decidedAt: nullable(instant),
      files: Type.Array(fileShape),
    }),
  ),
  files: Type.Array(fileShape),
  comments: Type.Array(object(comment)),
}
const ofStaff = {
  clientId: idOf('client'),
  clientName: Type.String(),
  requestId: nullable(idOf('service-request')),
  quoteId: nullable(idOf('quote')),
  testimonialId: nullable(idOf('entry')),
  version: Type.Integer(),
}

export const projectSummary = object(summary)
export const projectDetail = namedObject('Project', detail)
export const staffProjectSummary = object({ ...summary, ...ofStaff })
export const staffProjectDetail = namedObject('StaffProject', {
  ...detail,
  ...ofStaff,
  team: Type.Array(person),
  comments: Type.Array(object({ ...comment, visibility: oneOf(visibilities) })),
})

type Parts = Pick<WorkDeps, 'files' | 'people'>

export function viewProjectSummary(row: ProjectRow, percent: number) {
  const { id, reference, state, title, summary: about, version } = row
  return {
    ...{ id, reference, state, title, summary: about, version, dueOn: row.due_on, progressPercent: percent },
    ...{ createdAt: row.created_at, clientId: row.client_id, requestId: row.request_id, quoteId: row.quote_id },
    testimonialId: row.testimonial_id,
  }
}

function testimonialOf(row: ProjectRow): 'not_asked' | 'asked' | 'given' {
  if (row.testimonial_id !== null) return 'given'
  return row.testimonial_asked_at === null ? 'not_asked' : 'asked'
}

/** A project as `reader` sees it: a client only what is shared and meant for clients. */
export async function viewProject(parts: Parts, source: Reader, row: ProjectRow, reader: 'client' | StaffActor) {
  const seen = visibleTo(reader)
  const milestones = await milestonesOf(source, row.id)
  const deliverables = await deliverablesOf(source, row.id, reader === 'client')
  const comments = await commentsOf(source, row.id, seen)
  const team = await membersOf(source, row.id)
  const people = await parts.people([...new Set([...team, ...comments.map((one) => one.author_id)])], source)
  const withFiles = []
  for (const one of deliverables) {
    const { id, title, description, state, round } = one
    const files = await filesOf(parts, source, { deliverable_id: id }, seen)
    const at = { milestoneId: one.milestone_id, sharedAt: one.shared_at, decidedAt: one.decided_at }
    withFiles.push({ id, title, description, state, round, files, ...at })
  }
  return {
    ...viewProjectSummary(row, progressPercent(milestones)),
    testimonial: testimonialOf(row),
    clientName: (await findClient(source, row.client_id))?.name ?? '',
    milestones: milestones.map(({ id, title, state, due_on: dueOn }) => ({ id, title, state, dueOn })),
    deliverables: withFiles,
    files: await filesOf(parts, source, { project_id: row.id }, seen),
    comments: comments.map((one) => ({
      id: one.id,
      deliverableId: one.deliverable_id,
      author: one.author,
      authorName: people.get(one.author_id)?.name ?? null,
      visibility: one.visibility,
      body: one.body,
      writtenAt: one.written_at,
    })),
    team: team.flatMap((id) => {
      const known = people.get(id)
      return known === undefined ? [] : [{ id, name: known.name }]
    }),
  }
}
