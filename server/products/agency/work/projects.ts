import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { findClient } from '../clients.ts'
import { agencyProblem } from '../problems.ts'
import { nextReference } from '../references.ts'
import { assertHolds } from './assignment.ts'
import type { Invoicing, WorkDeps } from './deps.ts'
import { projectCompleted, projectStarted } from './events.ts'
import { workProblem } from './problems.ts'
import { auditQuote } from './quote-drafts.ts'
import { linesOf, lockQuote } from './quote-reads.ts'
import { addEvent } from './requests.ts'
import type { MilestoneRow, ProjectRow, WorkTables } from './tables.ts'

export const VIEW_ALL_PROJECTS = 'agency:projects.view_all'
export const UPDATE_PROJECTS = 'agency:projects.update_assigned'
export const ASSIGN_TEAM = 'agency:projects.assign_team'
/** The kind of thing that invoices know projects as. */
export const PROJECT_SOURCE = 'agency.client-project'

export interface NewProject {
  readonly clientId: Id<'client'>
  readonly requestId: Id<'service-request'> | null
  readonly quoteId: Id<'quote'> | null
  readonly title: string
  readonly summary: string
  readonly dueOn: string | null
  readonly by: Id<'user'>
}

/** Begins a project; who begins it belongs to it. Throws agency/client-not-found. */
export async function startProject(tx: Tx, input: NewProject): Promise<ProjectRow> {
  const client = await findClient(tx, input.clientId)
  if (client === undefined || client.erased_at !== null) throw agencyProblem('client-not-found')
  const row: ProjectRow = {
    id: newId<'client-project'>(),
    reference: await nextReference(tx, 'PRJ'),
    client_id: input.clientId,
    request_id: input.requestId,
    quote_id: input.quoteId,
    state: 'active',
    title: input.title,
    summary: input.summary,
    due_on: input.dueOn,
    testimonial_asked_at: null,
    testimonial_id: null,
    testimonial_given_at: null,
    version: 1,
    created_at: now(),
    updated_at: now(),
  }
  await tx.query<WorkTables>().insertInto('agency.client_project').values(row).execute()
  await addMember(tx, row.id, input.by)
  const actor = { kind: 'staff', userId: input.by, all: true } as const
  if (row.request_id !== null)
    await addEvent(tx, row.request_id, { kind: 'project_started', visibility: 'customer', actor, subjectId: row.id })
  await auditProject(tx, 'started', row, { quoteId: row.quote_id })
  await tx.publish(projectStarted, { projectId: row.id, clientId: row.client_id })
  return row
}

async function addMember(tx: Tx, projectId: Id<'client-project'>, userId: Id<'user'>): Promise<boolean> {
  const added = await tx
    .query<WorkTables>()
    .insertInto('agency.project_member')
    .values({ project_id: projectId, user_id: userId, added_at: now() })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return added.numInsertedOrUpdatedRows === 1n
}

interface Conversion {
  readonly id: Id<'quote'>
  readonly by: Id<'user'>
  /** Null: no invoice is drafted. */
  readonly dueInDays: number | null
}

/**
 * Makes a project, and if wanted the draft of an invoice, of an accepted quote: once, however often it is asked for. Throws
 * agency/quote-not-accepted, quote-converted.
 */
export async function convertQuote(
  tx: Tx,
  invoicing: Invoicing,
  { id, by, dueInDays }: Conversion,
): Promise<{ readonly project: ProjectRow; readonly invoiceId: string | null }> {
  const quote = await lockQuote(tx, id)
  if (quote.state !== 'accepted') throw workProblem('quote-not-accepted')
  if (quote.converted_at !== null) throw workProblem('quote-converted')
  await tx.query<WorkTables>().updateTable('agency.quote').set({ converted_at: now() }).where('id', '=', id).execute()
  const { client_id: clientId, request_id: requestId, title } = quote
  const project = await startProject(tx, { clientId, requestId, quoteId: id, title, summary: '', dueOn: null, by })
  const client = await findClient(tx, clientId)
  if (client === undefined) throw agencyProblem('client-not-found')
  const lines = (await linesOf(tx, id)).map((line) => ({
    description: line.description,
    qty: line.qty,
    unitMinor: line.unit_minor,
    taxRateBp: line.tax_rate_bp,
  }))
  const invoice =
    dueInDays === null
      ? null
      : await invoicing.draft(tx, {
          clientId: client.user_id,
          recipient: { name: client.company ?? client.name, email: client.email, address: [], taxNumber: null },
          currency: quote.currency,
          lines,
          discountMinor: quote.discount_minor,
          taxRounding: quote.tax_rounding,
          dueInDays,
          source: { type: PROJECT_SOURCE, id: project.id },
        })
  await auditQuote(tx, 'converted', quote, { projectId: project.id, invoiceId: invoice?.id ?? null })
  return { project, invoiceId: invoice?.id ?? null }
}

