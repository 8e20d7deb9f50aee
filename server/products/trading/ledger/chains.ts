import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import { arrayText } from './bulk.ts'
import type { Source } from './chain-actions.ts'
import type { Fill, Spinoff, Split } from './matching/position.ts'
import { inOrderOfMatching, type Placed } from './order-of-fills.ts'
import type { AccountRow, InstrumentRow } from './tables.ts'

/** What changed in an account: from `from` on, or all of it; `until` says that nothing later did. */
export interface ChainChange {
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
  readonly from: Date | null
  readonly until?: Date | null
}

/** Executions that are matched among themselves: of one account, instrument and position. */
export interface ChainKey {
  readonly instrumentId: Id<'instrument'>
  readonly positionRef: string
}

/** Where a chain is taken up again: at an execution, or at an instant with nothing held. */
export interface Start {
  /** Null: with the first execution there is. */
  readonly at: Date | null
  /** The executions that open trades at that instant: what comes before the first of them closed another. None when nothing is held. */
  readonly openings: readonly Opening[]
}

export interface Opening {
  readonly executionId: Id<'execution'>
  /** What it closed of the trade before, and the fees that went with it: the rest of it opens. */
  readonly closed: { readonly quantity: Decimal; readonly fees: Decimal } | null
}

/** Where a chain is as it was: with nothing held, or at an execution that ends one trade and opens the next with its rest. */
export interface Stop {
  readonly at: Date
  /** Null: nothing is held. Else what opens the trade that stays, and what it closed before: the rest is all that is held then. */
  readonly opening: { readonly executionId: Id<'execution'>; readonly quantity: Decimal; readonly fees: Decimal } | null
}

/** What a chain is made of besides its executions. */
export interface ChainTerms {
  readonly instrument: Pick<InstrumentRow, 'id' | 'asset_class' | 'multiplier' | 'expires_on'>
  /** What the company did, in order. */
  readonly events: readonly (Split | Spinoff)[]
  /** Instruments whose executions belong to the chain, each before an instant: what was renamed to this one. */
  readonly sources: readonly Source[]
}

/** A part of a chain that is made anew: from a start to a stop, or to its end. */
export interface Stretch {
  readonly key: ChainKey
  readonly terms: ChainTerms
  readonly start: Start
  readonly stop: Stop | null
}

interface FillRow extends Placed {
  chain: number
  id: Id<'execution'>
  lineage_id: Id<'execution'>
  quantity: string
  price: string
  fees: string
  fx_rate: string
}

/** The fills of each stretch in the order of matching; what the system closed is left out, since it follows from the rest. */
export async function loadFills(tx: Db | Tx, account: AccountRow, stretches: readonly Stretch[]): Promise<Fill[][]> {
  if (stretches.length === 0) return []
  const asked = stretches.flatMap(({ key, terms, start, stop }, chain) =>
    terms.sources.map((source) => ({ chain, key, start, stop, source })),
  )
  const column = (type: 'integer' | 'uuid' | 'text', read: (one: (typeof asked)[number]) => unknown) =>
    arrayText(asked.map(read), type)
  const rows = await tx.raw<FillRow & Record<string, unknown>>(
    `SELECT wanted.chain, e.id, e.lineage_id, e.kind, e.side, e.quantity, e.price, e.fees, e.fx_rate, e.executed_at,
            e.effect, e.external_id
       FROM unnest($2::integer[], $3::uuid[], $4::text[], $5::timestamptz[],
                   $6::timestamptz[], $7::timestamptz[], $8::timestamptz[])
              AS wanted (chain, instrument_id, position_ref, at, stop, after_at, before_at)
      CROSS JOIN LATERAL (
        SELECT * FROM trading.execution x
         WHERE x.account_id = $1 AND x.instrument_id = wanted.instrument_id AND x.position_ref = wanted.position_ref
           AND x.superseded_at IS NULL AND x.source <> 'system'
           AND x.executed_at >= wanted.at AND x.executed_at <= wanted.stop
           AND x.executed_at >= wanted.after_at AND x.executed_at < wanted.before_at
        OFFSET 0) AS e
      ORDER BY wanted.chain, e.executed_at, e.sequence, e.id`,
    [
      account.id,
      column('integer', ({ chain }) => chain),
      column('uuid', ({ source }) => source.instrumentId),
      column('text', ({ key }) => key.positionRef),
      column('text', ({ start }) => start.at?.toISOString() ?? '-infinity'),
      column('text', ({ stop }) => stop?.at.toISOString() ?? 'infinity'),
      column('text', ({ source }) => boundText(source.afterMs)),
      column('text', ({ source }) => boundText(source.beforeMs)),
    ],
  )
  const found: FillRow[][] = stretches.map(() => [])
  for (const row of rows) found[row.chain]?.push(row)
  return found.map((chain, at) => fromOpening(inOrderOfMatching(chain), stretches[at]?.start).map(fillOf))
}

