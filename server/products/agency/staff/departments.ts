import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { violatedConstraint } from '../../../kernel/db/sqlstate.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { Reader } from '../caller.ts'
import { staffProblem } from './problems.ts'
import type { StaffTables } from './tables.ts'

export interface DepartmentInput {
  readonly name: string
  readonly sortOrder: number
}

/** In the order of the page. */
export async function listDepartments(source: Reader) {
  return await source
    .query<StaffTables>()
    .selectFrom('agency.department')
    .select(['id', 'name', 'sort_order as sortOrder'])
    .orderBy('sort_order')
    .orderBy('name_key')
    .execute()
}

/** Throws agency/department-taken. */
export async function addDepartment(tx: Tx, { name, sortOrder }: DepartmentInput) {
  const id = newId<'department'>()
  await named(() =>
    tx
      .query<StaffTables>()
      .insertInto('agency.department')
      .values({ id, name, name_key: keyOf(name), sort_order: sortOrder, created_at: now() })
      .execute(),
  )
  await tx.audit({ action: 'agency.department.added', subject: { kind: 'department', id }, details: { name } })
  return { id, name, sortOrder }
}

/** Throws agency/department-not-found, department-taken. */
export async function changeDepartment(tx: Tx, id: Id<'department'>, { name, sortOrder }: DepartmentInput) {
  const changed = await named(() =>
    tx
      .query<StaffTables>()
      .updateTable('agency.department')
      .set({ name, name_key: keyOf(name), sort_order: sortOrder })
      .where('id', '=', id)
      .executeTakeFirst(),
  )
  if (changed.numUpdatedRows === 0n) throw staffProblem('department-not-found')
  await tx.audit({ action: 'agency.department.changed', subject: { kind: 'department', id }, details: { name } })
  return { id, name, sortOrder }
}

/** Throws agency/department-not-found, and department-in-use while anybody belongs to it, also who has left. */
export async function removeDepartment(tx: Tx, id: Id<'department'>): Promise<void> {
  const used = await tx
    .query<StaffTables>()
    .selectFrom('agency.employee')
    .select('user_id')
    .where('department_id', '=', id)
    .limit(1)
    .executeTakeFirst()
  if (used !== undefined) throw staffProblem('department-in-use')
  const gone = await tx.query<StaffTables>().deleteFrom('agency.department').where('id', '=', id).executeTakeFirst()
  if (gone.numDeletedRows === 0n) throw staffProblem('department-not-found')
  await tx.audit({ action: 'agency.department.removed', subject: { kind: 'department', id } })
}

/** Throws agency/department-not-found. */
export async function assertDepartment(source: Reader, id: Id<'department'> | null): Promise<void> {
  if (id === null) return
  const known = await source
    .query<StaffTables>()
    .selectFrom('agency.department')
    .select('id')
    .where('id', '=', id)
    .executeTakeFirst()
  if (known === undefined) throw staffProblem('department-not-found')
}

function keyOf(name: string): string {
  return name.normalize('NFKC').toLowerCase()
}

async function named<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (violatedConstraint(error) === 'department_name_key_key')
      throw staffProblem('department-taken', { cause: error })
    throw error
  }
}
