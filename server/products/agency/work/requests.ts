import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { Money } from '../../../kernel/money.ts'
import type { StaffActor } from '../caller.ts'
import { assertMayMailLink } from '../guest-access.ts'
import { nextReference } from '../references.ts'
import { writeToClient, writeToClientById, writeToStaff } from './client-letters.ts'
import type { Person, WorkDeps } from './deps.ts'
import { requestStageChanged, requestSubmitted } from './events.ts'
import { requestAnsweredMail, requestReceivedMail, requestUpdatedMail } from './mails.ts'
import { workProblem } from './problems.ts'
import { nextStages, transitions } from './stages.ts'
import type { ClientRow, RequestEventRow, RequestRow, Stage, Visibility, WorkTables } from './tables.ts'

type Post = Pick<WorkDeps, 'mailer' | 'publicUrl'>

/** Who acts on a request: its client, with an account or as a guest, or somebody of the staff. */
export type RequestActor =
  | { readonly kind: 'client'; readonly userId: Id<'user'> | null }
  | ({ readonly kind: 'staff' } & StaffActor)
  | { readonly kind: 'system'; readonly userId: null }

export interface NewRequest {
  readonly title: string
  readonly details: string
  readonly service: string | null
  readonly budget: Money | null
  readonly desiredBy: string | null
}

/** Takes a request and mails its client. Throws agency/too-many-mails for a guest who was mailed too often. */
export async function submitRequest(
  tx: Tx,
  post: Post,
  { client, userId }: { readonly client: ClientRow; readonly userId: Id<'user'> | null },
  input: NewRequest,
): Promise<RequestRow> {
  if (userId === null) await assertMayMailLink(tx, client.id)
  const row: RequestRow = {
    id: newId<'service-request'>(),
    reference: await nextReference(tx, 'REQ'),
    client_id: client.id,
    stage: 'request_submitted',
    title: input.title,
    details: input.details,
    service: input.service,
    budget_minor: input.budget?.minor ?? null,
    budget_currency: input.budget?.currency ?? null,
    desired_by: input.desiredBy,
    assignee_id: null,
    created_at: now(),
    updated_at: now(),
  }
  await tx.query<WorkTables>().insertInto('agency.service_request').values(row).execute()
  await addEvent(tx, row.id, { kind: 'submitted', visibility: 'customer', actor: { kind: 'client', userId } })
  await tx.publish(requestSubmitted, { requestId: row.id, clientId: client.id })
  await writeToClient(post, tx, client, {
    template: requestReceivedMail,
    page: portalPage(row),
    guest: { requestId: row.id, byGuest: true },
    fields: { reference: row.reference, title: row.title },
  })
  return row
}

type NewEvent = Pick<RequestEventRow, 'kind' | 'visibility'> & {
  readonly actor: RequestActor
  readonly stages?: { readonly from: Stage; readonly to: Stage }
  readonly subjectId?: string
}

/** Adds a fact to the request's history, which only grows. */
export async function addEvent(tx: Tx, requestId: Id<'service-request'>, event: NewEvent): Promise<void> {
  await tx
    .query<WorkTables>()
    .insertInto('agency.request_event')
    .values({
      id: newId<'request-event'>(),
      request_id: requestId,
      kind: event.kind,
      visibility: event.visibility,
      actor: event.actor.kind,
      actor_id: event.actor.userId,
      from_stage: event.stages?.from ?? null,
      to_stage: event.stages?.to ?? null,
      subject_id: event.subjectId ?? null,
      happened_at: now(),
    })
    .execute()
}

export interface StageChange {
  /** The stage that whoever decides has seen. */
  readonly expected: Stage
  readonly to: Stage
  /** Goes to the client with the change. */
  readonly note?: string | undefined
}

/**
 * The one way from a stage to another: a single statement on the expected stage, so of any number at once one gets through. The client hears
 * of what others did. Throws agency/stage-changed, agency/stage-refused.
 */
