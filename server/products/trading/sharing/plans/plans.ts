import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Access } from '../../../../platform/access/index.ts'
import type { Settings } from '../../../../platform/settings/index.ts'
import type { Trader } from '../../trader.ts'
import { sharingProblem } from '../problems.ts'
import { countUsed, type HiddenMonth, hiddenMonths, type Period, periodNow, tradesBeyond } from './counting.ts'
import { LIMITS, type Limits, type PlanName, planSetting, WITHOUT_LIMITS } from './plan.ts'

export interface Plans {
  /**
   * Lets the trader make one more of these in the open transaction. Under a limit one such transaction of a trader follows the other, so
   * that no number of them at once passes it. Throws trading/plan-limit.
   */
  admit(tx: Tx, ownerId: Id<'user'>, kind: Refused): Promise<void>
  /** The trader as their plan has it at this moment: read for each look, so that a plan that is raised shows all at once. */
  trader(reader: Db | Tx, ownerId: Id<'user'>): Promise<Trader>
  /** The plan that holds for the trader, and what of it is used. */
  usage(reader: Db | Tx, ownerId: Id<'user'>): Promise<Usage & { readonly hidden: readonly HiddenMonth[] }>
  /** How many trades that the import opened are beyond the limit of the month they were opened in. */
  tradesBeyond(tx: Tx, batch: { readonly id: Id<'import-batch'>; readonly owner_id: Id<'user'> }): Promise<number>
}

/** What is refused beyond the limit; trades are kept and not shown. */
type Refused = 'journalEntries' | 'activePlaybooks'

export interface Usage {
  readonly plan: PlanName
  readonly limits: Limits
  readonly used: Readonly<Record<keyof Limits, number>>
  readonly period: Period
}

/** How much each trader may keep: as the installation says, or without limits for those with the permission. */
export function createPlans(deps: {
  readonly settings: Pick<Settings, 'declare'>
  readonly access: Pick<Access, 'standingOf'>
}): Plans {
  const setting = deps.settings.declare(planSetting)
  const planOf = async (reader: Db | Tx, ownerId: Id<'user'>): Promise<PlanName> => {
    const { plan } = await setting.read(reader)
    if (plan === 'unlimited') return plan
    const { permissions } = await deps.access.standingOf(reader, ownerId)
    return permissions.has(WITHOUT_LIMITS) ? 'unlimited' : plan
  }
  const usageOf = async (reader: Db | Tx, ownerId: Id<'user'>, plan: PlanName): Promise<Usage> => {
    const period = periodNow()
    return { plan, limits: LIMITS[plan], used: await countUsed(reader, ownerId, period), period }
  }
  return {
    async admit(tx, ownerId, kind) {
      const plan = await planOf(tx, ownerId)
      if (LIMITS[plan][kind] === null) return
      await lockTrader(tx, ownerId)
      assertRoom(await usageOf(tx, ownerId, plan), kind)
    },
    trader: async (reader, id) => ({ id, shownAMonth: LIMITS[await planOf(reader, id)].tradesOpened }),
    async usage(reader, ownerId) {
      const usage = await usageOf(reader, ownerId, await planOf(reader, ownerId))
      const { tradesOpened: shownAMonth } = usage.limits
      return { ...usage, hidden: await hiddenMonths(reader, { id: ownerId, shownAMonth }) }
    },
    async tradesBeyond(tx, { id, owner_id: ownerId }) {
      const { tradesOpened: limit } = LIMITS[await planOf(tx, ownerId)]
      return limit === null ? 0 : await tradesBeyond(tx, { ownerId, batchId: id, limit })
    },
  }
}

function assertRoom({ plan, limits, used, period }: Usage, kind: Refused): void {
  const limit = limits[kind]
  if (limit === null || used[kind] < limit) return
  const isMonthly = kind === 'journalEntries'
  const until = period.until.toISOString()
  throw sharingProblem('plan-limit', {
    detail: isMonthly
      ? `The plan has ${limit} journal entries a month. The count starts anew on ${until.slice(0, 10)} at midnight UTC.`
      : `The plan has ${limit} active playbooks. Archive one, and there is room for another.`,
    params: { plan, counter: kind, limit, startsAnewAt: isMonthly ? until : null },
  })
}

async function lockTrader(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.raw(
    'INSERT INTO trading.plan_lock (owner_id) VALUES ($1) ON CONFLICT (owner_id) DO UPDATE SET owner_id = excluded.owner_id',
    [ownerId],
  )
}
