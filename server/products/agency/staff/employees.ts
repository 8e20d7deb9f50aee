import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { Purpose } from '../../../platform/files/index.ts'
import type { Reader } from '../caller.ts'
import { assertDepartment } from './departments.ts'
import type { StaffDeps } from './deps.ts'
import { employeeJoined, employeeLeft } from './events.ts'
import { staffProblem } from './problems.ts'
import type { EmployeeRow, StaffTables } from './tables.ts'

const MEBIBYTE = 1024 * 1024
const PORTRAIT = 'agency.portrait'

/** Photos of the team; the public gets the square that is made anew of them. */
export const portraitPurpose: Purpose = {
  name: PORTRAIT,
  maxBytes: 10 * MEBIBYTE,
  contentTypes: ['image/jpeg', 'image/png', 'image/webp'],
  visibility: 'public',
  image: { variants: [{ name: 'portrait', width: 480, height: 480, format: 'webp' }] },
}

interface EmployeeInvitation {
  readonly email: string
  readonly roles: readonly string[]
  readonly departmentId: Id<'department'> | null
  readonly position: string
  readonly inviterId: Id<'user'>
}

/**
 * Invites an address to roles, by platform/organisations, with a place among the staff attached to it. Throws agency/department-not-found and
 * what inviteStaff does.
 */
export async function inviteEmployee(
  tx: Tx,
  { organisations }: Pick<StaffDeps, 'organisations'>,
  { email, roles, departmentId, position, inviterId }: EmployeeInvitation,
) {
  await assertDepartment(tx, departmentId)
  const invitation = await organisations.inviteStaff(tx, { email, roles, inviterId })
  await tx
    .query<StaffTables>()
    .insertInto('agency.employee_invitation')
    .values({ invitation_id: invitation.id, department_id: departmentId, position, invited_at: now() })
    .execute()
  return { ...invitation, departmentId, position }
}

/** Makes an employee of who accepts an invitation that a place was attached to; who had left is back. */
export async function joinByInvitation(
  tx: Tx,
  { invitationId, userId }: { readonly invitationId: Id<'invitation'>; readonly userId: Id<'user'> },
): Promise<void> {
  const place = await tx
    .query<StaffTables>()
    .deleteFrom('agency.employee_invitation')
    .where('invitation_id', '=', invitationId)
    .returningAll()
    .executeTakeFirst()
  if (place === undefined) return
  const at = { department_id: place.department_id, position: place.position }
  const written = { state: 'active', left_at: null, joined_at: now(), ...at } as const
  const profile = { sort_order: 0, visible: false, headline: '', bio: '', links: [], photo_file_id: null, version: 1 }
  await tx
    .query<StaffTables>()
    .insertInto('agency.employee')
    .values({ user_id: userId, ...profile, ...written })
    .onConflict((conflict) => conflict.column('user_id').doUpdateSet(written))
    .execute()
  await tx.audit({ action: 'agency.employee.joined', subject: { kind: 'user', id: userId }, details: { invitationId } })
  await tx.publish(employeeJoined, { userId })
}

export async function findEmployee(source: Reader, userId: Id<'user'>): Promise<EmployeeRow> {
  const row = await source
    .query<StaffTables>()
    .selectFrom('agency.employee')
    .selectAll()
    .where('user_id', '=', userId)
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('employee-not-found')
  return row
}

const EMPLOYEES_MAX = 500

/** In the order of the page; `onlyShown`: those whom the public sees. */
export async function listEmployees(source: Reader, onlyShown: boolean): Promise<EmployeeRow[]> {
  let query = source
    .query<StaffTables>()
    .selectFrom('agency.employee')
    .selectAll()
    .orderBy('sort_order')
    .orderBy('user_id')
    .limit(EMPLOYEES_MAX)
  if (onlyShown) query = query.where('visible', '=', true)
  return await query.execute()
}

type Change = Partial<Pick<EmployeeRow, 'department_id' | 'position' | 'sort_order' | 'visible'>>

