import { type Static, Type } from 'typebox'
import { line, namedObject, object, oneOf } from '../../../../kernel/http/schema.ts'
import { isCurrency, moneyShape } from '../../../../kernel/money.ts'
import type { Setting } from '../../../../platform/settings/index.ts'

const names = ['unlimited', 'free'] as const

/** Plans that every installation knows. */
type BuiltIn = (typeof names)[number]

/** The most there may be of each; null where a plan sets no limit. Trades and entries are of a month. */
export interface Limits {
  readonly tradesOpened: number | null
  readonly journalEntries: number | null
  readonly activePlaybooks: number | null
}

export const intervals = ['month', 'year'] as const

/** What a paid plan costs for each of its periods; minor units as text. */
export interface Price {
  readonly minor: string
  readonly currency: string
  readonly interval: (typeof intervals)[number]
}

/** A plan as it is offered. */
export interface Plan {
  readonly name: string
  readonly title: string
  readonly limits: Limits
  /** Null: free. */
  readonly price: Price | null
}

/** One that is paid for. */
export interface PaidPlan extends Plan {
  readonly price: Price
}

/** The plans of every installation, of which one holds for whoever chose none. */
export const BUILT_IN: Readonly<Record<BuiltIn, Plan>> = {
  unlimited: {
    ...{ name: 'unlimited', title: 'Unlimited', price: null },
    limits: { tradesOpened: null, journalEntries: null, activePlaybooks: null },
  },
  free: {
    ...{ name: 'free', title: 'Free', price: null },
    limits: { tradesOpened: 10, journalEntries: 20, activePlaybooks: 2 },
  },
}

/** A plan in addresses and programs. */
export const planName = Type.String({ pattern: '^[a-z][a-z0-9-]{0,30}$', maxLength: 31 })

/** Whoever may this has no limits, whatever the installation's plan. */
export const WITHOUT_LIMITS = 'trading:unlimited'

const shape = namedObject('TradingPlan', { plan: { ...oneOf(names), title: 'Plan of every trader' } })

/** How much traders may keep. */
export const planSetting: Setting<typeof shape> = {
  key: 'trading-plan',
  title: 'The plan of traders',
  description:
    'free: 10 trades and 20 journal entries a month, and 2 active playbooks, for whoever chose no other plan; people with the role trader-unlimited have no limits. unlimited: nobody has.',
  schema: shape,
  fallback: { plan: 'unlimited' },
  isPublic: false,
}

const most = (title: string) =>
  Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000, title, description: 'No limit where nothing is said' }))

const offered = object({
  name: {
    ...planName,
    ...{ title: 'Name', description: 'In addresses. Whoever chose a plan loses it when its name changes' },
  },
  title: { ...line(60), title: 'Title' },
  tradesOpened: most('Trades shown of a month'),
  journalEntries: most('Journal entries a month'),
  activePlaybooks: most('Active playbooks'),
  price: Type.Optional({ ...moneyShape, title: 'Price', description: 'Free where nothing is said' }),
  interval: Type.Optional({ ...oneOf(intervals), title: 'What the price is for' }),
})

const plansShape = namedObject('TradingPlans', {
  plans: Type.Array(offered, { maxItems: 20, title: 'Plans beside that of every trader' }),
})

/** What traders may choose while the plan of every trader has limits. */
export const plansSetting: Setting<typeof plansShape> = {
  key: 'trading-plans',
  title: 'Plans that traders choose',
  description:
    'Offered as long as the plan of traders is free. What was bought holds as it was bought until the paid time is over.',
  schema: plansShape,
  fallback: { plans: [] },
  isPublic: false,
  check: ({ plans }) => plans.flatMap((plan, place) => faultOf(plan, plans.slice(0, place)) ?? []),
}

type Offered = Static<typeof offered>

function faultOf({ name, price, interval }: Offered, before: readonly Offered[]) {
  const error = (message: string) => [{ severity: 'error', member: 'plans', message } as const]
  if (names.some((one) => one === name) || before.some((one) => one.name === name))
    return error('two plans have one name; free and unlimited are taken')
  if ((price === undefined) !== (interval === undefined))
    return error('a price goes with an interval, and an interval with a price')
  if (price === undefined) return null
  if (!isCurrency(price.currency)) return error('a price is in a currency that is not known')
  return BigInt(price.minor) > 0n ? null : error('a price is above zero; leave it out of a plan that is free')
}

/** The plans of the setting. */
export function offeredPlans({ plans }: Static<typeof plansShape>): Plan[] {
  return plans.map(({ name, title, price, interval, ...limits }) => ({
    ...{ name, title },
    limits: {
      tradesOpened: limits.tradesOpened ?? null,
      journalEntries: limits.journalEntries ?? null,
      activePlaybooks: limits.activePlaybooks ?? null,
    },
    price: price === undefined || interval === undefined ? null : { ...price, interval },
  }))
}
