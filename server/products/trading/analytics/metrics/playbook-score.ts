import { type Decimal, toNumber } from '../../../../kernel/decimal.ts'
import { type ClosedTrade, type Measure, NET_CASH } from './closed-trade.ts'
import { exactSum } from './exact-sum.ts'
import { resultsOf } from './results.ts'

export const ruleOutcomes = ['pass', 'fail', 'unknown'] as const
export type RuleOutcome = (typeof ruleOutcomes)[number]

/** What the rules of a playbook say of one trade, by the rule's id. */
export interface JudgedTrade {
  readonly trade: ClosedTrade
  readonly rules: Readonly<Record<string, RuleOutcome>>
}

/** Followed: some rule passed and none failed. Broken: some rule failed. The others nobody can judge. */
export interface Adherence {
  readonly n: number
  readonly passed: number
  readonly failed: number
  readonly unknown: number
  /** Passed / (passed + failed) of all rules of all trades; null when none could be judged. */
  readonly score: number | null
  readonly followed: Split
  readonly broken: Split
  readonly unjudged: Split
  /** What the trades that broke a rule came to: below zero, what breaking them cost. */
  readonly costOfMistakes: Decimal
  /** n broken * (average of broken - average of followed): against what the same number of followed trades made; null without both. */
  readonly againstFollowed: number | null
  readonly rules: readonly RuleScore[]
}

export interface Split {
  readonly n: number
  readonly wins: number
  readonly losses: number
  readonly winRate: number | null
  /** Exact, by the basis of the measure. */
  readonly sum: Decimal
  readonly average: number | null
}

export interface RuleScore {
  readonly rule: string
  readonly passed: number
  readonly failed: number
  readonly unknown: number
  readonly score: number | null
  /** What the trades that passed it, and those that failed it, came to. */
  readonly passedSum: Decimal
  readonly failedSum: Decimal
}

/** How far trades kept to their playbook, and what came of it. */
export function adherenceOf(judged: readonly JudgedTrade[], measure: Measure = NET_CASH): Adherence {
  const verdicts = judged.map(({ rules }) => verdictOf(Object.values(rules)))
  const [followed, broken, unjudged] = (['followed', 'broken', 'unjudged'] as const).map((verdict) =>
    splitOf(
      judged.flatMap(({ trade }, at) => (verdicts[at] === verdict ? [trade] : [])),
      measure,
    ),
  ) as [Split, Split, Split]
  const rules = [...new Set(judged.flatMap((each) => Object.keys(each.rules)))].map((rule) =>
    ruleScore(rule, judged, measure),
  )
  const counted = (of: 'passed' | 'failed' | 'unknown'): number => rules.reduce((sum, rule) => sum + rule[of], 0)
  return {
    n: judged.length,
    passed: counted('passed'),
    failed: counted('failed'),
    unknown: counted('unknown'),
    score: share(counted('passed'), counted('failed')),
    followed,
    broken,
    unjudged,
    costOfMistakes: broken.sum,
    againstFollowed:
      broken.average === null || followed.average === null ? null : broken.n * (broken.average - followed.average),
    rules,
  }
}

function verdictOf(outcomes: readonly RuleOutcome[]): 'followed' | 'broken' | 'unjudged' {
  if (outcomes.includes('fail')) return 'broken'
  return outcomes.includes('pass') ? 'followed' : 'unjudged'
}

function splitOf(trades: readonly ClosedTrade[], measure: Measure): Split {
  const { wins, losses } = resultsOf(trades, { ...measure, mode: 'cash' })
  const n = trades.length
  const sum = exactSum(trades, (trade) => trade[measure.basis])
  return { n, wins, losses, winRate: n === 0 ? null : wins / n, sum, average: n === 0 ? null : toNumber(sum) / n }
}

function ruleScore(rule: string, judged: readonly JudgedTrade[], { basis }: Measure): RuleScore {
  const by = (outcome: RuleOutcome) => judged.filter(({ rules }) => rules[rule] === outcome)
  const [passed, failed] = [by('pass'), by('fail')]
  return {
    rule,
    passed: passed.length,
    failed: failed.length,
    unknown: by('unknown').length,
    score: share(passed.length, failed.length),
    passedSum: exactSum(passed, ({ trade }) => trade[basis]),
    failedSum: exactSum(failed, ({ trade }) => trade[basis]),
  }
}

function share(passed: number, failed: number): number | null {
  return passed + failed === 0 ? null : passed / (passed + failed)
}
