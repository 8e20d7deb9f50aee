import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import { agencyProblem } from '../problems.ts'
import { writeToStaff } from './client-letters.ts'
import type { Person, WorkDeps } from './deps.ts'
import { requestAssignedMail } from './mails.ts'
import { addEvent, auditRequest, type RequestActor, staffPage } from './requests.ts'
import type { RequestRow, WorkTables } from './tables.ts'

export const UPDATE_ASSIGNED = 'agency:bookings.update_assigned'
export const VIEW_ALL = 'agency:bookings.view_all'

/** Gives a request to somebody whose roles let them work on it, or to nobody. Throws agency/not-assignable. */
export async function assignRequest(
  tx: Tx,
  deps: Pick<WorkDeps, 'access' | 'mailer' | 'publicUrl'>,
  { request, actor }: { readonly request: RequestRow; readonly actor: RequestActor },
  assignee: { readonly userId: Id<'user'>; readonly person: Person | null } | null,
): Promise<RequestRow> {
  if (assignee !== null) await assertHolds(tx, deps.access, assignee.userId, UPDATE_ASSIGNED)
  const row = await tx
    .query<WorkTables>()
    .updateTable('agency.service_request')
    .set({ assignee_id: assignee?.userId ?? null, updated_at: now() })
    .where('id', '=', request.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const kind = assignee === null ? 'unassigned' : 'assigned'
  const subject = assignee === null ? {} : { subjectId: assignee.userId }
  await addEvent(tx, row.id, { kind, visibility: 'staff', actor, ...subject })
  await auditRequest(tx, kind, row, { assigneeId: row.assignee_id })
  const fields = { reference: row.reference, title: row.title }
  await writeToStaff(deps, tx, assignee?.person ?? null, {
    template: requestAssignedMail,
    page: staffPage(row),
    fields,
  })
  return row
}

/** Throws agency/not-assignable unless the person's roles allow `permission` now. */
export async function assertHolds(
  tx: Tx,
  access: WorkDeps['access'],
  userId: Id<'user'>,
  permission: string,
): Promise<void> {
  if (!(await access.standingOf(tx, userId)).permissions.has(permission)) throw agencyProblem('not-assignable')
}
