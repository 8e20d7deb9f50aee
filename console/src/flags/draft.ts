import type { Bucketing, Condition, HashName, Json, Prerequisite, Ramp, Rule, Sticky, Weight } from '@plinth/sdk/flags'

/** Salts and hashes of what is new are chosen by the server. */
type Bucketed = Partial<Bucketing>
export type DraftRollout = Bucketed & ({ readonly share: number } | { readonly ramp: Ramp })
export type DraftSplit = Bucketed & { readonly weights: readonly Weight[] }
export type DraftServe = { readonly variant: string } | { readonly split: DraftSplit } | { readonly logic: Json } | null

/** A rule as it is edited; one without an id is new. A share or a weight that is no number is NaN, an instant not chosen ''. */
export interface DraftRule extends Omit<Rule, 'id' | 'rollout' | 'serve' | 'sticky'> {
  readonly id?: string
  readonly rollout?: DraftRollout
  readonly serve: DraftServe
  readonly sticky?: Sticky
}

/** What a flag is to serve in an environment, as it is edited. */
export interface Draft {
  readonly enabled: boolean
  readonly offVariant: string | null
  readonly prerequisites: readonly Prerequisite[]
  readonly rules: readonly DraftRule[]
  readonly fallthrough: DraftServe
}

/** What is read of a targeting. */
interface Standing {
  readonly enabled: boolean
  readonly offVariant: string | null
  readonly prerequisites: readonly unknown[]
  readonly rules: readonly unknown[]
  readonly fallthrough: unknown
}

export function draftOf({ enabled, offVariant, prerequisites, rules, fallthrough }: Standing): Draft {
  return {
    ...{ enabled, offVariant },
    prerequisites: prerequisites as readonly Prerequisite[],
    rules: rules as readonly DraftRule[],
    fallthrough: fallthrough as DraftServe,
  }
}

export const everybody: Condition = { all: [] }

/** What is sent: without conditions that hold for everybody, and without titles and keys that are empty. */
export function wantedOf(draft: Draft): Draft {
  return {
    ...draft,
    rules: draft.rules.map(({ condition, description, experiment, ...rule }) => ({
      ...rule,
      ...(condition === undefined || isEverybody(condition) ? {} : { condition }),
      ...(description === undefined || description.trim() === '' ? {} : { description: description.trim() }),
      ...(experiment === undefined || experiment.trim() === '' ? {} : { experiment: experiment.trim() }),
    })),
  }
}

function isEverybody(condition: Condition): boolean {
  return 'all' in condition && condition.all.length === 0
}

export function isSame(one: Draft, other: Draft): boolean {
  return JSON.stringify(wantedOf(one)) === JSON.stringify(wantedOf(other))
}

/** What can be told without the server, by the place of the field. */
export function faultsIn(draft: Draft): Record<string, string> {
  return Object.fromEntries([
    ...draft.prerequisites.flatMap(({ flag, variants }, at) => [
      ...fault(flag === '', `prerequisites.${at}.flag`, 'Choose a flag'),
      ...fault(variants.length === 0, `prerequisites.${at}.variants`, 'Choose at least one variant'),
    ]),
    ...draft.rules.flatMap((rule, at) => [
      ...rolloutFaults(rule.rollout, `rules.${at}.rollout`),
      ...serveFaults(rule.serve, `rules.${at}.serve`),
    ]),
    ...serveFaults(draft.fallthrough, 'fallthrough'),
  ])
}

type Fault = readonly [place: string, words: string]

function fault(isWrong: boolean, place: string, words: string): Fault[] {
  return isWrong ? [[place, words]] : []
}

const PERCENTAGE = 'Write a percentage from 0 to 100 with three decimals at most'

function rolloutFaults(rollout: DraftRollout | undefined, place: string): Fault[] {
  if (rollout === undefined) return []
  if ('share' in rollout) return fault(Number.isNaN(rollout.share), `${place}.share`, PERCENTAGE)
  const { from, to, startsAt, endsAt } = rollout.ramp
  return [
    ...fault(Number.isNaN(from), `${place}.ramp.from`, PERCENTAGE),
    ...fault(Number.isNaN(to), `${place}.ramp.to`, PERCENTAGE),
    ...fault(startsAt === '', `${place}.ramp.startsAt`, 'Choose when it begins'),
    ...fault(endsAt === '', `${place}.ramp.endsAt`, 'Choose when it ends'),
  ]
}

