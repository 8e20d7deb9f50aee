import type { Bucketing, Json, Prerequisite, Rollout, Rule, Serve, Split } from '@plinth/sdk/flags'
import { describeCondition, pathsOf } from '../conditions/describe.ts'

const PER_CENT = 1000
const instant = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' })

/** A share of 1/100,000 as per cent, down to its last thousandth. */
export function shareInWords(share: number): string {
  return `${share / PER_CENT} %`
}

/** What is served: `on`, `a split: on 25 %, off 75 %`, or the caller's default. */
export function serveInWords(serve: Serve | undefined): string {
  if (serve === null || serve === undefined) return 'the default of the caller'
  if ('variant' in serve) return serve.variant
  if ('logic' in serve) return 'what an expression of JSONLogic names'
  return `a split: ${weightsInWords(serve.split)}${byWhat(serve.split)}`
}

function weightsInWords({ weights }: Split): string {
  const total = weights.reduce((sum, { weight }) => sum + weight, 0)
  return weights
    .map(
      ({ variant, weight }) => `${variant} ${total === 0 ? '0 %' : shareInWords(rounded((weight / total) * 100_000))}`,
    )
    .join(', ')
}

function rounded(share: number): number {
  return Math.round(share)
}

export function rolloutInWords(rollout: Rollout | undefined): string {
  if (rollout === undefined) return 'all of them'
  if ('share' in rollout) return `${shareInWords(rollout.share)} of them${byWhat(rollout)}`
  const { from, to, startsAt, endsAt } = rollout.ramp
  return `${shareInWords(from)} growing to ${shareInWords(to)} from ${instantInWords(startsAt)} to ${instantInWords(endsAt)}${byWhat(rollout)}`
}

function byWhat({ bucketBy }: Pick<Bucketing, 'bucketBy'>): string {
  return bucketBy === undefined ? '' : `, by ${pathsOf(bucketBy)}`
}

function instantInWords(at: string | undefined): string {
  if (at === undefined) return 'no limit'
  const moment = new Date(at)
  return Number.isNaN(moment.getTime()) ? at : instant.format(moment)
}

export function prerequisiteInWords({ flag, variants }: Prerequisite): string {
  return `the flag ${flag} serves ${variants.join(' or ')}`
}

/** A rule in one line: for whom, how many of them, when, and what they get. */
export function ruleInWords({ condition, rollout, startsAt, endsAt, serve }: Rule): string {
  const when = startsAt === undefined && endsAt === undefined ? '' : `, ${windowInWords(startsAt, endsAt)}`
  const share = rollout === undefined ? '' : `, ${rolloutInWords(rollout)}`
  const who = condition === undefined ? 'Everybody' : `If ${describeCondition(condition)}`
  return `${who}${share}${when}: ${serveInWords(serve)}`
}

export function windowInWords(startsAt: string | undefined, endsAt: string | undefined): string {
  const from = startsAt === undefined ? '' : `from ${instantInWords(startsAt)}`
  const until = endsAt === undefined ? '' : `until ${instantInWords(endsAt)}`
  return [from, until].filter((part) => part !== '').join(' ') || 'always'
}

/** What a rule is known by on a page: its place, and its own words if it has some. */
export function ruleName(rule: Pick<Rule, 'description'>, at: number): string {
  return rule.description === undefined || rule.description === ''
    ? `Rule ${at + 1}`
    : `Rule ${at + 1}, ${rule.description}`
}

export function valueInWords(value: Json | undefined): string {
  return value === undefined ? 'nothing' : typeof value === 'string' ? value : JSON.stringify(value)
}
