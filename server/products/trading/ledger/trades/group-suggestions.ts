import type { Id } from '../../../../kernel/id.ts'
import type { Trader } from '../../trader.ts'
import { ownAccount } from '../accounts.ts'
import type { Reader } from './trade-reads.ts'

/** So many of the newest trades are looked through, and so many groups of them shown. */
const LOOKED_THROUGH = 2000
const SHOWN_MAX = 50
const TOGETHER_MS = 5000

interface Candidate extends Record<string, unknown> {
  readonly id: Id<'trade'>
  readonly symbol: string
  readonly underlying: string
  readonly expires_on: string | null
  readonly order_id: string | null
  readonly opened_at: Date
}

/** Trades of an account that look like one strategy, newest first. Throws trading/account-not-found. */
export async function suggestGroups(source: Reader, trader: Trader, accountId: Id<'trading-account'>) {
  await ownAccount(source, trader.id, accountId)
  const rows = await source.raw<Candidate>(
    `SELECT trade.id, instrument.symbol, coalesce(instrument.root, instrument.symbol) AS underlying,
            instrument.expires_on, execution.order_id, trade.opened_at
       FROM trading.trade
       JOIN trading.instrument ON instrument.id = trade.instrument_id
       JOIN trading.execution ON execution.id = trade.open_execution_id
      WHERE trade.account_id = $1
        AND NOT EXISTS (SELECT FROM trading.trade_group_member member WHERE member.trade_id = trade.id)
        AND trade.id NOT IN (SELECT trading.trades_beyond($2, $3))
      ORDER BY trade.opened_at DESC, trade.id DESC LIMIT ${LOOKED_THROUGH}`,
    [accountId, trader.id, trader.shownAMonth],
  )
  const ordered = sets(rows, ({ order_id: order }) => order, Number.POSITIVE_INFINITY)
  const taken = new Set(ordered.flat().map(({ id }) => id))
  const others = rows.filter(({ id }) => !taken.has(id))
  const legs = sets(
    others,
    ({ underlying, expires_on: day }) => (day === null ? null : `${day} ${underlying}`),
    TOGETHER_MS,
  )
  const several = legs.filter((set) => new Set(set.map(({ symbol }) => symbol)).size > 1)
  const found = [...ordered.map((set) => view('order', set)), ...several.map((set) => view('expiry', set))]
  return found.sort((left, right) => right.openedAt.getTime() - left.openedAt.getTime()).slice(0, SHOWN_MAX)
}

/** Two or more of one key, each opened at most so long after the one before it. */
function sets(rows: readonly Candidate[], keyOf: (row: Candidate) => string | null, gapMs: number): Candidate[][] {
  const open = new Map<string, Candidate[]>()
  const all: Candidate[][] = []
  for (const row of rows.toReversed()) {
    const key = keyOf(row)
    if (key === null) continue
    const set = open.get(key)
    const last = set?.at(-1)
    if (set !== undefined && last !== undefined && row.opened_at.getTime() - last.opened_at.getTime() <= gapMs) {
      set.push(row)
      continue
    }
    const begun = [row]
    open.set(key, begun)
    all.push(begun)
  }
  return all.filter((set) => set.length > 1)
}

function view(reason: 'order' | 'expiry', set: readonly Candidate[]) {
  return {
    ...{ reason, openedAt: set[0]?.opened_at ?? new Date(0) },
    trades: set.map(({ id, symbol }) => ({ id, symbol })),
  }
}
