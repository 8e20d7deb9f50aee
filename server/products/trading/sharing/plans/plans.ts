import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import { recipient } from '../../../../kernel/mail/address.ts'
import type { Mailer } from '../../../../kernel/mail/mailer.ts'
import type { Trader } from '../../trader.ts'
import { sharingProblem } from '../problems.ts'
import { countUsed, type HiddenMonth, hiddenMonths, type Period, periodOf, tradesBeyond } from './counting.ts'
import { planLimitMail } from './mails.ts'
import type { Limits, Plan } from './plan.ts'
import type { Standing, Standings } from './standings.ts'

export interface Plans {
  /**
   * Lets the trader make one more of these in the open transaction, or as many as are said. Under a limit one such transaction of a trader
   * follows the other, so that no number of them at once passes it. Throws trading/plan-limit.
   */
  admit(tx: Tx, ownerId: Id<'user'>, kind: Refused, many?: Many): Promise<void>
  /** The trader as their plan has it at this moment: read for each look, so that a plan that is raised shows all at once. */
  trader(reader: Db | Tx, ownerId: Id<'user'>): Promise<Trader>
  /** The plan that holds for the trader, and what of it is used. */
  usage(reader: Db | Tx, ownerId: Id<'user'>): Promise<Usage & { readonly hidden: readonly HiddenMonth[] }>
  /** Writes once a month to a trader whose trades of it are more than the plan shows, however they came to be. */
  tellTrades(tx: Tx, ownerId: Id<'user'>): Promise<void>
  /** How many trades that the import opened are beyond the limit of the month they were opened in. */
  tradesBeyond(tx: Tx, batch: { readonly id: Id<'import-batch'>; readonly owner_id: Id<'user'> }): Promise<number>
}

/** What is refused beyond the limit; trades are kept and not shown. */
type Refused = 'journalEntries' | 'activePlaybooks'

interface Many {
  readonly count: number
  /** Of entries: in which month they count; in the one that is running without. */
  readonly writtenAt?: Date
}

export interface Usage {
  readonly plan: Plan
  readonly state: Standing['state']
  readonly limits: Limits
  readonly used: Readonly<Record<keyof Limits, number>>
  readonly period: Period
}

/** How much each trader may keep: as the installation says, as they chose, or without limits for those with the permission. */
export function createPlans(deps: TellDeps & { readonly standings: Standings }): Plans {
  const { standings } = deps
  const usageOf = async (reader: Db | Tx, ownerId: Id<'user'>, { plan, state, at }: Standing & { at?: Date }) => {
    const period = periodOf(at)
    return { plan, state, limits: plan.limits, used: await countUsed(reader, ownerId, period), period }
  }
  return {
    async admit(tx, ownerId, kind, { count, writtenAt } = { count: 1 }) {
      if ((await standings.offerFor(tx, ownerId)) === null) return
      await lockTrader(tx, ownerId)
      const standing = await standings.of(tx, ownerId)
      if (standing.plan.limits[kind] === null) return
      const usage: Usage = await usageOf(tx, ownerId, {
        ...standing,
        ...(writtenAt === undefined ? {} : { at: writtenAt }),
      })
      assertRoom(usage, kind, count)
      const isNow = usage.period.until > now()
      if (isNow && usage.used[kind] + count === usage.limits[kind])
        await tellLimit(tx, deps, { ownerId, counter: kind, usage })
    },
    async trader(reader, id) {
      const { plan } = await standings.of(reader, id)
      return { id, shownAMonth: plan.limits.tradesOpened }
    },
    async usage(reader, ownerId) {
      const usage = await usageOf(reader, ownerId, await standings.of(reader, ownerId))
      const { tradesOpened: shownAMonth } = usage.limits
      return { ...usage, hidden: await hiddenMonths(reader, { id: ownerId, shownAMonth }) }
    },
    async tellTrades(tx, ownerId) {
      const standing = await standings.of(tx, ownerId)
      const { tradesOpened: limit } = standing.plan.limits
      if (limit === null) return
      const usage = await usageOf(tx, ownerId, standing)
      if (usage.used.tradesOpened > limit) await tellLimit(tx, deps, { ownerId, counter: 'tradesOpened', usage })
    },
    async tradesBeyond(tx, { id, owner_id: ownerId }) {
      const { plan } = await standings.of(tx, ownerId)
      const { tradesOpened: limit } = plan.limits
      if (limit === null) return 0
      return await tradesBeyond(tx, { ownerId, batchId: id, limit })
    },
  }
}

function assertRoom({ plan, limits, used, period }: Usage, kind: Refused, count: number): void {
  const limit = limits[kind]
  if (limit === null || used[kind] + count <= limit) return
  const isMonthly = kind === 'journalEntries'
  const until = period.until.toISOString()
  throw sharingProblem('plan-limit', {
    detail: isMonthly
      ? `The plan has ${limit} journal entries a month. The count starts anew on ${until.slice(0, 10)} at midnight UTC.`
      : `The plan has ${limit} active playbooks. Archive one, and there is room for another.`,
    params: { plan: plan.name, counter: kind, limit, startsAnewAt: isMonthly ? until : null },
  })
}

/** Held until the transaction ends by whoever makes what a plan limits, or changes the plan of the trader. */
export async function lockTrader(tx: Tx, ownerId: Id<'user'>): Promise<void> {
  await tx.raw(
    'INSERT INTO trading.plan_lock (owner_id) VALUES ($1) ON CONFLICT (owner_id) DO UPDATE SET owner_id = excluded.owner_id',
    [ownerId],
  )
}

export interface TellDeps {
  readonly mailer: Mailer
  readonly publicUrl: URL
  readonly people: (
    ids: readonly Id<'user'>[],
    reader: Tx,
  ) => Promise<ReadonlyMap<string, Parameters<typeof recipient>[0]>>
}

interface Reached {
  readonly ownerId: Id<'user'>
  readonly counter: keyof Limits
  readonly usage: Usage
}

/** Writes of a limit once a month, by the transaction that reached it. */
async function tellLimit(
  tx: Tx,
  { mailer, people, publicUrl }: TellDeps,
  { ownerId, counter, usage: { limits, period } }: Reached,
): Promise<void> {
  const limit = limits[counter]
  const told = await tx.raw(
    'INSERT INTO trading.plan_limit_told (owner_id, counter, month) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING 1 AS told',
    [ownerId, counter, period.from.toISOString().slice(0, 10)],
  )
  const person = told.length === 0 ? undefined : (await people([ownerId], tx)).get(ownerId)
  if (person === undefined || limit === null) return
  const url = new URL('/trading/plan', publicUrl).href
  await mailer.send(tx, recipient(person), planLimitMail, { name: person.name, url, counter, limit })
}
