import { now, nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { AccountRow } from '../ledger/tables.ts'
import { accountClock } from '../ledger/trading-day.ts'
import { stepOf } from './alert-states.ts'
import { observe } from './alert-values.ts'
import { titleOf } from './alert-words.ts'
import { alertTriggered } from './events.ts'
import { queuePush } from './push.ts'
import { recordBreaches } from './risk-breaches.ts'
import { profileFigures } from './risk-status.ts'
import type { AlertRow, OversightTables } from './tables.ts'
import { type TellDeps, tellAlert } from './telling.ts'

/**
 * Judges the risk profiles of an account, then its alerts, by what is stored now, and tells what is new. The same figures judged again tell
 * nothing. One look at an account at a time.
 */
export async function lookAtAccount(tx: Tx, deps: TellDeps, accountId: Id<'trading-account'>): Promise<void> {
  await tx.raw('SELECT pg_advisory_xact_lock(hashtextextended($1, 0))', [`trading.look ${accountId}`])
  const account = await tx
    .query<OversightTables>()
    .selectFrom('trading.account')
    .selectAll()
    .where('id', '=', accountId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (account === undefined) return
  await judgeProfiles(tx, deps, account)
  await judgeAlerts(tx, deps, account)
  const look = { generation: account.generation, day: accountClock(account).day(nowMs()), looked_at: now() }
  await tx
    .query<OversightTables>()
    .insertInto('trading.oversight_look')
    .values({ account_id: accountId, ...look })
    .onConflict((conflict) => conflict.column('account_id').doUpdateSet(look))
    .execute()
}

async function judgeProfiles(tx: Tx, deps: TellDeps, account: AccountRow): Promise<void> {
  const profiles = await tx
    .query<OversightTables>()
    .selectFrom('trading.risk_profile')
    .selectAll()
    .where('account_id', '=', account.id)
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  for (const profile of profiles) {
    const { statuses, status } = await profileFigures(tx, account, profile)
    await recordBreaches(tx, deps, { account, profile }, statuses)
    if (status === profile.status) continue
    await tx
      .query<OversightTables>()
      .updateTable('trading.risk_profile')
      .set({ status })
      .where('id', '=', profile.id)
      .execute()
  }
}

async function judgeAlerts(tx: Tx, deps: TellDeps, account: AccountRow): Promise<void> {
  const alerts = await tx
    .query<OversightTables>()
    .selectFrom('trading.alert_rule')
    .selectAll()
    .where('account_id', '=', account.id)
    .where('state', '<>', 'expired')
    .orderBy('id')
    .forNoKeyUpdate()
    .execute()
  for (const alert of alerts) {
    const observed = await observe(tx, account, alert)
    const { state, toldKey, isTold } = stepOf(alert, observed, nowMs())
    if (isTold || state !== alert.state || toldKey !== alert.told_key)
      await tx
        .query<OversightTables>()
        .updateTable('trading.alert_rule')
        .set({
          ...{ state, told_key: toldKey, snoozed_until: state === 'snoozed' ? alert.snoozed_until : null },
          ...(isTold ? { triggered_at: now() } : {}),
        })
        .where('id', '=', alert.id)
        .execute()
    if (isTold && observed !== null)
      await tell(tx, deps, { alert, account, title: titleOf(alert, account, observed), value: observed.value })
  }
}

interface Told {
  readonly alert: AlertRow
  readonly account: AccountRow
  readonly title: string
  readonly value: string | null
}

async function tell(tx: Tx, deps: TellDeps, { alert, account, title, value }: Told): Promise<void> {
  const event = await tx
    .query<OversightTables>()
    .insertInto('trading.alert_event')
    .values({
      ...{ id: newId<'alert-event'>(), owner_id: alert.owner_id, account_id: account.id, rule_id: alert.id },
      ...{ profile_id: alert.profile_id, title, raised_at: now(), read_at: null },
      in_app: alert.channels.includes('in-app'),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  if (alert.channels.includes('webhook'))
    await tx.publish(alertTriggered, {
      ...{ alertId: alert.id, eventId: event.id, accountId: account.id, traderId: alert.owner_id, kind: alert.kind },
      ...{ title, value, threshold: alert.threshold, raisedAt: event.raised_at.toISOString() },
    })
  if (alert.channels.includes('email')) await tellAlert(tx, deps, alert.owner_id, event.id)
  if (alert.channels.includes('push')) await queuePush(tx, alert.owner_id, event.id)
  const details = { kind: alert.kind, accountId: account.id }
  await tx.audit({ action: 'trading.alert.triggered', subject: { kind: 'alert', id: alert.id }, details })
}
