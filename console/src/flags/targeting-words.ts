import type { Prerequisite } from '@plinth/sdk/flags'
import { describeCondition } from './conditions/describe.ts'
import { type Draft, type DraftRollout, type DraftRule, type DraftServe, percentIn } from './draft.ts'

/** `on`, `50 % red, 50 % blue`, or the default of whoever asks. */
export function describeServe(serve: DraftServe): string {
  if (serve === null) return "the caller's default"
  if ('variant' in serve) return serve.variant || '?'
  if ('logic' in serve) return 'what an imported expression names'
  const { weights } = serve.split
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  return weights.map(({ variant, weight }) => `${partOf(weight, total)} ${variant}`).join(', ')
}

/** The part that a weight has of all. */
export function partOf(weight: number, total: number): string {
  const part = total > 0 ? Math.round((weight / total) * 100_000) : Number.NaN
  return `${percentIn(part) || '?'} %`
}

export function describeRollout(rollout: DraftRollout | undefined): string {
  if (rollout === undefined) return ''
  if ('share' in rollout) return `${percentIn(rollout.share) || '?'} % of them`
  const { from, to, startsAt, endsAt } = rollout.ramp
  return `${percentIn(from)} % growing to ${percentIn(to)} % ${spanInWords(startsAt, endsAt)}`
}

const short = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** From when until when, as far as there are limits. */
export function spanInWords(startsAt: string | undefined, endsAt: string | undefined): string {
  const parts = [
    startsAt ? `from ${short.format(new Date(startsAt))}` : '',
    endsAt ? `until ${short.format(new Date(endsAt))}` : '',
  ]
  return parts.filter((part) => part !== '').join(' ')
}

/** A rule in one line: for whom, how many of them, when, and what they get. */
export function describeRule({ condition, rollout, startsAt, endsAt, serve }: DraftRule): string {
  const words = describeCondition(condition)
  const whom = words === 'everybody' ? 'Everybody' : `If ${words}`
  const parts = [whom, describeRollout(rollout), spanInWords(startsAt, endsAt)].filter((part) => part !== '')
  return `${parts.join(', ')}: ${describeServe(serve)}`
}

interface Difference {
  readonly field: string
  readonly from: string
  readonly to: string
}

/** What `is` says otherwise than `was`, in words, part by part; rules are known by their ids. */
export function differencesBetween(was: Draft, is: Draft): Difference[] {
  const plain: readonly Difference[] = [
    { field: 'Switched on', from: yesOrNo(was.enabled), to: yesOrNo(is.enabled) },
    { field: 'Prerequisites', from: needsInWords(was.prerequisites), to: needsInWords(is.prerequisites) },
    ...ruleDifferences(was.rules, is.rules),
    { field: 'Everybody else', from: describeServe(was.fallthrough), to: describeServe(is.fallthrough) },
    { field: 'While it is off', from: offInWords(was.offVariant), to: offInWords(is.offVariant) },
  ]
  return plain.filter(({ from, to }) => from !== to)
}

function ruleDifferences(was: readonly DraftRule[], is: readonly DraftRule[]): Difference[] {
  const placeIn = (rules: readonly DraftRule[], id: string | undefined): number =>
    rules.findIndex((rule) => rule.id !== undefined && rule.id === id)
  const said = (rules: readonly DraftRule[], at: number): string => {
    const rule = rules[at]
    if (rule === undefined) return 'No such rule'
    return `${at + 1}. ${rule.description ? `${rule.description}: ` : ''}${describeRule(rule)}`
  }
  const stays = is.map((rule, at) => ({ from: said(was, placeIn(was, rule.id)), to: said(is, at), at }))
  const gone = was.flatMap((rule, at) =>
    placeIn(is, rule.id) === -1 ? [{ from: said(was, at), to: said(is, -1), at }] : [],
  )
  return [...stays, ...gone].map(({ from, to, at }) => ({ field: `Rule ${at + 1}`, from, to }))
}

function yesOrNo(enabled: boolean): string {
  return enabled ? 'Yes' : 'No'
}

function needsInWords(prerequisites: readonly Prerequisite[]): string {
  const words = prerequisites.map(({ flag, variants }) => `${flag} serves ${variants.join(' or ')}`)
  return words.length === 0 ? 'None' : words.join(' and ')
}

function offInWords(variant: string | null): string {
  return variant ?? "The caller's default"
}

/** Where a fault is: `Rule 2`, `Prerequisite 1`; '' for what is of the whole. */
export function placeInWords(path: string): string {
  const [part = '', at = ''] = path.split('.')
  if (part === 'rules' && at !== '') return `Rule ${Number(at) + 1}`
  if (part === 'prerequisites' && at !== '') return `Prerequisite ${Number(at) + 1}`
  if (part === 'variants' && at !== '') return `Variant ${Number(at) + 1}`
  if (part === 'fallthrough') return 'Everybody else'
  return part === 'offVariant' ? 'While it is off' : ''
}
