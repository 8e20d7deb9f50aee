import { isDeepStrictEqual } from 'node:util'
import { now } from '../../../../kernel/clock.ts'
import type { Db, Tx } from '../../../../kernel/db/database.ts'
import type { Id } from '../../../../kernel/id.ts'
import type { Access } from '../../../../platform/access/index.ts'
import type { Settings } from '../../../../platform/settings/index.ts'
import type { SharingTables, SubscriptionRow } from '../tables.ts'
import { BUILT_IN, offeredPlans, type Plan, planSetting, plansSetting, WITHOUT_LIMITS } from './plan.ts'

const DAY_MS = 24 * 3_600_000
/** How long a plan goes on that was to be paid anew and was not. */
const GRACE_DAYS = 7

export const standingStates = ['unlimited', 'default', 'chosen', 'paid', 'grace'] as const

/** The plan that holds for a trader. `unlimited`: there are no limits here, or none for them. */
export interface Standing {
  readonly state: (typeof standingStates)[number]
  readonly plan: Plan
  /** The end of what was paid. */
  readonly paidUntil: Date | null
  /** What holds from when, if nothing more is paid. */
  readonly next: { readonly plan: Plan; readonly from: Date } | null
}

/** What there is to choose, the plan of the installation first. */
export interface Offer {
  readonly fallback: Plan
  readonly offered: readonly Plan[]
}

/** Whether the plan is offered on exactly these terms. */
export function isOffered({ offered }: Offer, terms: Plan): boolean {
  return offered.some((plan) => isDeepStrictEqual(plan, terms))
}

export interface Standings {
  /** What the trader could choose; null where there are no limits, and nothing to choose. Inside a transaction, through its connection. */
  offerFor(reader: Db | Tx, ownerId: Id<'user'>): Promise<Offer | null>
  /** The plan that holds for the trader. */
  of(reader: Db | Tx, ownerId: Id<'user'>): Promise<Standing>
}

/** Which plan holds for whom: by the installation, by role, and by what was chosen and paid. */
export function createStandings({
  settings,
  access,
}: {
  readonly settings: Pick<Settings, 'declare'>
  readonly access: Pick<Access, 'standingOf'>
}): Standings {
  const everybodys = settings.declare(planSetting)
  const choosable = settings.declare(plansSetting)
  const offerFor = async (reader: Db | Tx, ownerId: Id<'user'>): Promise<Offer | null> => {
    const { plan } = await everybodys.read(reader)
    if (plan === 'unlimited') return null
    const { permissions } = await access.standingOf(reader, ownerId)
    if (permissions.has(WITHOUT_LIMITS)) return null
    return { fallback: BUILT_IN[plan], offered: offeredPlans(await choosable.read(reader)) }
  }
  return {
    offerFor,
    async of(reader, ownerId) {
      const offer = await offerFor(reader, ownerId)
      if (offer === null) return { state: 'unlimited', plan: BUILT_IN.unlimited, paidUntil: null, next: null }
      return standingOf(await findSubscription(reader, ownerId), offer, now())
    },
  }
}

/** What a trader chose; undefined: nothing. */
export async function findSubscription(reader: Db | Tx, ownerId: Id<'user'>): Promise<SubscriptionRow | undefined> {
  return await reader
    .query<SharingTables>()
    .selectFrom('trading.subscription')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .executeTakeFirst()
}

/** The end of the last time in which a plan that was paid holds. */
export function holdsUntil({
  ends_at: endsAt,
  ends_with_period: isToEnd,
}: Pick<SubscriptionRow, 'ends_at' | 'ends_with_period'>): Date | null {
  if (endsAt === null) return null
  return isToEnd ? endsAt : new Date(endsAt.getTime() + GRACE_DAYS * DAY_MS)
}

/** The plan that a subscription comes to at an instant: the one of the installation where it says nothing any more. */
export function standingOf(row: SubscriptionRow | undefined, offer: Offer, at: Date): Standing {
  if (row === undefined) return ofFree(null, offer)
  const { terms, ends_at: paidUntil } = row
  const last = holdsUntil(row)
  if (terms === null || paidUntil === null || last === null) return ofFree(row.plan, offer)
  const after = ofFree(row.next_plan, offer)
  if (at >= last) return after
  const state = at < paidUntil ? 'paid' : 'grace'
  return { state, plan: terms, paidUntil, next: { plan: after.plan, from: last } }
}

function ofFree(name: string | null, { fallback, offered }: Offer): Standing {
  const plan = offered.find((one) => one.name === name && one.price === null)
  return { state: plan === undefined ? 'default' : 'chosen', plan: plan ?? fallback, paidUntil: null, next: null }
}
