import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { AnalyticsTables } from './tables.ts'

/** What the dashboard is made of, in the order in which it stands where nobody said otherwise. */
export const dashboardPanels = [
  ...(['figures', 'equity', 'calendar', 'heatmap', 'distribution'] as const),
  ...(['by', 'playbooks', 'streaks', 'excursion', 'behaviour'] as const),
] as const
export type DashboardPanel = (typeof dashboardPanels)[number]

export interface PlacedPanel {
  readonly name: DashboardPanel
  readonly hidden: boolean
}

/** Every panel in the trader's order; one that came after they said it stands at the end. */
export async function layoutOf(source: Db | Tx, ownerId: Id<'user'>): Promise<PlacedPanel[]> {
  const row = await findLayout(source, ownerId)
  const said = row?.panels.filter(isPanel) ?? []
  const all = [...said, ...dashboardPanels.filter((name) => !said.includes(name))]
  return all.map((name) => ({ name, hidden: row?.hidden.includes(name) ?? false }))
}

/** As it is stored; undefined: nobody said anything. */
export async function findLayout(source: Db | Tx, ownerId: Id<'user'>) {
  return await source
    .query<AnalyticsTables>()
    .selectFrom('trading.dashboard_layout')
    .select(['panels', 'hidden'])
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
}

export async function saveLayout(tx: Tx, ownerId: Id<'user'>, placed: readonly PlacedPanel[]): Promise<void> {
  const row = {
    panels: placed.map(({ name }) => name),
    hidden: placed.filter(({ hidden }) => hidden).map(({ name }) => name),
  }
  await tx
    .query<AnalyticsTables>()
    .insertInto('trading.dashboard_layout')
    .values({ owner_id: ownerId, ...row })
    .onConflict((conflict) => conflict.column('owner_id').doUpdateSet(row))
    .execute()
  await tx.audit({ action: 'trading.dashboard.arranged', subject: { kind: 'user', id: ownerId } })
}

export async function eraseLayout(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.query<AnalyticsTables>().deleteFrom('trading.dashboard_layout').where('owner_id', '=', ownerId).execute()
}

function isPanel(name: string): name is DashboardPanel {
  return dashboardPanels.some((one) => one === name)
}
