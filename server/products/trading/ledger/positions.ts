import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, divide, plus, times, trimmed, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { AccountRow } from './tables.ts'
import { tradingDaySql } from './trading-day.ts'

/** Until when something counts, and what that stands on, behind the account. */
interface Until {
  readonly parameters: readonly unknown[]
  readonly holds: (instant: string) => string
}

/** The end of a trading day, an instant with what happens at it, or now. */
function untilOf(account: AccountRow, until: string | Date | null): Until {
  if (until instanceof Date)
    return { parameters: [account.id, until], holds: (instant) => `${instant} <= $2::timestamptz` }
  const dayOf = (instant: string): string => tradingDaySql(instant, '$2', '$3::integer')
  return {
    parameters: [account.id, account.cutoff_zone, account.cutoff_minute, until],
    holds: (instant) => `($4::date IS NULL OR ${dayOf(instant)} <= $4::date)`,
  }
}

export interface HeldPosition {
  readonly instrumentId: Id<'instrument'>
  readonly symbol: string
  readonly assetClass: string
  readonly currency: string
  readonly positionRef: string
  /** Negative when short. */
  readonly quantity: Decimal
}

interface HeldRow {
  readonly instrument_id: Id<'instrument'>
  readonly symbol: string
  readonly asset_class: string
  readonly currency: string
  readonly position_ref: string
  readonly splits_after: string
  readonly quantity: string
}

/** What was held at the end of a trading day, at an instant, or is now: bought less sold, in shares after the splits until then, and what spin-offs brought. */
export async function positionsAt(
  source: Db | Tx,
  account: AccountRow,
  at: string | Date | null,
): Promise<HeldPosition[]> {
  const { parameters, holds } = untilOf(account, at)
  const rows = await source.raw<HeldRow & Record<string, unknown>>(
    `SELECT e.instrument_id, i.symbol, i.asset_class, i.currency, e.position_ref, sum(e.side * e.quantity) AS quantity,
            (SELECT coalesce(string_agg(a.numerator || '/' || a.denominator, ' ' ORDER BY a.effective_at, a.id), '')
               FROM trading.corporate_action a
              WHERE a.instrument_id = e.instrument_id AND a.kind = 'split' AND a.effective_at > e.executed_at
                AND a.effective_at <= now() AND ${holds('a.effective_at')}) AS splits_after
       FROM trading.execution e JOIN trading.instrument i ON i.id = e.instrument_id
      WHERE e.account_id = $1 AND e.superseded_at IS NULL
        AND ${holds('e.executed_at')}
      GROUP BY e.instrument_id, i.symbol, i.asset_class, i.currency, e.position_ref, splits_after
      ORDER BY i.symbol, e.instrument_id, e.position_ref`,
    parameters,
  )
  const held = new Map<string, HeldPosition>()
  for (const row of rows) {
    const key = `${row.instrument_id} ${row.position_ref}`
    const before = held.get(key)?.quantity ?? ZERO
    held.set(key, {
      ...{ instrumentId: row.instrument_id, symbol: row.symbol, assetClass: row.asset_class, currency: row.currency },
      ...{ positionRef: row.position_ref, quantity: plus(before, afterSplits(row)) },
    })
  }
  for (const { quantity, ...position } of await broughtUntil(source, account, at)) {
    const key = `${position.instrumentId} ${position.positionRef}`
    held.set(key, { ...position, quantity: plus(held.get(key)?.quantity ?? ZERO, quantity) })
  }
  return [...held.values()].filter(({ quantity }) => quantity.units !== 0n).sort(bySymbol)
}

function bySymbol(one: HeldPosition, other: HeldPosition): number {
  const [left, right] = [one, other].map(
    ({ symbol, instrumentId, positionRef }) => `${symbol} ${instrumentId} ${positionRef}`,
  )
  return (left ?? '') < (right ?? '') ? -1 : 1
}

const DIGITS = 18

/** In shares after splits. */
export function afterSplits({ quantity, splits_after }: Pick<HeldRow, 'quantity' | 'splits_after'>): Decimal {
  return splits_after
    .split(' ')
    .filter((text) => text !== '')
    .map((text) => {
      const [numerator = '1', denominator = '1'] = text.split('/')
      return { numerator, denominator }
    })
    .reduce(timesRatio, decimal(quantity))
}

