import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { problems } from '../../../kernel/problem.ts'
import { invalidValue } from '../ledger/problems.ts'
import type { Trader } from '../trader.ts'
import { readFilterText } from './filter-text.ts'
import type { AnalyticsTables, DashboardRow } from './tables.ts'

/** What dashboards answer. */
export const dashboardProblem = problems('trading', {
  'dashboard-not-found': { status: 404, title: 'There is no such dashboard' },
  'dashboard-stale': { status: 409, title: 'The dashboard was changed in the meantime' },
  'dashboard-named': { status: 409, title: 'A dashboard of this name is there already' },
  'dashboards-full': { status: 409, title: 'There are as many dashboards as there may be' },
})

const DASHBOARDS_MAX = 20

export type DashboardFields = Pick<DashboardRow, 'name' | 'filter' | 'basis' | 'mode' | 'widgets'>

export interface OwnDashboard {
  readonly trader: Trader
  readonly id: Id<'dashboard'>
}

/** In order of their names. */
export async function listDashboards(source: Db | Tx, ownerId: Id<'user'>): Promise<DashboardRow[]> {
  return await source
    .query<AnalyticsTables>()
    .selectFrom('trading.dashboard')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .orderBy('name')
    .execute()
}

/** Throws trading/dashboards-full, trading/dashboard-named, trading/value-invalid, http/invalid, trading/account-not-found. */
export async function createDashboard(tx: Tx, trader: Trader, fields: DashboardFields): Promise<DashboardRow> {
  await assertFields(tx, trader, fields)
  const held = await listDashboards(tx, trader.id)
  if (held.length >= DASHBOARDS_MAX) throw dashboardProblem('dashboards-full', { params: { max: DASHBOARDS_MAX } })
  const row = await tx
    .query<AnalyticsTables>()
    .insertInto('trading.dashboard')
    .values({
      ...{ id: newId<'dashboard'>(), owner_id: trader.id, ...fields },
      ...{ version: 1, created_at: now(), updated_at: now() },
    })
    .onConflict((conflict) => conflict.columns(['owner_id', 'name']).doNothing())
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw dashboardProblem('dashboard-named')
  await audit(tx, 'created', row)
  return row
}

/** Throws trading/dashboard-not-found, trading/dashboard-stale and what creating throws. */
export async function saveDashboard(
  tx: Tx,
  { trader, id }: OwnDashboard,
  { version, ...fields }: DashboardFields & { readonly version: number },
): Promise<DashboardRow> {
  await assertFields(tx, trader, fields)
  const others = await listDashboards(tx, trader.id)
  const before = others.find((one) => one.id === id)
  if (before === undefined) throw dashboardProblem('dashboard-not-found')
  if (others.some((one) => one.id !== id && one.name === fields.name)) throw dashboardProblem('dashboard-named')
  const row = await tx
    .query<AnalyticsTables>()
    .updateTable('trading.dashboard')
    .set({ ...fields, version: version + 1, updated_at: now() })
    .where('id', '=', id)
    .where('owner_id', '=', trader.id)
    .where('version', '=', version)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw dashboardProblem('dashboard-stale')
  await audit(tx, 'changed', row)
  return row
}

/** Throws trading/dashboard-not-found. */
export async function removeDashboard(tx: Tx, { trader, id }: OwnDashboard): Promise<void> {
  const row = await tx
    .query<AnalyticsTables>()
    .deleteFrom('trading.dashboard')
    .where('id', '=', id)
    .where('owner_id', '=', trader.id)
    .returningAll()
    .executeTakeFirst()
  if (row === undefined) throw dashboardProblem('dashboard-not-found')
  await audit(tx, 'removed', row)
}

export async function eraseDashboards(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.query<AnalyticsTables>().deleteFrom('trading.dashboard').where('owner_id', '=', ownerId).execute()
}

/** The filter is one that the list of trades takes, of the trader's own accounts. */
async function assertFields(tx: Tx, trader: Trader, { name, filter, widgets }: DashboardFields): Promise<void> {
  if (name.trim() !== name || name === '') throw invalidValue('/name', 'blank', 'is a name without spaces around it')
  const twice = widgets.findIndex((one, at) => widgets.indexOf(one) < at)
  if (twice >= 0) throw invalidValue(`/widgets/${twice}`, 'twice', 'stands before already')
  await readFilterText(tx, trader, { name: 'filter', text: filter })
}

async function audit(tx: Tx, what: string, { id }: DashboardRow): Promise<void> {
  await tx.audit({ action: `trading.dashboard.${what}`, subject: { kind: 'dashboard', id } })
}
