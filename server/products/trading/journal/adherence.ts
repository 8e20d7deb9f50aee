import { formatDecimal } from '../../../kernel/decimal.ts'
import type { DefinitionId } from '../analytics/definitions.ts'
import { adherenceOf, type Split } from '../analytics/metrics/playbook-score.ts'
import type { Judgement } from './judged-trades.ts'
import type { Rule } from './rules.ts'

const definitions: Readonly<Record<string, DefinitionId>> = {
  trades: 'trades.n',
  open: 'playbook.open',
  passed: 'playbook.passed',
  failed: 'playbook.failed',
  unknown: 'playbook.unknown',
  score: 'playbook.score',
  followed: 'playbook.followed',
  broken: 'playbook.broken',
  unjudged: 'playbook.unjudged',
  costOfMistakes: 'playbook.costOfMistakes',
  againstFollowed: 'playbook.againstFollowed',
  kept: 'playbook.resultKept',
  'money.broken': 'playbook.resultBroken',
}

/** How far closed trades kept to the rules, over all of them, and what came of it in each currency. What rules say is told as of their newest version. */
export function viewAdherence(judgements: readonly Judgement[]) {
  const judged = judgements.flatMap(({ closed: trade, currency, verdicts }) => {
    const rules = Object.fromEntries(verdicts.map(({ rule, verdict }) => [rule.id, verdict]))
    return trade === null ? [] : [{ trade, rules, currency }]
  })
  const { n, passed, failed, unknown, score, rules } = adherenceOf(judged)
  const said = newestRules(judgements)
  const currencies = [...new Set(judged.map(({ currency }) => currency))].sort()
  const sums = currencies.map((currency) => ({
    currency,
    of: adherenceOf(judged.filter((one) => one.currency === currency)),
  }))
  return {
    ...{ trades: n, open: judgements.length - n, passed, failed, unknown, score, definitions },
    money: sums.map(({ currency, of }) => ({
      ...{ currency, followed: viewSplit(of.followed), broken: viewSplit(of.broken), unjudged: viewSplit(of.unjudged) },
      ...{ costOfMistakes: formatDecimal(of.costOfMistakes), againstFollowed: of.againstFollowed },
    })),
    rules: rules.flatMap((one) => {
      const rule = said.get(one.rule)
      if (rule === undefined) return []
      const money = sums.flatMap(({ currency, of }) => {
        const sum = of.rules.find((other) => other.rule === one.rule)
        if (sum === undefined) return []
        return [{ currency, kept: formatDecimal(sum.passedSum), broken: formatDecimal(sum.failedSum) }]
      })
      const { passed: kept, failed: broken, unknown: unsaid } = one
      return [{ ruleId: rule.id, rule, passed: kept, failed: broken, unknown: unsaid, score: one.score, money }]
    }),
  }
}

function viewSplit({ n: trades, wins, losses, winRate, sum, average }: Split) {
  return { trades, wins, losses, winRate, net: formatDecimal(sum), average }
}

function newestRules(judgements: readonly Judgement[]): Map<string, Rule> {
  const inOrder = judgements.toSorted((one, other) => one.number - other.number)
  return new Map(inOrder.flatMap(({ verdicts }) => verdicts.map(({ rule }) => [rule.id, rule] as const)))
}

/** Whether the trade broke a rule, kept those that are known, or nothing is known of it. */
export function outcomeOf({ verdicts }: Judgement): 'broken' | 'followed' | 'unjudged' {
  if (verdicts.some(({ verdict }) => verdict === 'fail')) return 'broken'
  return verdicts.some(({ verdict }) => verdict === 'pass') ? 'followed' : 'unjudged'
}
