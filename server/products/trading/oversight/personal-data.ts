import type { Db, Tx } from '../../../kernel/db/database.ts'
import type { Id } from '../../../kernel/id.ts'
import type { OversightTables } from './tables.ts'

/** The limits and alerts a trader set, and what they told; empty when nothing. */
export async function exportPerson(db: Db, userId: Id<'user'>) {
  const of = <Table extends keyof OversightTables & `trading.${string}`>(table: Table) =>
    db.raw(`SELECT to_jsonb(kept) - 'owner_id' AS kept FROM ${table} kept WHERE owner_id = $1`, [userId])
  const named = {
    riskProfiles: await of('trading.risk_profile'),
    riskBreaches: await of('trading.risk_breach'),
    alerts: await of('trading.alert_rule'),
    alertEvents: await of('trading.alert_event'),
    quietHours: await of('trading.quiet_hours'),
    pushAddress: await of('trading.push_address'),
  }
  const kept = Object.entries(named).filter(([, rows]) => rows.length > 0)
  return Object.fromEntries(kept.map(([name, rows]) => [name, rows.map((row) => (row as { kept: unknown }).kept)]))
}

const OWNED = ['alert_event', 'alert_rule', 'risk_breach', 'risk_profile', 'quiet_hours', 'push_address']

/** Forgets all of it. */
export async function erasePerson(tx: Tx, userId: Id<'user'>): Promise<void> {
  for (const table of OWNED) await tx.raw(`DELETE FROM trading.${table} WHERE owner_id = $1`, [userId])
}
