import { sql } from 'kysely'
import { decimal } from '../../../../../kernel/decimal.ts'
import type { LedgerTables } from '../../../ledger/tables.ts'
import { whereTrades } from '../../../ledger/trade-filter.ts'
import type { Rows } from '../rows.ts'
import type { Context } from './context.ts'

interface Closure {
  readonly trade_id: string
  readonly symbol: string
  readonly gross_base: string
  readonly net_base: string
}

/** What fills closed on a trading day, of the trades that are selected, also of those that are open still. */
export async function closureRows({ db, selection, measure }: Context, day: string): Promise<Rows> {
  const { filter } = selection.scope
  const picked = whereTrades(db.query<LedgerTables>().selectFrom('trading.trade as trade').select('trade.id'), filter)
  const { rows } = await sql<Closure>`
    SELECT closure.trade_id, instrument.symbol, closure.gross_base::text, closure.net_base::text
    FROM trading.lot_closure closure JOIN trading.instrument instrument ON instrument.id = closure.instrument_id
    WHERE closure.account_id = ANY(${filter.accounts.map(({ id }) => id)}::uuid[]) AND closure.closed_day = ${day}::date
      AND closure.trade_id IN (${picked})
    ORDER BY closure.closed_at, closure.close_execution_id, closure.open_execution_id`.execute(db.query<LedgerTables>())
  const result = rows.map((row) => decimal(measure.basis === 'gross' ? row.gross_base : row.net_base))
  return {
    kind: 'closures',
    n: rows.length,
    headOf: (at) => {
      const row = rows[at]
      return { tradeId: row?.trade_id ?? null, symbol: row?.symbol ?? null, day, days: [] }
    },
    columns: { result: () => result },
  }
}