function serveFaults(serve: DraftServe, place: string): Fault[] {
  if (serve === null || 'logic' in serve) return []
  if ('variant' in serve) return fault(serve.variant === '', `${place}.variant`, 'Choose a variant')
  return serve.split.weights.flatMap(({ weight }, at) =>
    fault(Number.isNaN(weight), `${place}.split.weights.${at}.weight`, PERCENTAGE),
  )
}

/** 12.345 % is 12,345 of 100,000; NaN for what is no such percentage. */
export function shareIn(typed: string): number {
  const text = typed.trim().replace(',', '.')
  if (!/^\d{1,3}(?:\.\d{1,3})?$/.test(text)) return Number.NaN
  const share = Math.round(Number(text) * 1000)
  return share <= 100_000 ? share : Number.NaN
}

export function percentIn(share: number): string {
  return Number.isNaN(share) ? '' : String(share / 1000)
}

/** A new rule serves its variant to everybody it holds for. */
export function newRule(variant: string): DraftRule {
  return { condition: { attribute: '', operator: 'equals', value: '' }, serve: { variant } }
}

/** The rule for persons by name. */
export function newListRule(variant: string): DraftRule {
  return {
    description: 'Persons by name',
    condition: { attribute: 'targetingKey', operator: 'in', value: [] },
    serve: { variant },
  }
}

export type RolloutKind = 'all' | 'share' | 'ramp'

export function rolloutKind(rollout: DraftRollout | undefined): RolloutKind {
  if (rollout === undefined) return 'all'
  return 'share' in rollout ? 'share' : 'ramp'
}

/** Another kind of rollout keeps by what callers are dealt out, so that whoever was in stays in. */
export function withRolloutKind(rule: DraftRule, kind: RolloutKind): DraftRule {
  const { rollout, ...rest } = rule
  if (kind === 'all') return rest
  const was: Bucketed = rollout === undefined ? {} : bucketingOf(rollout)
  if (kind === 'share') {
    const share = rollout !== undefined && 'ramp' in rollout ? rollout.ramp.to : 10_000
    return { ...rest, rollout: { ...was, share } }
  }
  const from = rollout !== undefined && 'share' in rollout ? rollout.share : 0
  return { ...rest, rollout: { ...was, ramp: { from, to: 100_000, startsAt: '', endsAt: '' } } }
}

function bucketingOf({ hash, salt, bucketBy, orRandom }: Bucketed): Bucketed {
  return {
    ...(hash === undefined ? {} : { hash }),
    ...(salt === undefined ? {} : { salt }),
    ...(bucketBy === undefined ? {} : { bucketBy }),
    ...(orRandom === undefined ? {} : { orRandom }),
  }
}

export type ServeKind = `variant ${string}` | 'split' | 'default' | 'logic'

export function serveKind(serve: DraftServe): ServeKind {
  if (serve === null) return 'default'
  if ('variant' in serve) return `variant ${serve.variant}`
  return 'split' in serve ? 'split' : 'logic'
}

/** A new split has all variants in equal parts. */
export function withServeKind(serve: DraftServe, kind: ServeKind, variants: readonly string[]): DraftServe {
  if (kind === serveKind(serve)) return serve
  if (kind === 'default') return null
  if (kind !== 'split') return { variant: kind.slice('variant '.length) }
  const part = Math.floor(100_000 / Math.max(variants.length, 1))
  const rest = 100_000 - part * variants.length
  return { split: { weights: variants.map((variant, at) => ({ variant, weight: at === 0 ? part + rest : part })) } }
}

/** Said only where it is not the usual one. */
export function foreignHash(hash: HashName | undefined): string | undefined {
  return hash === undefined || hash === 'fractional-v3' ? undefined : hash
}

/** `targetingKey` is what counts when nothing is said. */
export function withBucketBy<Of extends Bucketed>(bucketed: Of, typed: string): Of {
  const { bucketBy: _, ...rest } = bucketed
  const paths = typed
    .split(',')
    .map((path) => path.trim())
    .filter((path) => path !== '')
  const [only] = paths
  if (only === undefined) return rest as Of
  return { ...rest, bucketBy: paths.length === 1 ? only : paths } as Of
}
