import { createHash, randomBytes } from 'node:crypto'
import type { Condition, Prerequisite, Rollout, Rule, Serve, Split, Variant } from '@plinth/sdk/flags'
import { type Id, newId } from '../../../kernel/id.ts'
import type { FieldFault } from '../../../kernel/problem.ts'

/** What a change is of. */
export interface Subject {
  readonly kind: 'flag' | 'targeting' | 'segment'
  /** The key of the flag or the segment. */
  readonly target: string
  /** Of a targeting; null for what is the same in all environments. */
  readonly environment: string | null
}

/** What a flag is, everywhere. */
export interface FlagContent {
  readonly title: string
  readonly description: string
  readonly variants: readonly Variant[]
  readonly isPublic: boolean
  readonly isPermanent: boolean
  readonly staleAfterDays: number | null
  readonly ownerId: Id<'user'> | null
  readonly archived: boolean
}

/** What a flag serves in one environment. */
export interface TargetingContent {
  readonly enabled: boolean
  readonly offVariant: string | null
  readonly prerequisites: readonly Prerequisite[]
  readonly rules: readonly Rule[]
  readonly fallthrough: Serve
}

export interface SegmentContent {
  readonly title: string
  readonly description: string
  readonly condition: Condition
}

export type Content = FlagContent | TargetingContent | SegmentContent

/** Ids and salts that an author leaves out are made here. */
type Unsalted<Bucketed extends { readonly salt: string; readonly hash: string }> = Bucketed extends unknown
  ? Omit<Bucketed, 'salt' | 'hash'> & Partial<Pick<Bucketed, 'salt' | 'hash'>>
  : never
export type WantedServe = Exclude<Serve, { readonly split: Split }> | { readonly split: Unsalted<Split> }
export type WantedRule = Omit<Rule, 'id' | 'rollout' | 'serve'> & {
  readonly id?: string
  readonly rollout?: Unsalted<Rollout>
  readonly serve: WantedServe
}
export type WantedTargeting = Omit<TargetingContent, 'rules' | 'fallthrough'> & {
  readonly rules: readonly WantedRule[]
  readonly fallthrough: WantedServe
}

/**
 * With ids for new rules, and salts: those of the rule as it stands, random ones for what is new, so that nobody moves to another bucket when
 * a rule is edited, moved or copied.
 */
export function completed(wanted: WantedTargeting, standing: TargetingContent): TargetingContent {
  const rules = wanted.rules.map((rule): Rule => {
    const former = standing.rules.find(({ id }) => id === rule.id)
    const { rollout, serve, id, ...rest } = rule
    return {
      id: id ?? newId(),
      ...rest,
      ...(rollout === undefined ? {} : { rollout: salted<Rollout>(rollout, former?.rollout) }),
      serve: saltedServe(serve, former?.serve),
    }
  })
  return { ...wanted, rules, fallthrough: saltedServe(wanted.fallthrough, standing.fallthrough) }
}

function saltedServe(wanted: WantedServe, former: Serve | undefined): Serve {
  if (wanted === null || !('split' in wanted)) return wanted
  return { split: salted<Split>(wanted.split, splitOf(former)) }
}

function salted<Bucketed extends Split | Rollout>(wanted: Unsalted<Bucketed>, former: Bucketed | undefined): Bucketed {
  const hash = wanted.hash ?? former?.hash ?? 'fractional-v3'
  return { ...wanted, hash, salt: wanted.salt ?? former?.salt ?? randomBytes(12).toString('base64url') } as never
}

function splitOf(serve: Serve | undefined): Split | undefined {
  return serve !== undefined && serve !== null && 'split' in serve ? serve.split : undefined
}

/** Salts that are not as they were, or that tie who is taken in to what they get; ids that stand twice. */
export function saltFaults(content: TargetingContent, standing: TargetingContent): FieldFault[] {
  const ids = content.rules.map(({ id }) => id)
  return content.rules.flatMap(({ id, rollout, serve }, at) => {
    const former = standing.rules.find((rule) => rule.id === id)
    const split = splitOf(serve)
    return [
      ...(ids.indexOf(id) === at ? [] : [fault(`/rules/${at}/id`, 'taken', 'stands twice')]),
      ...movedFaults(`/rules/${at}/rollout`, rollout, former?.rollout),
      ...movedFaults(`/rules/${at}/serve/split`, split, splitOf(former?.serve)),
      ...(split?.hash === 'fractional-v3' && rollout?.salt === split.salt
        ? [
            fault(
              `/rules/${at}/serve/split/salt`,
              'salt',
              'is that of the rollout: whoever is taken in would get one variant',
            ),
          ]
        : []),
    ]
  })
}

function movedFaults(pointer: string, is: Split | Rollout | undefined, was: Split | Rollout | undefined): FieldFault[] {
  if (is === undefined || was === undefined || is.salt === was.salt) return []
  return [fault(`${pointer}/salt`, 'salt', 'stays with its rule: make a new rule to deal out anew')]
}

function fault(pointer: string, code: string, detail: string): FieldFault {
  return { pointer, code, detail }
}

/** Members sorted by name, no white space: the same bytes for the same value. */
export function canonical(value: unknown): string {
  return JSON.stringify(value, (_, member: unknown) =>
    member !== null && typeof member === 'object' && !Array.isArray(member)
      ? Object.fromEntries(Object.entries(member).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : member,
  )
}

/** SHA-256 of the canonical form, in hex. */
export function hashOf(value: unknown): string {
  return createHash('sha256').update(canonical(value)).digest('hex')
}
