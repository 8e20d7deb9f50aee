import type { DefinitionId } from '../analytics/definitions.ts'
import { type Place, placeAt } from '../analytics/explain/pointer.ts'
import { type Question, question } from '../analytics/explain/question.ts'
import type { RecipeId } from '../analytics/explain/recipes.ts'
import { NO_ROWS, type Rows, tradeRows } from '../analytics/explain/rows.ts'
import type { Column } from '../analytics/explain/values.ts'
import { NET_CASH } from '../analytics/metrics/closed-trade.ts'
import { outcomeOf } from './adherence.ts'
import type { Judgement } from './judged-trades.ts'
import type { Verdict } from './rule-verdict.ts'

interface Asked {
  readonly judged: readonly Judgement[]
  /** What the adherence answers. */
  readonly told: object & { readonly hiddenByPlan: number }
  /** A JSON pointer into it. */
  readonly figure: string
}

/** How a figure of the adherence follows from judged trades. */
export interface AdherenceFigure {
  readonly question: Question
  readonly value: unknown
  /** Null where it is of all accounts. */
  readonly currency: string | null
}

/** The question behind a figure of the adherence; null where none stands. */
export function findAdherenceFigure({ judged, told, figure }: Asked): AdherenceFigure | null {
  const place = placeAt(told, figure)
  if (place === null) return null
  const currency = place.members.flatMap(({ element }) =>
    typeof element.currency === 'string' ? element.currency : [],
  )
  const [one = null] = currency
  const closed = judged.filter((each) => each.closed !== null && (one === null || each.currency === one))
  const asked = ofCounts(place, judged, told.hiddenByPlan) ?? ofMoney(place, closed) ?? ofRule(place, closed)
  return asked === null ? null : { question: asked, value: place.value, currency: one }
}

const COUNTED: Readonly<Record<string, DefinitionId>> = {
  '/trades': 'trades.n',
  '/passed': 'playbook.passed',
  '/failed': 'playbook.failed',
  '/unknown': 'playbook.unknown',
  '/score': 'playbook.score',
}

function ofCounts({ pattern }: Place, judged: readonly Judgement[], hiddenByPlan: number): Question | null {
  if (pattern === '/hiddenByPlan') {
    const given = { hidden: { value: hiddenByPlan, words: 'Trades that are not shown' } }
    return question(NET_CASH, NO_ROWS, { definition: 'trades.hiddenByPlan', given })
  }
  const open = judged.filter(({ closed }) => closed === null)
  if (pattern === '/open') return question(NET_CASH, judgedRows(open), { definition: 'playbook.open' })
  const definition = COUNTED[pattern]
  if (definition === undefined) return null
  const closed = judged.filter((one) => one.closed !== null)
  return question(NET_CASH, judgedRows(closed), { definition })
}

/** Of how many trades kept or broke rules it is told over all trades, of what they came to over those alone. */
const OF_SPLIT: Readonly<Record<string, DefinitionId>> = {
  wins: 'trades.wins',
  losses: 'trades.losses',
  winRate: 'trades.winRate',
  net: 'money.net',
  average: 'trades.expectancy',
}

function ofMoney({ pattern }: Place, closed: readonly Judgement[]): Question | null {
  const [, first = '', field] = /^\/money\/\*\/(\w+)(?:\/(\w+))?$/.exec(pattern) ?? []
  if (field === undefined) {
    if (first !== 'costOfMistakes' && first !== 'againstFollowed') return null
    return question(NET_CASH, judgedRows(closed), { definition: `playbook.${first}` })
  }
  const outcome = (['followed', 'broken', 'unjudged'] as const).find((one) => one === first)
  if (outcome === undefined) return null
  if (field === 'trades') return question(NET_CASH, judgedRows(closed), { definition: `playbook.${outcome}` })
  const definition = OF_SPLIT[field]
  if (definition === undefined) return null
  return question(NET_CASH, judgedRows(closed.filter((one) => outcomeOf(one) === outcome)), { definition })
}

const OF_RULE: Readonly<Record<string, readonly [DefinitionId, RecipeId]>> = {
  '/rules/*/passed': ['playbook.passed', 'rule.passed'],
  '/rules/*/failed': ['playbook.failed', 'rule.failed'],
  '/rules/*/unknown': ['playbook.unknown', 'rule.unknown'],
  '/rules/*/score': ['playbook.score', 'rule.score'],
  '/rules/*/money/*/kept': ['playbook.resultKept', 'playbook.resultKept'],
  '/rules/*/money/*/broken': ['playbook.resultBroken', 'playbook.resultBroken'],
}

const SAID: Readonly<Record<Verdict, number>> = { pass: 1, fail: -1, unknown: 0 }

/** Of the trades whose version of the playbook had the rule. */
function ofRule({ pattern, members }: Place, closed: readonly Judgement[]): Question | null {
  const [definition, recipe] = OF_RULE[pattern] ?? []
  const ruleId = members[0]?.element.ruleId
  if (definition === undefined || recipe === undefined) return null
  const said = closed.flatMap((one) => {
    const verdict = one.verdicts.find(({ rule }) => rule.id === ruleId)?.verdict
    return verdict === undefined ? [] : [{ one, verdict }]
  })
  const rows = judgedRows(
    said.map(({ one }) => one),
    { rule: said.map(({ verdict }) => SAID[verdict]) },
  )
  return question(NET_CASH, rows, { definition, recipe })
}

/** Trades with how many rules they kept and broke; of what is closed with what came of it. */
function judgedRows(judged: readonly Judgement[], more: Readonly<Record<string, Column>> = {}): Rows {
  const counted = (verdict: Verdict) => (): Column =>
    judged.map(({ verdicts }) => verdicts.filter((one) => one.verdict === verdict).length)
  const trades = judged.flatMap(({ closed }) => closed ?? [])
  return {
    kind: 'trades',
    n: judged.length,
    headOf: (at) => {
      const one = judged[at]
      return {
        ...{ tradeId: one?.tradeId ?? null, symbol: one?.symbol ?? null, day: one?.closed?.closedDay ?? null },
        days: [],
      }
    },
    columns: {
      ...tradeRows(trades, NET_CASH, more).columns,
      rulesPassed: counted('pass'),
      rulesFailed: counted('fail'),
      rulesUnknown: counted('unknown'),
    },
  }
}
