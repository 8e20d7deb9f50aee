import type { Condition, Json, Prerequisite, Rule, Serve, Variant } from '@plinth/sdk/flags'
import { describeCondition } from '../conditions/describe.ts'
import { describeRollout, describeRule, describeServe, spanInWords } from '../targeting-words.ts'
import { movedItems } from './moved.ts'
import { prerequisiteInWords, ruleName, valueInWords } from './rule-words.ts'

/** One thing that is said otherwise, in words; `from` and `to` are left out where there is nothing. */
export interface Difference {
  readonly title: string
  readonly what: 'added' | 'removed' | 'moved' | 'changed'
  readonly from?: string
  readonly to?: string
}

export type ContentKind = 'flag' | 'targeting' | 'segment'

/** What `after` says otherwise than `before`, of a flag, of what it serves somewhere, or of a segment. */
export function differencesOf(kind: ContentKind, before: unknown, after: unknown): readonly Difference[] {
  const [was, is] = [membersOf(before), membersOf(after)]
  return PARTS[kind].flatMap((part) => part(was, is))
}

type Members = Readonly<Record<string, unknown>>
type Part = (was: Members, is: Members) => readonly Difference[]

function membersOf(content: unknown): Members {
  return typeof content === 'object' && content !== null ? (content as Members) : {}
}

function member(name: string, title: string, words: (value: never) => string): Part {
  return (was, is) => {
    if (name in was) return changed(title, was[name], is[name], words)
    return hasWeight(is[name]) ? [{ title, what: 'added', to: words(is[name] as never) }] : []
  }
}

/** What is made says nothing by its empty members. */
function hasWeight(value: unknown): boolean {
  return value !== undefined && value !== null && value !== false && value !== ''
}

function changed(title: string, was: unknown, is: unknown, words: (value: never) => string): readonly Difference[] {
  if (same(was, is)) return []
  const [from, to] = [words(was as never), words(is as never)]
  return from === to ? [{ title, what: 'changed', ...inFull(was, is) }] : [{ title, what: 'changed', from, to }]
}

/** Where words are too few to tell them apart, as for salts. */
function inFull(was: unknown, is: unknown): Pick<Difference, 'from' | 'to'> {
  return { from: JSON.stringify(was ?? null), to: JSON.stringify(is ?? null) }
}

/** Whether two values say the same, in whatever order their members stand. */
export function same(was: unknown, is: unknown): boolean {
  return canonical(was) === canonical(is)
}

function canonical(value: unknown): string {
  return JSON.stringify(value ?? null, (_, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  )
}

/** Items of a list that is in no order, by their names. */
function items<Item>(name: string, nameOf: (item: Item) => string, words: (item: Item) => string): Part {
  return (was, is) => {
    const [former, present] = [was, is].map((of) => new Map(listIn<Item>(of, name).map((item) => [nameOf(item), item])))
    const names = [...new Set([...(former?.keys() ?? []), ...(present?.keys() ?? [])])]
    return names.flatMap((title): readonly Difference[] => {
      const [from, to] = [former?.get(title), present?.get(title)]
      if (from === undefined) return to === undefined ? [] : [{ title, what: 'added', to: words(to) }]
      return to === undefined ? [{ title, what: 'removed', from: words(from) }] : changed(title, from, to, words)
    })
  }
}

function listIn<Item>(content: Members, name: string): readonly Item[] {
  const list = content[name]
  return Array.isArray(list) ? list : []
}

/** Rules are known by their ids; their order decides, so that a move is a difference too. */
const rules: Part = (was, is) => {
  const [former, present] = [listIn<Rule>(was, 'rules'), listIn<Rule>(is, 'rules')]
  const moved = movedItems(former, present)
  return [
    ...present.flatMap((rule, at) => {
      const earlier = former.findIndex(({ id }) => id === rule.id)
      const title = ruleName(rule, at)
      const known = former[earlier]
      if (known === undefined) return [{ title, what: 'added', to: describeRule(rule) } as const]
      const move = { title, what: 'moved', from: `place ${earlier + 1}`, to: `place ${at + 1}` } as const
      return [...(moved.has(rule.id) ? [move] : []), ...ruleParts.flatMap((part) => part(title, known, rule))]
    }),
    ...former.flatMap((rule, at) =>
      present.some(({ id }) => id === rule.id)
        ? []
        : [{ title: ruleName(rule, at), what: 'removed', from: describeRule(rule) } as const],
    ),
  ]
}

type RulePart = (title: string, was: Rule, is: Rule) => readonly Difference[]

function rulePart<Value>(what: string, of: (rule: Rule) => Value, words: (value: Value) => string): RulePart {
  return (title, was, is) => changed(`${title}: ${what}`, of(was), of(is), words)
}

const ruleParts: readonly RulePart[] = [
  rulePart('its words', ({ description }) => description ?? '', textInWords),
  rulePart('for whom', ({ condition }) => condition, describeCondition),
  rulePart(
    'how many of them',
    ({ rollout }) => rollout,
    (rollout) => describeRollout(rollout) || 'all of them',
  ),
  rulePart(
    'when',
    ({ startsAt, endsAt }) => [startsAt, endsAt] as const,
    ([startsAt, endsAt]) => spanInWords(startsAt, endsAt) || 'always',
  ),
  rulePart('what they get', ({ serve }) => serve, describeServe),
  rulePart('the experiment', ({ experiment }) => experiment ?? '', textInWords),
  rulePart(
    'how callers stay with a variant',
    ({ sticky }) => sticky,
    (sticky) => valueInWords(sticky as unknown as Json),
  ),
]

function textInWords(text: string | undefined): string {
  return text === undefined || text === '' ? 'nothing' : text
}

function yesNo(value: boolean | undefined): string {
  return value === true ? 'Yes' : 'No'
}

const PARTS: Readonly<Record<ContentKind, readonly Part[]>> = {
  targeting: [
    member('enabled', 'Switched on', yesNo),
    items<Prerequisite>('prerequisites', ({ flag }) => `Needs ${flag}`, prerequisiteInWords),
    rules,
    member('fallthrough', 'Everybody else gets', (serve: Serve | undefined) => describeServe(serve ?? null)),
    member('offVariant', 'While it is off', (variant: string | null | undefined) =>
      describeServe(variant === null || variant === undefined ? null : { variant }),
    ),
  ],
  flag: [
    member('title', 'Title', textInWords),
    member('description', 'Description', textInWords),
    items<Variant>('variants', ({ key }) => `Variant ${key}`, variantInWords),
    member('isPublic', 'Browsers and apps get it', yesNo),
    member('isPermanent', 'Stays for good', yesNo),
    member('staleAfterDays', 'Stale after', (days: number | null | undefined) =>
      days === null || days === undefined ? 'as long as its type says' : `${days} days`,
    ),
    member('ownerId', 'Owner', (owner: string | null | undefined) => textInWords(owner ?? '')),
    member('archived', 'Archived', yesNo),
  ],
  segment: [
    member('title', 'Title', textInWords),
    member('description', 'Description', textInWords),
    member('condition', 'Who is in it', (condition: Condition | undefined) => describeCondition(condition)),
  ],
}

function variantInWords({ value, isOff }: Variant): string {
  return isOff === true ? `${valueInWords(value)}, served as switched off` : valueInWords(value)
}
