import { acceptId, cursorPage } from '../../../kernel/db/cursor.ts'
import { asId, type Id } from '../../../kernel/id.ts'
import type { Reader, StaffActor } from '../caller.ts'
import { workProblem } from './problems.ts'
import type { PageInput } from './request-reads.ts'
import type { DeliverableRow, MilestoneRow, ProjectRow, Visibility, WorkTables } from './tables.ts'

/** Whose projects: of a client, or of somebody of the staff, who with `all` sees every one and else those they belong to. */
export type ProjectScope = { readonly clientId: Id<'client'> } | { readonly staff: StaffActor }

function projects(source: Reader, scope: ProjectScope) {
  const query = source.query<WorkTables>().selectFrom('agency.client_project').selectAll()
  if ('clientId' in scope) return query.where('client_id', '=', scope.clientId)
  const { all, userId } = scope.staff
  if (all) return query
  return query.where(({ exists, selectFrom }) =>
    exists(
      selectFrom('agency.project_member as member')
        .select('member.user_id')
        .whereRef('member.project_id', '=', 'agency.client_project.id')
        .where('member.user_id', '=', userId),
    ),
  )
}

/** A project within the scope; any other does not exist. Throws agency/project-not-found. */
export async function findProject(source: Reader, id: Id<'client-project'>, scope: ProjectScope): Promise<ProjectRow> {
  const row = await projects(source, scope).where('id', '=', id).executeTakeFirst()
  if (row === undefined) throw workProblem('project-not-found')
  return row
}

/** Newest first. */
export async function listProjects(
  source: Reader,
  scope: ProjectScope,
  input: PageInput & { readonly clientId?: Id<'client'> },
) {
  const page = cursorPage(input, acceptId)
  let query = projects(source, scope)
    .orderBy('id', 'desc')
    .limit(page.limit + 1)
  if (input.clientId !== undefined) query = query.where('client_id', '=', input.clientId)
  if (page.after !== null) query = query.where('id', '<', asId<'client-project'>(page.after[0] ?? ''))
  return page.of(
    await query.execute(),
    (row) => [row.id],
    (row) => row,
  )
}

/** Share of milestones that are done, in whole percent, rounded down: 100 only when all are. 0 without any. */
export function progressPercent(milestones: readonly Pick<MilestoneRow, 'state'>[]): number {
  const done = milestones.filter(({ state }) => state === 'done').length
  return milestones.length === 0 ? 0 : Math.floor((done * 100) / milestones.length)
}

/** Progress of several projects, in one statement. */
export async function progressOf(source: Reader, ids: readonly Id<'client-project'>[]): Promise<Map<string, number>> {
  if (ids.length === 0) return new Map()
  const rows = await source
    .query<WorkTables>()
    .selectFrom('agency.milestone')
    .select(['project_id', 'state'])
    .where('project_id', 'in', ids)
    .execute()
  return new Map(ids.map((id) => [id, progressPercent(rows.filter((row) => row.project_id === id))]))
}

export async function milestonesOf(source: Reader, projectId: Id<'client-project'>): Promise<MilestoneRow[]> {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.milestone')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('position')
    .execute()
}

/** Clients see what was shared with them, staff drafts too. */
export async function deliverablesOf(
  source: Reader,
  projectId: Id<'client-project'>,
  isClient: boolean,
): Promise<DeliverableRow[]> {
  let query = source
    .query<WorkTables>()
    .selectFrom('agency.deliverable')
    .selectAll()
    .where('project_id', '=', projectId)
    .orderBy('id')
  if (isClient) query = query.where('state', '<>', 'draft')
  return await query.execute()
}

/** Throws agency/deliverable-not-found; a draft does not exist for the client. */
export async function findDeliverable(
  source: Reader,
  { projectId, id }: { readonly projectId: Id<'client-project'>; readonly id: Id<'deliverable'> },
  isClient: boolean,
): Promise<DeliverableRow> {
  const row = await source
    .query<WorkTables>()
    .selectFrom('agency.deliverable')
    .selectAll()
    .where('id', '=', id)
    .where('project_id', '=', projectId)
    .executeTakeFirst()
  if (row === undefined || (isClient && row.state === 'draft')) throw workProblem('deliverable-not-found')
  return row
}

const COMMENTS_MAX = 500

/** Oldest first, as far as `seen` goes. */
export async function commentsOf(source: Reader, projectId: Id<'client-project'>, seen: readonly Visibility[]) {
  return await source
    .query<WorkTables>()
    .selectFrom('agency.project_comment')
    .selectAll()
    .where('project_id', '=', projectId)
    .where('visibility', 'in', seen)
    .orderBy('id')
    .limit(COMMENTS_MAX)
    .execute()
}

export async function membersOf(source: Reader, projectId: Id<'client-project'>): Promise<Id<'user'>[]> {
  const rows = await source
    .query<WorkTables>()
    .selectFrom('agency.project_member')
    .select('user_id')
    .where('project_id', '=', projectId)
    .orderBy('added_at')
    .execute()
  return rows.map((row) => row.user_id)
}