interface Spinoff extends Record<string, unknown>, Omit<HeldPosition, 'instrumentId' | 'positionRef' | 'quantity'> {
  readonly from: Id<'instrument'>
  readonly to: Id<'instrument'>
  readonly at: Date
  readonly numerator: string
  readonly denominator: string
}

interface Brought extends HeldPosition {
  readonly at: Date
}

/** What spin-offs until the end of the day brought, in the order in which they did, in shares after the splits until then. */
export async function broughtUntil(
  source: Db | Tx,
  account: AccountRow,
  at: string | Date | null,
): Promise<HeldPosition[]> {
  const { parameters, holds } = untilOf(account, at)
  const until = `action.effective_at <= now() AND ${holds('action.effective_at')}`
  const spinoffs = await source.raw<Spinoff>(
    `SELECT action.instrument_id AS from, action.to_instrument_id AS to, action.effective_at AS at, action.numerator, action.denominator,
            taker.symbol, taker.asset_class AS "assetClass", taker.currency
       FROM trading.corporate_action action JOIN trading.instrument taker ON taker.id = action.to_instrument_id
      WHERE action.kind = 'spinoff' AND action.owner_id = (SELECT owner_id FROM trading.account WHERE id = $1) AND ${until}
      ORDER BY action.effective_at, action.id`,
    parameters,
  )
  if (spinoffs.length === 0) return []
  const splits = await source.raw<SplitRow>(
    `SELECT action.instrument_id AS id, action.effective_at AS at, action.numerator, action.denominator
       FROM trading.corporate_action action
      WHERE action.kind = 'split' AND action.owner_id = (SELECT owner_id FROM trading.account WHERE id = $1) AND ${until}
      ORDER BY action.effective_at, action.id`,
    parameters,
  )
  const brought: Brought[] = []
  for (const { from, to, at, numerator, denominator, ...named } of spinoffs) {
    const giving = new Map<string, Decimal>()
    const own = await movedBefore(source, { accountId: account.id, instrumentId: from, at })
    for (const moved of [...own, ...brought.filter(({ instrumentId }) => instrumentId === from)]) {
      const shares = inSharesOf(splits, { id: from, from: moved.at, until: at }, moved.quantity)
      giving.set(moved.positionRef, plus(giving.get(moved.positionRef) ?? ZERO, shares))
    }
    for (const [positionRef, shares] of giving)
      brought.push({
        ...{ ...named, instrumentId: to, positionRef, at },
        quantity: timesRatio(shares, { numerator, denominator }),
      })
  }
  return brought.map(({ at, quantity, ...position }) => ({
    ...position,
    quantity: inSharesOf(splits, { id: position.instrumentId, from: at, until: null }, quantity),
  }))
}

async function movedBefore(
  source: Db | Tx,
  { accountId, instrumentId, at }: { accountId: string; instrumentId: string; at: Date },
): Promise<Pick<Brought, 'positionRef' | 'at' | 'quantity'>[]> {
  const rows = await source.raw<{ ref: string; at: Date; quantity: string }>(
    `SELECT position_ref AS ref, executed_at AS at, sum(side * quantity) AS quantity FROM trading.execution
      WHERE account_id = $1 AND instrument_id = $2 AND executed_at < $3 AND superseded_at IS NULL GROUP BY 1, 2`,
    [accountId, instrumentId, at],
  )
  return rows.map(({ ref, quantity, ...row }) => ({ ...row, positionRef: ref, quantity: decimal(quantity) }))
}

interface SplitRow extends Record<string, unknown> {
  readonly id: Id<'instrument'>
  readonly at: Date
  readonly numerator: string
  readonly denominator: string
}

interface Stretch {
  readonly id: Id<'instrument'>
  readonly from: Date
  /** Null: to the last split. */
  readonly until: Date | null
}

function inSharesOf(splits: readonly SplitRow[], { id, from, until }: Stretch, quantity: Decimal): Decimal {
  return splits
    .filter((split) => split.id === id && split.at > from && (until === null || split.at <= until))
    .reduce(timesRatio, quantity)
}

function timesRatio(
  quantity: Decimal,
  { numerator, denominator }: { readonly numerator: string; readonly denominator: string },
): Decimal {
  return trimmed(divide(times(quantity, decimal(numerator)), decimal(denominator), DIGITS, 'half-even'))
}
