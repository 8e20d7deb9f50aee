import { describeCondition } from './conditions/describe.ts'
import { type DraftRollout, type DraftRule, type DraftServe, percentIn } from './draft.ts'

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

/** Where a fault is: `Rule 2`, `Prerequisite 1`; '' for what is of the whole. */
export function placeInWords(path: string): string {
  const [part = '', at = ''] = path.split('.')
  if (part === 'rules' && at !== '') return `Rule ${Number(at) + 1}`
  if (part === 'prerequisites' && at !== '') return `Prerequisite ${Number(at) + 1}`
  if (part === 'variants' && at !== '') return `Variant ${Number(at) + 1}`
  if (part === 'fallthrough') return 'Everybody else'
  return part === 'offVariant' ? 'While it is off' : ''
}