export interface ProjectChange {
  readonly title?: string | undefined
  readonly summary?: string | undefined
  readonly dueOn?: string | null | undefined
  readonly state?: ProjectRow['state'] | undefined
}

/** Changes a project at the version seen. Throws agency/project-stale. */
export async function changeProject(
  tx: Tx,
  { project, version }: { readonly project: ProjectRow; readonly version: number },
  { title, summary, dueOn, state }: ProjectChange,
): Promise<ProjectRow> {
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.client_project')
    .set({
      ...(title === undefined ? {} : { title }),
      ...(summary === undefined ? {} : { summary }),
      ...(dueOn === undefined ? {} : { due_on: dueOn }),
      ...(state === undefined ? {} : { state }),
      version: version + 1,
      updated_at: now(),
    })
    .where('id', '=', project.id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw workProblem('project-stale')
  await auditProject(tx, 'changed', row, { state: row.state })
  if (row.state === 'completed' && project.state !== 'completed')
    await tx.publish(projectCompleted, { projectId: row.id, clientId: row.client_id })
  return row
}

/** Adds somebody whose roles let them work on projects. Throws agency/not-assignable. */
export async function joinProject(
  tx: Tx,
  { access }: Pick<WorkDeps, 'access'>,
  project: ProjectRow,
  userId: Id<'user'>,
): Promise<void> {
  await assertHolds(tx, access, userId, UPDATE_PROJECTS)
  if (await addMember(tx, project.id, userId)) await auditProject(tx, 'joined', project, { userId })
}

export async function leaveProject(tx: Tx, project: ProjectRow, userId: Id<'user'>): Promise<void> {
  const gone = await tx
    .query<WorkTables>()
    .deleteFrom('agency.project_member')
    .where('project_id', '=', project.id)
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (gone.numDeletedRows === 1n) await auditProject(tx, 'left', project, { userId })
}

/** Throws agency/project-over. */
export function assertRunning({ state }: ProjectRow): void {
  if (state === 'completed' || state === 'cancelled') throw workProblem('project-over')
}

/** Adds a milestone behind the others. */
export async function addMilestone(
  tx: Tx,
  project: ProjectRow,
  { title, dueOn }: { readonly title: string; readonly dueOn: string | null },
): Promise<void> {
  assertRunning(project)
  await tx.raw('SELECT FROM agency.client_project WHERE id = $1 FOR UPDATE', [project.id])
  const [last] = await tx.raw<{ position: number | null }>(
    'SELECT max(position) AS position FROM agency.milestone WHERE project_id = $1',
    [project.id],
  )
  const id = newId<'milestone'>()
  const base = { id, project_id: project.id, position: (last?.position ?? 0) + 1, title, due_on: dueOn }
  await tx
    .query<WorkTables>()
    .insertInto('agency.milestone')
    .values({ ...base, state: 'todo', done_at: null, created_at: now() })
    .execute()
  await auditProject(tx, 'milestone-added', project, { milestoneId: id })
}

/** Moves a milestone from the state that was seen. Throws agency/milestone-not-found, milestone-moved. */
export async function moveMilestone(
  tx: Tx,
  project: ProjectRow,
  { id, expected, state }: Pick<MilestoneRow, 'id' | 'state'> & { readonly expected: MilestoneRow['state'] },
): Promise<void> {
  assertRunning(project)
  const moved = await tx
    .query<WorkTables>()
    .updateTable('agency.milestone')
    .set({ state, done_at: state === 'done' ? now() : null })
    .where('id', '=', id)
    .where('project_id', '=', project.id)
    .where('state', '=', expected)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n) {
    const known = await tx
      .query<WorkTables>()
      .selectFrom('agency.milestone')
      .select('id')
      .where('id', '=', id)
      .where('project_id', '=', project.id)
      .executeTakeFirst()
    throw workProblem(known === undefined ? 'milestone-not-found' : 'milestone-moved')
  }
  await auditProject(tx, 'milestone-moved', project, { milestoneId: id, from: expected, to: state })
}

/** Records what staff did with a project. */
export async function auditProject(
  tx: Tx,
  action: string,
  { id, reference }: Pick<ProjectRow, 'id' | 'reference'>,
  details: Readonly<Record<string, unknown>> = {},
): Promise<void> {
  const subject = { kind: 'client-project', id }
  await tx.audit({ action: `agency.project.${action}`, subject, details: { reference, ...details } })
}
