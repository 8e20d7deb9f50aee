import { type Decimal, decimal, formatDecimal, plus, ZERO } from '../../../kernel/decimal.ts'
import type { Judgement } from './judged-trades.ts'
import type { Verdict } from './rule-verdict.ts'
import type { Rule } from './rules.ts'

interface Counts {
  passed: number
  failed: number
  unknown: number
}

/** Trades and what they brought, by currency. */
class Money {
  readonly #sums = new Map<string, { trades: number; net: Decimal }>()

  add({ currency, netBase }: Judgement): void {
    const { trades, net } = this.#sums.get(currency) ?? { trades: 0, net: ZERO }
    this.#sums.set(currency, { trades: trades + 1, net: plus(net, decimal(netBase)) })
  }

  view() {
    return [...this.#sums]
      .map(([currency, { trades, net }]) => ({ currency, trades, net: formatDecimal(net) }))
      .sort((left, right) => (left.currency < right.currency ? -1 : 1))
  }
}

const COUNTED = { pass: 'passed', fail: 'failed', unknown: 'unknown' } as const

/**
 * How far the rules were kept: score is passed / (passed + failed) over all trades and rules, null where nothing is known. What trades that
 * broke a rule brought is the cost of mistakes; of those without a broken rule, the ones of which something is known have followed.
 */
export function adherenceOf(judgements: readonly Judgement[]) {
  const total: Counts = { passed: 0, failed: 0, unknown: 0 }
  const rules = new Map<string, { rule: Rule; number: number; counts: Counts; broken: Money }>()
  const [followed, broken, unjudged] = [new Money(), new Money(), new Money()]
  for (const judgement of judgements) {
    for (const { rule, verdict } of judgement.verdicts) {
      const known = rules.get(rule.id)
      const of = known ?? {
        rule,
        number: judgement.number,
        counts: { passed: 0, failed: 0, unknown: 0 },
        broken: new Money(),
      }
      // What a rule says is shown as its newest version has it.
      if (of.number < judgement.number) Object.assign(of, { rule, number: judgement.number })
      rules.set(rule.id, of)
      of.counts[COUNTED[verdict]] += 1
      total[COUNTED[verdict]] += 1
      if (verdict === 'fail') of.broken.add(judgement)
    }
    const sum = { broken, followed, unjudged }[outcomeOf(judgement)]
    sum.add(judgement)
  }
  return {
    ...total,
    trades: judgements.length,
    score: scoreOf(total),
    followed: followed.view(),
    broken: broken.view(),
    unjudged: unjudged.view(),
    rules: [...rules.values()].map((of) => ({
      ...of.counts,
      ...{ ruleId: of.rule.id, kind: of.rule.kind, rule: of.rule, score: scoreOf(of.counts), broken: of.broken.view() },
    })),
  }
}

/** Whether the trade broke a rule, kept those that are known, or nothing is known of it. */
export function outcomeOf({ verdicts }: Judgement): 'broken' | 'followed' | 'unjudged' {
  const is = (wanted: Verdict) => verdicts.some(({ verdict }) => verdict === wanted)
  if (is('fail')) return 'broken'
  return is('pass') ? 'followed' : 'unjudged'
}

/** Passed by passed and failed, null when there are none. */
function scoreOf({ passed, failed }: Pick<Counts, 'passed' | 'failed'>): number | null {
  return passed + failed === 0 ? null : passed / (passed + failed)
}
