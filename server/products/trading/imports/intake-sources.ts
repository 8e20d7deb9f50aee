import type { Db, Tx } from '../../../kernel/db/database.ts'
import { decimal } from '../../../kernel/decimal.ts'
import { feesOf } from '../ledger/fees/fee-schedules.ts'
import { findInstruments, heldInstruments, instrumentKey, nameInstrument } from '../ledger/instruments.ts'
import type { AccountRow, CorporateActionRow, ExecutionRow, InstrumentRow } from '../ledger/tables.ts'
import { findRates } from '../rates/find-rates.ts'
import type { DatedRate } from '../rates/rate-book.ts'
import type { NamedInstrument } from './canonical.ts'
import { factsText } from './fingerprint.ts'
import {
  type Held,
  type IntakeSources,
  type Known,
  type KnownSplit,
  type NamedWithMultiplier,
  type RateWanted,
  rateKey,
} from './intake-types.ts'

type Found = ReadonlyMap<string, InstrumentRow | 'needs-mapping'>
type KnownFill = Pick<ExecutionRow, 'id' | 'fingerprint' | 'kind' | 'side' | 'quantity' | 'price' | 'executed_at'>

/** Looks in the account, whose lock is held, and makes instruments that are missing and known. */
export function liveSources(tx: Tx, account: AccountRow): IntakeSources {
  return {
    held: () => heldIn(tx, account),
    instruments: (wanted) => makeInstruments(tx, account, wanted),
    rates: (wanted) => ratesIn(tx, account, wanted),
    fees: () => feesOf(tx, account),
    known: (fills, cash) => knownIn(tx, account, { fills, cash }),
    splits: (named) => splitsOf(tx, account, named),
  }
}

/** Thrown to end a transaction that is to leave nothing. */
class Discarded extends Error {
  override readonly name = 'Discarded'
}

/** Looks without a lock, and makes nothing: instruments that would be made are made in a transaction that is given up. */
export function previewSources(db: Db, origin: Tx['origin'], account: AccountRow): IntakeSources {
  return {
    held: () => heldIn(db, account),
    async instruments(wanted) {
      let found: Found = new Map()
      try {
        await db.transaction(origin, async (tx) => {
          found = await makeInstruments(tx, account, wanted)
          throw new Discarded()
        })
      } catch (error) {
        if (!(error instanceof Discarded)) throw error
      }
      return found
    },
    rates: (wanted) => ratesIn(db, account, wanted),
    fees: () => feesOf(db, account),
    known: (fills, cash) => knownIn(db, account, { fills, cash }),
    splits: (named) => splitsOf(db, account, named),
  }
}

const HELD = `
  SELECT min(span.from_at) AS from_at, max(span.until_at) AS until_at,
         EXISTS (SELECT FROM trading.cash_movement WHERE account_id = $1 AND fingerprint IS NOT NULL) AS holds_cash
    FROM (SELECT min(executed_at) AS from_at, max(executed_at) AS until_at
            FROM trading.execution WHERE account_id = $1 AND superseded_at IS NULL
          UNION ALL
          SELECT min(executed_at), max(executed_at)
            FROM trading.execution WHERE account_id = $1 AND superseded_at IS NOT NULL) AS span`

/** From the ends of two indexes: fills that were corrected or taken out since are still known to the files that told of them. */
async function heldIn(source: Db | Tx, { id }: AccountRow): Promise<Held> {
  const [row] = await source.raw<{ from_at: Date | null; until_at: Date | null; holds_cash: boolean }>(HELD, [id])
  if (row === undefined) throw new TypeError('an aggregate answers one row')
  const { from_at: from, until_at: until, holds_cash: cash } = row
  return { fills: from === null || until === null ? null : { from, until }, cash }
}

async function makeInstruments(tx: Tx, account: AccountRow, wanted: readonly NamedWithMultiplier[]): Promise<Found> {
  const { owner_id: ownerId, currency } = account
  const found = await findInstruments(
    tx,
    ownerId,
    wanted.map(({ named }) => named),
    currency,
  )
  for (const { named, multiplier } of wanted) {
    const key = instrumentKey(named, currency)
    if (multiplier === null || found.get(key) !== 'needs-mapping') continue
    const whole = { ...named, currency: named.currency ?? currency }
    found.set(key, await nameInstrument(tx, { ownerId, multiplier }, whole))
  }
  return found
}

async function ratesIn(
  source: Db | Tx,
  account: AccountRow,
  wanted: readonly RateWanted[],
): Promise<ReadonlyMap<string, DatedRate>> {
  const days = wanted.map(({ day }) => day).sort()
  const [from = '', until = ''] = [days[0], days.at(-1)]
  const currencies = [account.currency, ...wanted.map(({ currency }) => currency)]
  const book = await findRates(source, account.owner_id, { currencies, from, until })
  const found = new Map<string, DatedRate>()
  for (const one of wanted) {
    const rate = book.on(one.currency, account.currency, one.day)
    if (rate !== null) found.set(rateKey(one), rate)
  }
  return found
}

const SPLITS = `
  SELECT id, effective_at, numerator, denominator FROM trading.corporate_action
   WHERE instrument_id = $1 AND kind = 'split' ORDER BY effective_at, id`

async function splitsOf(source: Db | Tx, account: AccountRow, named: NamedInstrument): Promise<KnownSplit[]> {
  const { owner_id: ownerId, currency } = account
  const [instrument] = (await heldInstruments(source, ownerId, [named], currency)).values()
  if (instrument === undefined) return []
  const rows = (await source.raw(SPLITS, [instrument.id])) as unknown as CorporateActionRow[]
  return rows.map(({ id, effective_at: effectiveAt, numerator, denominator }) => ({
    ...{ id, effectiveAt },
    ratio: { numerator: decimal(numerator), denominator: decimal(denominator) },
  }))
}

interface Asked {
  readonly fills: readonly Buffer[]
  readonly cash: readonly Buffer[]
}

async function knownIn(source: Db | Tx, account: AccountRow, asked: Asked): Promise<ReadonlyMap<string, Known>> {
  const known = new Map<string, Known>()
  const fills = await among<KnownFill>(source, account, { table: 'execution', columns: FACTS, given: asked.fills })
  for (const fill of fills) known.set(keyOf(fill), { id: fill.id, facts: () => storedFacts(fill) })
  const cash = await among<{ id: string; fingerprint: Buffer }>(source, account, {
    ...{ table: 'cash_movement', columns: '', given: asked.cash },
  })
  for (const movement of cash) known.set(keyOf(movement), { id: movement.id, facts: null })
  return known
}

const FACTS = ', kind, side, quantity, price, executed_at'

interface Among {
  readonly table: 'execution' | 'cash_movement'
  readonly columns: string
  readonly given: readonly Buffer[]
}

async function among<Row>(source: Db | Tx, account: AccountRow, { table, columns, given }: Among): Promise<Row[]> {
  if (given.length === 0) return []
  const text = `SELECT id, fingerprint${columns} FROM trading.${table} WHERE account_id = $1 AND fingerprint = ANY($2::bytea[])`
  const bytes = `{${given.map((one) => `"\\\\x${one.toString('hex')}"`).join(',')}}`
  return (await source.raw(text, [account.id, bytes])) as Row[]
}

function keyOf({ fingerprint }: { readonly fingerprint: Buffer | null }): string {
  return fingerprint?.toString('latin1') ?? ''
}

function storedFacts({ kind, side, quantity, price, executed_at: executedAt }: KnownFill): string {
  return factsText({ kind, side, quantity: decimal(quantity), price: decimal(price), executedAt })
}
