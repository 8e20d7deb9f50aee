import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { writeToClientById, writeToStaff } from './client-letters.ts'
import type { Person, WorkDeps } from './deps.ts'
import { deliverableDecided, deliverableShared } from './events.ts'
import { deliverableDecidedMail, deliverableSharedMail } from './mails.ts'
import { workProblem } from './problems.ts'
import { assertRunning, auditProject } from './projects.ts'
import type { DeliverableRow, ProjectRow, Visibility, WorkTables } from './tables.ts'

type Post = Pick<WorkDeps, 'mailer' | 'publicUrl'>

interface NewDeliverable {
  readonly title: string
  readonly description: string
  readonly milestoneId: Id<'milestone'> | null
}

/** Adds a draft, which the client does not see. Throws agency/milestone-not-found for one of another project. */
export async function addDeliverable(tx: Tx, project: ProjectRow, input: NewDeliverable): Promise<DeliverableRow> {
  assertRunning(project)
  if (input.milestoneId !== null) {
    const milestone = await tx
      .query<WorkTables>()
      .selectFrom('agency.milestone')
      .select('id')
      .where('id', '=', input.milestoneId)
      .where('project_id', '=', project.id)
      .executeTakeFirst()
    if (milestone === undefined) throw workProblem('milestone-not-found')
  }
  const row: DeliverableRow = {
    id: newId<'deliverable'>(),
    project_id: project.id,
    milestone_id: input.milestoneId,
    title: input.title,
    description: input.description,
    state: 'draft',
    round: 0,
    shared_at: null,
    decided_at: null,
    decided_by: null,
    created_at: now(),
  }
  await tx.query<WorkTables>().insertInto('agency.deliverable').values(row).execute()
  await auditProject(tx, 'deliverable-added', project, { deliverableId: row.id })
  return row
}

/** Shows a draft, or what a revision was asked of, to the client. Throws agency/deliverable-moved for any other. */
export async function shareDeliverable(
  tx: Tx,
  post: Post,
  project: ProjectRow,
  { id }: DeliverableRow,
): Promise<DeliverableRow> {
  assertRunning(project)
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.deliverable')
    .set((set) => ({
      state: 'shared',
      round: set('round', '+', 1),
      shared_at: now(),
      decided_at: null,
      decided_by: null,
    }))
    .where('id', '=', id)
    .where('state', 'in', ['draft', 'revision_requested'])
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw workProblem('deliverable-moved')
  await auditProject(tx, 'deliverable-shared', project, { deliverableId: id, round: row.round })
  const fact = { projectId: project.id, clientId: project.client_id, deliverableId: id, round: row.round }
  await tx.publish(deliverableShared, fact)
  await writeToClientById(post, tx, project.client_id, {
    template: deliverableSharedMail,
    page: `/portal/projects/${project.id}`,
    guest: project.request_id === null ? null : { requestId: project.request_id, byGuest: false },
    fields: { reference: project.reference, title: project.title, what: row.title },
  })
  return row
}

export interface Decision {
  readonly decision: 'accepted' | 'revision_requested'
  /** The round that the client has seen: what was shared anew meanwhile is not decided on. */
  readonly round: number
  readonly note?: string | undefined
  readonly userId: Id<'user'>
}

/** The client decides on what is shared; of any number at once one counts. Throws agency/deliverable-moved. */
export async function decideDeliverable(
  tx: Tx,
  post: Post,
  at: { readonly project: ProjectRow; readonly deliverable: DeliverableRow; readonly team: readonly Person[] },
  { decision, round, note, userId }: Decision,
): Promise<DeliverableRow> {
  const { project, deliverable, team } = at
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.deliverable')
    .set({ state: decision, decided_at: now(), decided_by: userId })
    .where('id', '=', deliverable.id)
    .where('state', '=', 'shared')
    .where('round', '=', round)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw workProblem('deliverable-moved')
  if (note !== undefined) {
    const author = { kind: 'client', id: userId } as const
    await addComment(tx, { project, deliverableId: row.id }, author, { body: note, visibility: 'customer' })
  }
  await auditProject(tx, `deliverable-${decision.replace('_', '-')}`, project, { deliverableId: row.id, round })
  const fact = { projectId: project.id, clientId: project.client_id, deliverableId: row.id, round }
  await tx.publish(deliverableDecided, { ...fact, decision })
  const said = decision === 'accepted' ? 'accepted' : 'asked for a revision of'
  const fields = { reference: project.reference, title: project.title, what: row.title, decision: said }
  for (const person of team)
    await writeToStaff(post, tx, person, {
      template: deliverableDecidedMail,
      page: `/agency/projects/${project.id}`,
      fields,
    })
  return row
}

/** Adds a comment to a project, or to something of it. */
export async function addComment(
  tx: Tx,
  { project, deliverableId }: { readonly project: ProjectRow; readonly deliverableId: Id<'deliverable'> | null },
  author: { readonly kind: 'client' | 'staff'; readonly id: Id<'user'> },
  { body, visibility }: { readonly body: string; readonly visibility: Visibility },
): Promise<void> {
  const id = newId<'project-comment'>()
  const whose = { author: author.kind, author_id: author.id }
  await tx
    .query<WorkTables>()
    .insertInto('agency.project_comment')
    .values({
      id,
      project_id: project.id,
      deliverable_id: deliverableId,
      ...whose,
      visibility,
      body,
      written_at: now(),
    })
    .execute()
  if (author.kind === 'staff') await auditProject(tx, 'commented', project, { commentId: id, visibility })
}
