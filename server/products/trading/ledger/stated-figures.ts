import type { Db } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, plus, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { cashBetween, cashByDay } from './balances.ts'
import { arrayText } from './bulk.ts'
import { positionsAt } from './positions.ts'
import type { AccountRow, StatedKind } from './tables.ts'

/** What a statement is of, wherever it is from. */
export interface StatedOf {
  readonly id: Id<'statement'>
  readonly kind: StatedKind
  readonly day: string
  readonly currency: string | null
  readonly instrument_id: Id<'instrument'> | null
  readonly instrument_currency: string | null
  readonly since_at: Date | null
  /** Null: the end of the trading day. */
  readonly until_at: Date | null
}

/** What we computed of the same; of a result also what it was before fees. */
export interface Figure {
  readonly computed: Decimal
  readonly gross: Decimal | null
}

/** Ours of each statement. */
export async function figuresFor(
  source: Db,
  account: AccountRow,
  rows: readonly StatedOf[],
): Promise<ReadonlyMap<Id<'statement'>, Figure>> {
  const of = (kind: StatedKind) => rows.filter((row) => row.kind === kind)
  const cash = of('cash')
  const figures = new Map<Id<'statement'>, Figure>()
  const keep = (id: Id<'statement'>, computed: Decimal) => void figures.set(id, { computed, gross: null })
  await cashOfDays(source, account, { rows: cash.filter(({ until_at: until }) => until === null), keep })
  await cashOfInstants(source, account, { rows: cash.filter(({ until_at: until }) => until !== null), keep })
  await positions(source, account, { rows: of('position'), keep })
  for (const [id, figure] of await results(source, account, of('realised'))) figures.set(id, figure)
  return figures
}

interface Wanted {
  readonly rows: readonly StatedOf[]
  readonly keep: (id: Id<'statement'>, computed: Decimal) => void
}

function opening(account: AccountRow, { currency, day }: StatedOf): Decimal {
  return currency === account.currency && day >= account.opened_on ? decimal(account.opening_balance) : ZERO
}

async function cashOfDays(source: Db, account: AccountRow, { rows, keep }: Wanted): Promise<void> {
  const changes = rows.length === 0 ? [] : await cashByDay(source, account, null)
  for (const row of rows) {
    let total = opening(account, row)
    for (const change of changes)
      if (change.currency === row.currency && change.day <= row.day) total = plus(total, change.amount)
    keep(row.id, total)
  }
}

async function cashOfInstants(source: Db, account: AccountRow, { rows, keep }: Wanted): Promise<void> {
  if (rows.length === 0) return
  const times = [...new Set(rows.map(timeOf))].sort((one, other) => one - other)
  const parts = await cashBetween(
    source,
    account,
    times.map((time) => new Date(time)),
  )
  for (const row of rows) {
    const last = times.indexOf(timeOf(row))
    let total = opening(account, row)
    for (const { part, currency, amount } of parts)
      if (currency === row.currency && part <= last) total = plus(total, amount)
    keep(row.id, total)
  }
}

function timeOf({ until_at: until }: StatedOf): number {
  return until?.getTime() ?? 0
}

async function positions(source: Db, account: AccountRow, { rows, keep }: Wanted): Promise<void> {
  const ends = new Map(rows.map((row) => [endOf(row), row.until_at ?? row.day]))
  for (const [end, at] of ends) {
    const held = await positionsAt(source, account, at)
    for (const row of rows.filter((one) => endOf(one) === end)) {
      const own = held.filter(({ instrumentId }) => instrumentId === row.instrument_id)
      const total = own.reduce((before, { quantity }) => plus(before, quantity), ZERO)
      keep(row.id, total)
    }
  }
}

function endOf({ until_at: until, day }: StatedOf): string {
  return until?.toISOString() ?? day
}

/** A result of an instrument in its own currency is that, and any other one in the account's at the rates of its fills. */
export function isInOwn({ currency, instrument_currency: own }: StatedOf): boolean {
  return own !== null && currency === own
}

async function results(
  source: Db,
  account: AccountRow,
  rows: readonly StatedOf[],
): Promise<[Id<'statement'>, Figure][]> {
  if (rows.length === 0) return []
  const column = (of: (row: StatedOf) => unknown, type: 'uuid' | 'timestamptz') => arrayText(rows.map(of), type)
  const sums = await source.raw<Record<'id' | 'net' | 'gross' | 'net_base' | 'gross_base', string>>(
    `SELECT stated.id, coalesce(sum(c.net), 0) AS net, coalesce(sum(c.gross), 0) AS gross,
            coalesce(sum(c.net_base), 0) AS net_base, coalesce(sum(c.gross_base), 0) AS gross_base
       FROM unnest($2::uuid[], $3::uuid[], $4::timestamptz[], $5::timestamptz[]) AS stated (id, instrument_id, since_at, until_at)
       LEFT JOIN trading.lot_closure c ON c.account_id = $1 AND c.closed_at BETWEEN stated.since_at AND stated.until_at
        AND (stated.instrument_id IS NULL OR c.instrument_id = stated.instrument_id)
      GROUP BY stated.id`,
    [
      ...[account.id, column(({ id }) => id, 'uuid'), column((row) => row.instrument_id, 'uuid')],
      ...[column((row) => row.since_at, 'timestamptz'), column((row) => row.until_at, 'timestamptz')],
    ],
  )
  const own = new Set(rows.filter(isInOwn).map(({ id }) => id as string))
  return sums.map((one) => {
    const [computed, gross] = own.has(one.id) ? [one.net, one.gross] : [one.net_base, one.gross_base]
    return [one.id as Id<'statement'>, { computed: decimal(computed), gross: decimal(gross) }]
  })
}
