import type { Variant } from '@plinth/sdk/flags'
import { inSeconds } from '../../kernel/clock.ts'
import { type Origin, systemOrigin } from '../../kernel/db/actor.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { apply } from './admin/apply.ts'
import { propose } from './admin/changes.ts'
import type { WantedRule, WantedTargeting } from './admin/content.ts'
import { changeEnvironment } from './admin/environments.ts'
import { createFlag, type WantedFlag } from './admin/flags.ts'
import { createSegment } from './admin/segments.ts'
import { findFlag, flagContentOf } from './admin/standing.ts'
import { completedTargeting, sayTargeting } from './admin/targeting.ts'
import type { FlagsDeps, Reader } from './parts.ts'
import type { FlagTables } from './tables.ts'

const origin: Origin = systemOrigin('flags.demo', 'demo')
/** Advisory lock: processes that start together seed once. */
const SEED_LOCK = 7_226_304_583
const DAY_SECONDS = 24 * 3600
const GUARDED = 'production'
const CHECKOUT = 'one-page-checkout'
const RANKING = 'search-ranking'
const FORM = 'signup-form'
const LIMIT = 'upload-limit-mb'
const SALE = 'summer-sale'

const variantsOf = (values: Readonly<Record<string, Variant['value']>>): Variant[] =>
  Object.entries(values).map(([key, value]) => ({ key, value }))
const flags: readonly WantedFlag[] = [
  {
    key: CHECKOUT,
    title: 'The checkout on one page',
    type: 'boolean',
    isPublic: true,
    description: 'Instead of three pages.',
  },
  {
    ...{ key: RANKING, title: 'How search ranks what it finds', type: 'string', staleAfterDays: 60 },
    ...{
      description: 'Which of three rankings answers a search.',
      variants: variantsOf({ classic: 'classic', meaning: 'meaning', both: 'both' }),
    },
  },
  {
    ...{ key: FORM, title: 'The form that people sign up with', type: 'string', isPublic: true },
    ...{ description: 'Measured by an experiment.', variants: variantsOf({ long: 'long', short: 'short' }) },
  },
  {
    ...{ key: LIMIT, title: 'The largest upload, in MB', type: 'number', isPermanent: true },
    ...{ description: 'By what a customer pays for.', variants: variantsOf({ small: 50, large: 500, huge: 2000 }) },
  },
  { key: SALE, title: 'The banner of the summer sale', type: 'boolean', description: 'Over since September.' },
]

const staff: WantedRule = {
  id: 'staff',
  description: 'Our own people first',
  condition: { segment: 'staff' },
  serve: { variant: 'on' },
}
const targeting = (more: Partial<WantedTargeting>): WantedTargeting => ({
  ...{ enabled: true, offVariant: null, prerequisites: [], rules: [], fallthrough: null },
  ...more,
})
const everybody = (variant: string): WantedTargeting => targeting({ fallthrough: { variant } })
const weights = (...parts: readonly (readonly [variant: string, percent: number])[]) => ({
  split: { weights: parts.map(([variant, percent]) => ({ variant, weight: percent * 1000 })) },
})

/** Flags as a product has them after a year: rules, a ramp, splits, an archived one, and a change that waits for approval. */
export async function seedDemo(deps: FlagsDeps): Promise<void> {
  if (await isSeeded(deps.db)) return
  await deps.db.transaction(origin, async (tx) => {
    await tx.raw('SELECT pg_advisory_xact_lock($1)', [SEED_LOCK])
    if (await isSeeded(tx)) return
    const ownerId = await deps.demoPerson(tx)
    await changeEnvironment(tx, GUARDED, { needsApproval: false })
    await seedSegments(deps, tx)
    for (const flag of flags) await createFlag(deps, tx, { ...flag, ownerId })
    await seedTargeting(deps, tx)
    const content = { ...flagContentOf(await findFlag(tx, SALE)), archived: true }
    const subject = { kind: 'flag', target: SALE, environment: null } as const
    await apply(deps, tx, { subject, content, baseVersion: 1, reason: 'The sale is over', action: 'archived' })
    await changeEnvironment(tx, GUARDED, { needsApproval: true })
    const place = { key: RANKING, environment: GUARDED }
    const wanted = targeting({ offVariant: 'classic', fallthrough: weights(['meaning', 50], ['both', 50]) })
    await propose(tx, ownerId, {
      subject: { kind: 'targeting', target: RANKING, environment: GUARDED },
      content: await completedTargeting(tx, { ...place, wanted }),
      ...{ baseVersion: 2, reason: 'Nobody has missed the classic ranking for four weeks', scheduledAt: null },
    })
  })
}

async function seedSegments(deps: FlagsDeps, tx: Tx): Promise<void> {
  const segments = [
    {
      ...{ key: 'staff', title: 'Our own people', description: 'By the address they sign in with.' },
      condition: { attribute: 'email', operator: 'ends-with', value: '@plinth.example' },
    },
    {
      ...{ key: 'east-africa', title: 'East Africa', description: 'Where the mobile money of the region is offered.' },
      condition: { attribute: 'country', operator: 'in', value: ['KE', 'TZ', 'UG', 'RW'] },
    },
  ] as const
  for (const segment of segments) await createSegment(deps, tx, { ...segment, reason: 'For the first rollouts' })
}

async function seedTargeting(deps: FlagsDeps, tx: Tx): Promise<void> {
  const say = (key: string, environment: string, wanted: WantedTargeting) =>
    sayTargeting(deps, tx, { key, environment, wanted, version: 1, reason: 'As it was planned' })
  const ramp = {
    ...{ from: 5000, to: 50_000 },
    ...{ startsAt: inSeconds(-4 * DAY_SECONDS).toISOString(), endsAt: inSeconds(10 * DAY_SECONDS).toISOString() },
  }
  const region: WantedRule = {
    ...{
      id: 'region',
      description: 'Two weeks for the region',
      condition: { segment: 'east-africa' },
      rollout: { ramp },
    },
    serve: { variant: 'on' },
  }
  const paying = (id: string, plan: string, variant: string): WantedRule => ({
    ...{ id, condition: { attribute: 'plan', operator: 'equals', value: plan }, serve: { variant } },
  })
  const byPlan = [paying('business', 'business', 'huge'), paying('pro', 'pro', 'large')]
  const limits = targeting({ offVariant: 'small', rules: byPlan, fallthrough: { variant: 'small' } })
  const measured: WantedRule = { id: 'everybody', experiment: FORM, serve: weights(['long', 50], ['short', 50]) }
  await say(
    CHECKOUT,
    GUARDED,
    targeting({ offVariant: 'off', rules: [staff, region], fallthrough: { variant: 'off' } }),
  )
  await say(CHECKOUT, 'staging', everybody('on'))
  await say(
    RANKING,
    GUARDED,
    targeting({ offVariant: 'classic', fallthrough: weights(['classic', 34], ['meaning', 33], ['both', 33]) }),
  )
  for (const environment of ['staging', GUARDED]) await say(LIMIT, environment, limits)
  if (deps.environment !== GUARDED) await say(FORM, GUARDED, everybody('long'))
  await say(
    FORM,
    deps.environment,
    targeting({ offVariant: 'long', rules: [measured], fallthrough: { variant: 'long' } }),
  )
}

async function isSeeded(reader: Reader): Promise<boolean> {
  const known = await reader
    .query<FlagTables>()
    .selectFrom('flags.flag')
    .select('id')
    .where('key', '=', FORM)
    .limit(1)
    .executeTakeFirst()
  return known !== undefined
}
