import { type Decimal, decimal, plus, ZERO } from '../../../kernel/decimal.ts'
import { factRows } from '../analytics/explain/account-figure.ts'
import type { Rows } from '../analytics/explain/rows.ts'
import type { RiskPoint } from './risk-path.ts'

/** A point of the path of an account, or the beginning of a session. */
export interface PathFact {
  readonly day: string
  readonly what: 'session' | RiskPoint['kind']
  /** What was realised or earned here. */
  readonly result: Decimal
  /** What open positions are worth beside their cost from here on. */
  readonly worth: Decimal
}

/** Every point in order, each session with its beginning before it; `today` is one too. */
export function pathFacts(points: readonly RiskPoint[], today: string): PathFact[] {
  const facts: PathFact[] = []
  let worth = ZERO
  let session: string | null = null
  const begin = (day: string): void => {
    facts.push({ day, what: 'session', result: ZERO, worth })
    session = day
  }
  for (const { kind, day, amount, open } of points) {
    if (day !== session) begin(day)
    worth = kind === 'marked' ? amount : (open ?? ZERO)
    facts.push({ day, what: kind, result: kind === 'marked' ? ZERO : amount, worth })
  }
  if (session !== today) begin(today)
  return facts
}

/** Points with what formulas name; `ofDay` is 1 in the session that is asked about. */
export function pathRows(facts: readonly PathFact[], ofDay: string | null): Rows {
  return factRows('path', facts, {
    head: ({ day, what }) => ({ day, what, days: what === 'realised' ? [day] : [] }),
    columns: {
      result: ({ result }) => result,
      worth: ({ worth }) => worth,
      begins: ({ what }) => (what === 'session' ? ONE : ZERO),
      ofDay: ({ day }) => (day === ofDay ? ONE : ZERO),
    },
  })
}

const ONE = decimal('1')

/** Sessions with what each realised, and whether something was closed in it. */
export function sessionRows(facts: readonly PathFact[]): Rows {
  const sessions = new Map<string, { day: string; realised: Decimal; traded: Decimal }>()
  for (const { day, what, result } of facts) {
    const known = sessions.get(day) ?? { day, realised: ZERO, traded: ZERO }
    const traded = what === 'realised' ? ONE : known.traded
    sessions.set(day, { day, realised: plus(known.realised, result), traded })
  }
  return factRows('days', [...sessions.values()], {
    head: ({ day, traded }) => ({ day, days: traded === ONE ? [day] : [] }),
    columns: { realised: ({ realised }) => realised, traded: ({ traded }) => traded },
  })
}

/** What was there when a session began, without what open positions are worth. */
export function balanceBefore(facts: readonly PathFact[], day: string, startEquity: Decimal): Decimal {
  return facts.filter((fact) => fact.day < day).reduce((sum, { result }) => plus(sum, result), startEquity)
}