/** Changes somebody's place at the version seen. Throws agency/employee-not-found, employee-left, employee-stale, department-not-found. */
export async function changeEmployee(
  tx: Tx,
  { userId, version }: { readonly userId: Id<'user'>; readonly version: number },
  change: Change,
): Promise<EmployeeRow> {
  const held = await findEmployee(tx, userId)
  if (held.state === 'left') throw staffProblem('employee-left')
  await assertDepartment(tx, change.department_id ?? null)
  const row = await write(tx, { userId, version }, change)
  await tx.audit({ action: 'agency.employee.changed', subject: { kind: 'user', id: userId }, details: { ...change } })
  return row
}

type OwnProfile = Partial<Pick<EmployeeRow, 'headline' | 'bio' | 'links' | 'photo_file_id'>>

/** Changes one's own public profile. Throws agency/employee-not-found, employee-stale, photo-not-usable. */
export async function changeOwnProfile(
  tx: Tx,
  { files }: Pick<StaffDeps, 'files'>,
  { userId, version }: { readonly userId: Id<'user'>; readonly version: number },
  profile: OwnProfile,
): Promise<EmployeeRow> {
  await findEmployee(tx, userId)
  const fileId = profile.photo_file_id ?? null
  if (fileId !== null) {
    const file = await files.file(tx, fileId)
    if (file?.ownerId !== userId || file.purpose !== PORTRAIT)
      throw staffProblem('photo-not-usable', {
        errors: [{ pointer: '/photoFileId', code: 'unusable', detail: 'is no portrait of yours' }],
      })
  }
  const row = await write(tx, { userId, version }, profile)
  await tx.audit({ action: 'agency.employee.profile-changed', subject: { kind: 'user', id: userId } })
  return row
}

async function write(
  tx: Tx,
  { userId, version }: { readonly userId: Id<'user'>; readonly version: number },
  change: Change & OwnProfile,
): Promise<EmployeeRow> {
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.employee')
    .set({ ...change, version: version + 1 })
    .where('user_id', '=', userId)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw staffProblem('employee-stale')
  return row
}

/**
 * Ends somebody's time here: out of the public page, without roles, and what was theirs to do waits for somebody else. Throws
 * agency/employee-left, access/beyond-own, access/last-administrator.
 */
export async function endEmployment(
  tx: Tx,
  { access }: Pick<StaffDeps, 'access'>,
  userId: Id<'user'>,
): Promise<EmployeeRow> {
  const row = await tx
    .query<StaffTables>()
    .updateTable('agency.employee')
    .set((set) => ({ state: 'left', left_at: now(), visible: false, version: set('version', '+', 1) }))
    .where('user_id', '=', userId)
    .where('state', '=', 'active')
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) {
    await findEmployee(tx, userId)
    throw staffProblem('employee-left')
  }
  const { grants } = await access.accessOf(tx, userId)
  for (const { role } of grants) await access.revokeRoleByActor(tx, { userId, role, reason: 'left' })
  await handOverWork(tx, userId)
  await tx.audit({ action: 'agency.employee.left', subject: { kind: 'user', id: userId } })
  await tx.publish(employeeLeft, { userId })
  return row
}

/** What somebody had to do is nobody's until it is given to another; what is over stays as it was. */
export async function handOverWork(tx: Tx, userId: Id<'user'>): Promise<void> {
  await tx.raw('DELETE FROM agency.project_member WHERE user_id = $1', [userId])
  await tx.raw(
    `UPDATE agency.service_request SET assignee_id = NULL
      WHERE assignee_id = $1 AND stage NOT IN ('completed', 'cancelled', 'rejected')`,
    [userId],
  )
  await tx.raw("UPDATE agency.ticket SET assignee_id = NULL WHERE assignee_id = $1 AND state <> 'closed'", [userId])
  await tx.raw("UPDATE agency.lead SET owner_id = NULL WHERE owner_id = $1 AND stage NOT IN ('won', 'lost')", [userId])
}