/** What comes before the first trade of the instant belongs to the trade before. */
export function fromOpening<Row extends Pick<FillRow, 'id'>>(
  fills: readonly Row[],
  start: Start | undefined,
): readonly Row[] {
  const openings = new Set(start?.openings.map(({ executionId }) => executionId))
  const first = openings.size === 0 ? 0 : fills.findIndex(({ id }) => openings.has(id))
  return first > 0 ? fills.slice(first) : fills
}

function boundText(ms: number): string {
  if (Number.isFinite(ms)) return new Date(ms).toISOString()
  return ms < 0 ? '-infinity' : 'infinity'
}

function fillOf(row: FillRow): Fill {
  return {
    executionId: row.id,
    lineageId: row.lineage_id,
    kind: row.kind,
    side: row.side,
    quantity: decimal(row.quantity),
    price: decimal(row.price),
    fees: decimal(row.fees),
    fxRate: decimal(row.fx_rate),
    atMs: row.executed_at.getTime(),
  }
}

interface StartRow extends StopRow {
  chain: number
  opened_at: Date | null
  openings: readonly [Id<'execution'>, string | null, string | null][] | null
}

/** Where a chain is flat after what changed, and where one execution ends a trade and opens the next. */
interface StopRow {
  flat_at: Date | null
  flip_at: Date | null
  flip_execution_id: Id<'execution'> | null
  flip_quantity: string | null
  flip_fees: string | null
}

/** A chain with the earliest and the latest instant that changed in it. */
export interface Touched {
  readonly key: ChainKey
  /** Null: all of it. */
  readonly from: Date | null
  /** Null: not known. */
  readonly until: Date | null
}

/**
 * Where each chain is taken up: at the trade that was open when the first change happened, or at that instant when nothing was held; and
 * where it was flat again, or one execution ended a trade and opened the next, after the last change: as far as it goes if that is so still.
 */
export async function findStarts(
  tx: Tx,
  account: AccountRow,
  touched: readonly Touched[],
): Promise<{ start: Start; stop: Stop | null }[]> {
  const rows = await tx.raw<StartRow & Record<string, unknown>>(STARTS, [
    account.id,
    arrayText(
      touched.map((_, chain) => chain),
      'integer',
    ),
    arrayText(
      touched.map(({ key }) => key.instrumentId),
      'uuid',
    ),
    arrayText(
      touched.map(({ key }) => key.positionRef),
      'text',
    ),
    arrayText(
      touched.map(({ from }) => from),
      'timestamptz',
    ),
    arrayText(
      touched.map(({ until }) => until),
      'timestamptz',
    ),
  ])
  return touched.map(({ from }, chain) => {
    const row = rows[chain]
    return { start: startOf(from, row), stop: row === undefined ? null : stopOf(row) }
  })
}

