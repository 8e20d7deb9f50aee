import { Type } from 'typebox'
import { idOf, instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { moneyShape } from '../../../kernel/money.ts'
import { fileShape, filesOf } from '../attachments.ts'
import type { Reader, StaffActor } from '../caller.ts'
import { clientsById, findClient } from '../clients.ts'
import type { Person, WorkDeps } from './deps.ts'
import { threadOf, visibleTo } from './request-reads.ts'
import { nextStages } from './stages.ts'
import { type ClientRow, eventKinds, type RequestRow, stages, type Visibility, visibilities } from './tables.ts'

const summary = {
  id: idOf('service-request'),
  reference: Type.String(),
  stage: oneOf(stages),
  title: Type.String(),
  service: nullable(Type.String()),
  createdAt: instant,
  updatedAt: instant,
}
const person = object({ id: idOf('user'), name: Type.String() })
const message = {
  id: idOf('request-message'),
  author: oneOf(['client', 'staff']),
  authorName: nullable(Type.String()),
  body: Type.String(),
  sentAt: instant,
}
const event = {
  id: idOf('request-event'),
  kind: oneOf(eventKinds),
  actor: oneOf(['client', 'staff', 'system']),
  from: nullable(oneOf(stages)),
  to: nullable(oneOf(stages)),
  happenedAt: instant,
}
const asked = {
  details: Type.String(),
  budget: nullable(moneyShape),
  desiredBy: nullable(Type.String({ format: 'date' })),
  nextStages: Type.Array(oneOf(stages)),
  files: Type.Array(fileShape),
}

export const requestSummary = object(summary)
export const requestDetail = namedObject('ServiceRequest', {
  ...summary,
  ...asked,
  events: Type.Array(object(event)),
  messages: Type.Array(object(message)),
})

const forStaff = {
  client: object({
    id: idOf('client'),
    name: Type.String(),
    email: nullable(Type.String()),
    company: nullable(Type.String()),
  }),
  assignee: nullable(person),
}
export const staffRequestSummary = object({
  ...summary,
  ...forStaff,
  nextStages: Type.Array(oneOf(stages)),
})
export const staffRequestDetail = namedObject('StaffServiceRequest', {
  ...summary,
  ...forStaff,
  ...asked,
  events: Type.Array(object({ ...event, visibility: oneOf(visibilities), actorName: nullable(Type.String()) })),
  messages: Type.Array(object({ ...message, visibility: oneOf(visibilities) })),
})

type Parts = Pick<WorkDeps, 'files' | 'people'>

export function viewSummary(row: RequestRow) {
  const { id, reference, stage, title, service } = row
  return { id, reference, stage, title, service, createdAt: row.created_at, updatedAt: row.updated_at }
}

/** A request as its client sees it. */
export async function viewForClient(parts: Parts, source: Reader, row: RequestRow) {
  return { ...viewSummary(row), ...(await viewThread(parts, source, row, 'client')) }
}

/** A request as staff see it. */
export async function viewForStaff(parts: Parts, source: Reader, row: RequestRow, actor: StaffActor) {
  const client = await findClient(source, row.client_id)
  if (client === undefined) throw new TypeError('every request has its client')
  const assignee = await assigneeOf(parts, source, row)
  return { ...(await viewThread(parts, source, row, actor)), ...viewStaffSummary(row, client, assignee) }
}

/** Requests as lists for staff show them. */
export async function viewStaffSummaries({ people }: Parts, source: Reader, rows: readonly RequestRow[]) {
  const ids = rows.flatMap(({ assignee_id: id }) => (id === null ? [] : [id]))
  const assignees = await people([...new Set(ids)], source)
  const clients = await clientsById(source, rows)
  return rows.flatMap((row) => {
    const client = clients.get(row.client_id)
    const assignee = row.assignee_id === null ? null : (assignees.get(row.assignee_id) ?? null)
    return client === undefined ? [] : [viewStaffSummary(row, client, assignee)]
  })
}

function viewStaffSummary(row: RequestRow, client: ClientRow, assignee: Person | null) {
  const { id, name, email, company } = client
  return {
    ...viewSummary(row),
    nextStages: nextStages(row.stage, 'staff'),
    client: { id, name, email, company },
    assignee: assignee === null ? null : { id: assignee.id, name: assignee.name },
  }
}

async function assigneeOf({ people }: Parts, source: Reader, row: RequestRow): Promise<Person | null> {
  return row.assignee_id === null ? null : ((await people([row.assignee_id], source)).get(row.assignee_id) ?? null)
}

async function viewThread(parts: Parts, source: Reader, row: RequestRow, reader: 'client' | StaffActor) {
  const seen: readonly Visibility[] = visibleTo(reader)
  const { events, messages } = await threadOf(source, row.id, seen)
  const acting = [...events.map((one) => one.actor_id), ...messages.map((one) => one.author_id)]
  const people = await parts.people([...new Set(acting.filter((id): id is Id<'user'> => id !== null))], source)
  const nameOf = (id: Id<'user'> | null) => (id === null ? null : (people.get(id)?.name ?? null))
  return {
    details: row.details,
    budget:
      row.budget_minor === null || row.budget_currency === null
        ? null
        : { minor: String(row.budget_minor), currency: row.budget_currency },
    desiredBy: row.desired_by,
    nextStages: nextStages(row.stage, reader === 'client' ? 'client' : 'staff'),
    files: await filesOf(parts, source, { request_id: row.id }, seen),
    events: events.map((one) => ({
      id: one.id,
      kind: one.kind,
      visibility: one.visibility,
      actor: one.actor,
      actorName: nameOf(one.actor_id),
      from: one.from_stage,
      to: one.to_stage,
      happenedAt: one.happened_at,
    })),
    messages: messages.map((one) => ({
      id: one.id,
      author: one.author,
      authorName: nameOf(one.author_id),
      visibility: one.visibility,
      body: one.body,
      sentAt: one.sent_at,
    })),
  }
}