export async function changeStage(
  tx: Tx,
  post: Post,
  { request, actor }: { readonly request: RequestRow; readonly actor: RequestActor },
  { expected, to, note }: StageChange,
): Promise<RequestRow> {
  assertStep(expected, to, actor)
  const moved = await tx
    .query<WorkTables>()
    .updateTable('agency.service_request')
    .set({ stage: to, updated_at: now() })
    .where('id', '=', request.id)
    .where('stage', '=', expected)
    .returningAll()
    .executeTakeFirst()
  if (moved === undefined) throw workProblem('stage-changed')
  const stages = { from: expected, to }
  await addEvent(tx, moved.id, { kind: 'stage_changed', visibility: 'customer', actor, stages })
  if (note !== undefined) await addMessage(tx, { request: moved, actor }, { body: note, visibility: 'customer' })
  await auditRequest(tx, 'stage-changed', moved, stages)
  await tx.publish(requestStageChanged, { requestId: moved.id, clientId: moved.client_id, ...stages })
  if (actor.kind !== 'client') await tellClient(tx, post, moved, note ?? `It is now: ${to.replaceAll('_', ' ')}.`)
  return moved
}

function assertStep(from: Stage, to: Stage, actor: RequestActor): void {
  const taker = actor.kind === 'client' ? 'client' : 'staff'
  const isStep = transitions[from][to]?.includes(taker) === true
  if (!isStep) throw workProblem('stage-refused', { params: { from, to, allowed: nextStages(from, taker) } })
}

/** Adds a message and tells whoever it is for. Throws agency/request-closed where nobody reads on. */
export async function postMessage(
  tx: Tx,
  post: Post,
  at: { readonly request: RequestRow; readonly actor: RequestActor; readonly assignee: Person | null },
  message: { readonly body: string; readonly visibility: Visibility },
): Promise<void> {
  const { request, actor, assignee } = at
  if (request.stage === 'rejected' || request.stage === 'cancelled') throw workProblem('request-closed')
  await addMessage(tx, { request, actor }, message)
  if (actor.kind === 'staff') {
    await auditRequest(tx, 'message-posted', request, { visibility: message.visibility })
    if (message.visibility === 'customer') await tellClient(tx, post, request, message.body)
  } else {
    const fields = { reference: request.reference, title: request.title }
    await writeToStaff(post, tx, assignee, { template: requestAnsweredMail, page: staffPage(request), fields })
  }
}

async function addMessage(
  tx: Tx,
  { request, actor }: { readonly request: RequestRow; readonly actor: RequestActor },
  { body, visibility }: { readonly body: string; readonly visibility: Visibility },
): Promise<void> {
  const id = newId<'request-message'>()
  const author = actor.kind === 'client' ? 'client' : 'staff'
  await tx
    .query<WorkTables>()
    .insertInto('agency.request_message')
    .values({ id, request_id: request.id, author, author_id: actor.userId, visibility, body, sent_at: now() })
    .execute()
  await addEvent(tx, request.id, { kind: 'message_posted', visibility, actor, subjectId: id })
}

async function tellClient(tx: Tx, post: Post, request: RequestRow, what: string): Promise<void> {
  await writeToClientById(post, tx, request.client_id, {
    template: requestUpdatedMail,
    page: portalPage(request),
    guest: { requestId: request.id, byGuest: false },
    fields: { reference: request.reference, title: request.title, what },
  })
}

export function staffPage({ id }: Pick<RequestRow, 'id'>): string {
  return `/agency/requests/${id}`
}

function portalPage({ reference }: Pick<RequestRow, 'reference'>): string {
  return `/portal/requests/${reference}`
}

/** Records what somebody did with a request. */
export async function auditRequest(
  tx: Tx,
  action: string,
  { id }: Pick<RequestRow, 'id'>,
  details?: Readonly<Record<string, unknown>>,
): Promise<void> {
  await tx.audit({
    action: `agency.request.${action}`,
    subject: { kind: 'service-request', id },
    ...(details === undefined ? {} : { details }),
  })
}
