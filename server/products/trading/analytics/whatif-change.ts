import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, signOf } from '../../../kernel/decimal.ts'
import { httpProblem } from '../../../kernel/http/problems.ts'
import type { TradeFilter } from '../ledger/trade-filter.ts'
import type { Trader } from '../trader.ts'
import { type Asked, type Scope, scopesOf } from './asked.ts'
import { readFilterText } from './filter-text.ts'
import type { WhatIf } from './metrics/what-if.ts'
import type { Selection, Selections } from './selections.ts'
import { changedTrades, type changes, curveOfTrades } from './whatif.ts'

const POINTS = 500

const NEEDS = {
  without: 'filter',
  only: 'filter',
  fixedRisk: 'amount',
  stop: 'amount',
  exit: 'amount',
  shuffle: null,
} as const

type Kind = (typeof changes)[number]

/** What is other than it was. */
export interface AskedChange {
  readonly kind: Kind
  readonly amount: Decimal
  readonly seed: number
  /** Which trades, in each currency; null: no filter names any. */
  readonly named: readonly Scope[] | null
}

interface ChangeQuery extends Pick<Asked, 'measure' | 'zone'> {
  readonly change: Kind
  readonly amount?: string
  readonly filter?: string
  readonly seed?: number
}

/** Reads what a change needs. Throws http/invalid, trading/account-not-found. */
export async function readChange(db: Db, trader: Trader, query: ChangeQuery): Promise<AskedChange> {
  const { change: kind, amount = '0', filter = '', seed = 1, measure, zone } = query
  checkNeeds(kind, query)
  const isNamed = NEEDS[kind] === 'filter'
  const filtered: TradeFilter | null = isNamed
    ? await readFilterText(db, trader, { name: 'filter', text: filter })
    : null
  const named = filtered === null ? null : scopesOf(filtered, { measure, zone, currency: undefined })
  return { kind, amount: decimal(amount), seed, named }
}

function checkNeeds(kind: Kind, given: Pick<ChangeQuery, 'amount' | 'filter'>): void {
  const need = NEEDS[kind]
  if (need === null) return
  const pointer = `?${need}`
  if (given[need] === undefined)
    throw httpProblem('invalid', { errors: [{ pointer, code: 'required', detail: `is missing: ${kind} needs it` }] })
  if (need === 'amount' && signOf(decimal(given.amount ?? '0')) === 0)
    throw httpProblem('invalid', { errors: [{ pointer, code: 'positive', detail: 'is more than zero' }] })
}

interface Told {
  readonly selection: Selection
  readonly whatIf: WhatIf
  readonly told: ReturnType<typeof toldOf>
}

/** What might have been of one currency, beside what was. */
export async function whatIfOf(
  selections: Selections,
  scope: Scope,
  { change: { kind, amount, seed, named }, points = POINTS }: { change: AskedChange; points: number | undefined },
): Promise<Told> {
  const selection = await selections(scope)
  const other = named?.find(({ currency }) => currency === scope.currency)
  const ids = new Set<string>(other === undefined ? [] : (await selections(other)).trades.map(({ id }) => id))
  const whatIf = changedTrades(selection.results.trades, { kind, amount, seed, named: ids })
  return { selection, whatIf, told: toldOf(selection, whatIf, { kind, points }) }
}

function toldOf({ results, hiddenByPlan, scope }: Selection, whatIf: WhatIf, asked: { kind: Kind; points: number }) {
  const { trades, ...told } = whatIf
  return {
    ...{ n: results.trades.length, missing: results.missing, hiddenByPlan, change: asked.kind, ...told },
    real: curveOfTrades(results.trades, scope.measure, asked.points),
    whatIf: curveOfTrades(trades, scope.measure, asked.points),
  }
}