const STARTS = `SELECT touched.chain, instant.opened_at, held.openings, flat.closed_at AS flat_at,
       flip.opened_at AS flip_at, flip.open_execution_id AS flip_execution_id, flip.quantity AS flip_quantity, flip.fees AS flip_fees
  FROM unnest($2::integer[], $3::uuid[], $4::text[], $5::timestamptz[], $6::timestamptz[])
         AS touched (chain, instrument_id, position_ref, from_at, until_at)
  LEFT JOIN LATERAL (
    SELECT t.opened_at FROM trading.trade t
     WHERE t.account_id = $1 AND t.instrument_id = touched.instrument_id AND t.position_ref = touched.position_ref
       AND (t.status = 'open' OR t.closed_at >= touched.from_at)
       AND t.opened_at = (
         SELECT max(m.opened_at) FROM trading.trade m
          WHERE m.account_id = $1 AND m.instrument_id = touched.instrument_id AND m.position_ref = touched.position_ref
            AND m.opened_at < touched.from_at)
     LIMIT 1
  ) AS instant ON true
  LEFT JOIN LATERAL (
    SELECT jsonb_agg(jsonb_build_array(t.open_execution_id, closed.quantity::text, closed.fees::text)) AS openings
      FROM trading.trade t
     CROSS JOIN LATERAL (
       SELECT sum(c.quantity) AS quantity, sum(c.close_fee) AS fees FROM trading.lot_closure c
        WHERE c.close_execution_id = t.open_execution_id) AS closed
     WHERE t.account_id = $1 AND t.instrument_id = touched.instrument_id AND t.position_ref = touched.position_ref
       AND t.opened_at = instant.opened_at
  ) AS held ON true
  LEFT JOIN LATERAL (
    SELECT t.closed_at FROM (
      SELECT c.closed_at FROM trading.trade c
       WHERE c.account_id = $1 AND c.instrument_id = touched.instrument_id AND c.position_ref = touched.position_ref
         AND c.closed_at > touched.until_at AND c.status = 'closed'
       ORDER BY c.closed_at LIMIT 50
    ) AS t
     WHERE NOT EXISTS (
       SELECT FROM trading.trade o
        WHERE o.account_id = $1 AND o.instrument_id = touched.instrument_id AND o.position_ref = touched.position_ref
          AND (o.status = 'open' OR o.closed_at > t.closed_at)
          AND o.opened_at = (
            SELECT max(m.opened_at) FROM trading.trade m
             WHERE m.account_id = $1 AND m.instrument_id = touched.instrument_id AND m.position_ref = touched.position_ref
               AND m.opened_at <= t.closed_at))
     ORDER BY t.closed_at LIMIT 1
  ) AS flat ON true
  LEFT JOIN LATERAL (
    SELECT * FROM (
      SELECT t.opened_at, t.open_execution_id, ended.quantity, ended.fees FROM (
        SELECT o.opened_at, o.open_execution_id FROM trading.trade o
         WHERE o.account_id = $1 AND o.instrument_id = touched.instrument_id AND o.position_ref = touched.position_ref
           AND o.opened_at > touched.until_at
         ORDER BY o.opened_at LIMIT 50
      ) AS t
       CROSS JOIN LATERAL (
         SELECT sum(c.quantity) AS quantity, sum(c.close_fee) AS fees FROM trading.lot_closure c
          WHERE c.close_execution_id = t.open_execution_id
       ) AS ended
       WHERE ended.quantity IS NOT NULL AND (
         SELECT count(*) FROM trading.trade s
          WHERE s.account_id = $1 AND s.instrument_id = touched.instrument_id AND s.position_ref = touched.position_ref
            AND s.opened_at = t.opened_at) = 1
       ORDER BY t.opened_at LIMIT 2
    ) AS early ORDER BY early.opened_at DESC LIMIT 1
  ) AS flip ON true
 ORDER BY touched.chain`

function startOf(from: Date | null, row: StartRow | undefined): Start {
  if (row === undefined || row.opened_at === null) return { at: from, openings: [] }
  const openings = (row.openings ?? []).map(([executionId, quantity, fees]): Opening => {
    const hasClosed = quantity !== null && fees !== null
    return { executionId, closed: hasClosed ? { quantity: decimal(quantity), fees: decimal(fees) } : null }
  })
  return { at: row.opened_at, openings }
}

/**
 * The first that is flat, or, where that is earlier, the second flip: other prices may take other lots, and a fee that does not come out
 * even by these is shared otherwise in its last digit by the first. Where trades share the instant of a flip it is none. */
export function stopOf({
  flat_at: flat,
  flip_at: flip,
  flip_execution_id: executionId,
  ...closed
}: StopRow): Stop | null {
  const { flip_quantity: quantity, flip_fees: fees } = closed
  const isFlip = flip !== null && executionId !== null && quantity !== null && fees !== null
  if (isFlip && (flat === null || flip < flat))
    return { at: flip, opening: { executionId, quantity: decimal(quantity), fees: decimal(fees) } }
  return flat === null ? null : { at: flat, opening: null }
}
