import { type Static, Type } from 'typebox'
import { cursorPage } from '../../../kernel/db/cursor.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal, unsignedDecimalShape } from '../../../kernel/decimal.ts'
import { idOf, line, object, oneOf } from '../../../kernel/http/schema.ts'
import type { Id } from '../../../kernel/id.ts'
import { asTraded, nameInstrument } from '../ledger/instruments.ts'
import { assetClasses, type InstrumentRow } from '../ledger/tables.ts'
import type { FillRecord, NamedInstrument } from './canonical.ts'
import { importProblem } from './problems.ts'
import { readRecords } from './stored-records.ts'
import type { WaitingRow } from './tables.ts'

const symbolKey = {
  symbol: line(64),
  assetClass: oneOf(assetClasses),
  currency: Type.String({ pattern: '^[A-Z0-9]{2,10}$' }),
}

/** Rows that wait for one symbol, of all imports. */
export const waitingShape = object({ ...symbolKey, rows: Type.Integer(), imports: Type.Integer() })
type Waiting = Static<typeof waitingShape>

/** Which symbol, and what it is. */
export const resolution = object({
  ...symbolKey,
  /** What one point of the price of one unit is worth. */
  multiplier: unsignedDecimalShape,
  /** What it is called here, and of what kind it is, where the file has it wrong. */
  as: Type.Optional(line(64)),
  asAssetClass: Type.Optional(oneOf(assetClasses)),
})
export type Resolution = Static<typeof resolution>

export const createWaitingQueue = 'trading.create-waiting-rows'
export const waitingJobData = object({
  accountId: idOf('trading-account'),
  ownerId: idOf('user'),
  instrumentId: idOf('instrument'),
  ...symbolKey,
})

interface QueuePage {
  readonly limit?: number
  readonly cursor?: string
}

const GROUPS = `
  SELECT symbol, asset_class AS "assetClass", currency, count(*)::integer AS rows, count(DISTINCT batch_id)::integer AS imports
    FROM trading.import_waiting
   WHERE owner_id = $1 AND ($2::text[] IS NULL OR (symbol, asset_class, currency) > ($2[1], $2[2], $2[3]))
   GROUP BY symbol, asset_class, currency ORDER BY symbol, asset_class, currency LIMIT $3`

/** Symbols that nobody knows the multiplier of, with what waits for them. */
export async function listWaiting(source: Db, ownerId: Id<'user'>, input: QueuePage) {
  const page = cursorPage(input, (values) => (values.length === 3 ? values : null))
  const groups = await source.raw<Waiting & Record<string, unknown>>(GROUPS, [ownerId, page.after, page.limit + 1])
  return page.of(
    groups,
    ({ symbol, assetClass, currency }) => [symbol, assetClass, currency],
    ({ symbol, assetClass, currency, rows, imports }) => ({ symbol, assetClass, currency, rows, imports }),
  )
}

/**
 * Makes the instrument, and has the rows that wait for it created. Throws trading/nothing-waits, and what making an instrument throws.
 */
export async function resolveWaiting(tx: Tx, ownerId: Id<'user'>, input: Resolution): Promise<InstrumentRow> {
  const { symbol, assetClass, currency } = input
  const accounts = await tx.raw<Pick<WaitingRow, 'account_id'> & Record<string, unknown>>(
    `SELECT DISTINCT account_id FROM trading.import_waiting
      WHERE owner_id = $1 AND symbol = $2 AND asset_class = $3 AND currency = $4`,
    [ownerId, symbol, assetClass, currency],
  )
  if (accounts.length === 0) throw importProblem('nothing-waits')
  const named = await nameOf(tx, ownerId, input)
  const instrument = await nameInstrument(tx, { ownerId, multiplier: decimal(input.multiplier) }, named)
  for (const { account_id: accountId } of accounts) {
    const data = { accountId, ownerId, instrumentId: instrument.id, symbol, assetClass, currency }
    await tx.enqueue({ queue: createWaitingQueue, data, options: { tenant: accountId } })
  }
  return instrument
}

/** As the first row that waits has it, with what the trader says instead. */
async function nameOf(tx: Tx, ownerId: Id<'user'>, input: Resolution): Promise<NamedInstrument> {
  const [first] = await tx.raw<Pick<WaitingRow, 'records'> & Record<string, unknown>>(
    `SELECT records FROM trading.import_waiting
      WHERE owner_id = $1 AND symbol = $2 AND asset_class = $3 AND currency = $4 ORDER BY batch_id, number LIMIT 1`,
    [ownerId, input.symbol, input.assetClass, input.currency],
  )
  const fill = readRecords(first?.records ?? []).find(
    (record): record is FillRecord =>
      record.type === 'fill' && asTraded(record.instrument, record.executedAt).symbol === input.symbol,
  )
  const unknown = { multiplier: null, root: null, expiresOn: null, strike: null, right: null, exchange: null }
  return {
    ...(fill?.instrument ?? unknown),
    symbol: input.as ?? input.symbol,
    assetClass: input.asAssetClass ?? input.assetClass,
    currency: input.currency,
    multiplier: null,
  }
}
