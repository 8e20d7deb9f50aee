import { now } from '../../../kernel/clock.ts'
import type { Db, Tx } from '../../../kernel/db/database.ts'
import { type Decimal, decimal, formatDecimal, ONE } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { NamedInstrument } from '../imports/canonical.ts'
import { tradingProblem } from '../problems.ts'
import { FUTURES_CURRENCY, futuresContract } from './futures-table.ts'
import { invalidValue, ledgerProblem } from './problems.ts'
import { contractName, formatOcc, isAdjustedOption, parseFuture, parseOcc } from './symbols.ts'
import type { AssetClass, InstrumentRow, LedgerTables } from './tables.ts'

/** An instrument of the trader. Throws trading/instrument-not-found. */
export async function ownInstrument(
  source: Db | Tx,
  ownerId: Id<'user'>,
  id: Id<'instrument'>,
): Promise<InstrumentRow> {
  const row = await source
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where('id', '=', id)
    .executeTakeFirst()
  if (row === undefined) throw tradingProblem('instrument-not-found')
  return row
}

/** What `findInstruments` answers under: the same for every way of writing the same symbol. */
export function instrumentKey(named: NamedInstrument, accountCurrency: string): string {
  return `${named.assetClass} ${named.currency ?? accountCurrency} ${canonicalSymbol(named)}`
}

function canonicalSymbol({ symbol, assetClass }: NamedInstrument): string {
  if (assetClass === 'option') {
    const parsed = parseOcc(symbol)
    return (parsed === null ? null : formatOcc(parsed)) ?? symbol
  }
  return assetClass === 'future' ? contractName(symbol, now().getUTCFullYear()) : symbol
}

/** The name of a contract with the year that it had when it was traded: one digit of it says another decade later. */
export function asTraded(named: NamedInstrument, at: Date): NamedInstrument {
  if (named.assetClass !== 'future') return named
  return { ...named, symbol: contractName(named.symbol, at.getUTCFullYear()) }
}

/**
 * The trader's instruments as a file names them, by `instrumentKey`; makes those that are missing. What one point of a price is worth
 * comes from the broker, else from our table of futures, else from what all of the kind have in common. `needs-mapping`: nobody knows
 * it, or the name of an option does not say which.
 */
export async function findInstruments(
  tx: Tx,
  ownerId: Id<'user'>,
  named: readonly NamedInstrument[],
  currency: string,
): Promise<Map<string, InstrumentRow | 'needs-mapping'>> {
  const wanted = new Map(named.map((one) => [instrumentKey(one, currency), one]))
  const found = await known(tx, ownerId, wanted)
  const missing = [...wanted].filter(([key]) => !found.has(key))
  const made = missing.flatMap(([, one]) => newInstrument(ownerId, one, one.currency ?? currency) ?? [])
  if (made.length > 0) {
    await tx
      .query<LedgerTables>()
      .insertInto('trading.instrument')
      .values(made)
      .onConflict((conflict) => conflict.columns(['owner_id', 'symbol', 'asset_class', 'currency']).doNothing())
      .execute()
    for (const [key, row] of await known(tx, ownerId, new Map(missing))) found.set(key, row)
  }
  await keepSeenMultipliers(tx, wanted, found)
  return new Map([...wanted.keys()].map((key) => [key, found.get(key) ?? 'needs-mapping']))
}

/**
 * The instrument of this name, made with the owner's multiplier when there is none. Without a currency it is in US dollars. Throws
 * trading/needs-multiplier, and trading/value-invalid for an option whose strike nobody says.
 */
export async function nameInstrument(
  tx: Tx,
  own: { readonly ownerId: Id<'user'>; readonly multiplier: Decimal | null; readonly currency?: string },
  named: NamedInstrument,
): Promise<InstrumentRow> {
  const currency = named.currency ?? own.currency ?? FUTURES_CURRENCY
  const key = instrumentKey(named, currency)
  const existing = (await known(tx, own.ownerId, new Map([[key, named]]))).get(key)
  if (existing !== undefined) return existing
  const row = newInstrument(own.ownerId, named, currency, own.multiplier)
  const isNamed = named.assetClass !== 'option' || (named.strike !== null && named.right !== null)
  if (row === null && !isNamed && parseOcc(named.symbol) === null)
    throw invalidValue('/strike', 'option', 'is said together with the right, or by the symbol of the OCC')
  if (row === null) throw ledgerProblem('needs-multiplier')
  await tx.query<LedgerTables>().insertInto('trading.instrument').values(row).execute()
  await tx.audit({
    action: 'trading.instrument.created',
    subject: { kind: 'instrument', id: row.id },
    details: { multiplier: row.multiplier, source: row.multiplier_source },
  })
  return row
}

/** Those of them that the trader has, by `instrumentKey`; makes nothing. */
export async function heldInstruments(
  source: Db | Tx,
  ownerId: Id<'user'>,
  named: readonly NamedInstrument[],
  currency: string,
): Promise<Map<string, InstrumentRow>> {
  return await known(source, ownerId, new Map(named.map((one) => [instrumentKey(one, currency), one])))
}

/** By symbol, else by one of the names that the trader gave. */
async function known(
  tx: Db | Tx,
  ownerId: Id<'user'>,
  wanted: ReadonlyMap<string, NamedInstrument>,
): Promise<Map<string, InstrumentRow>> {
  const symbols = [...wanted.values()].map(canonicalSymbol)
  const rows = await tx
    .query<LedgerTables>()
    .selectFrom('trading.instrument')
    .selectAll()
    .where('owner_id', '=', ownerId)
    .where(({ eb, or, fn, val }) => or([eb('symbol', '=', fn.any(val(symbols))), eb('aliases', '&&', val(symbols))]))
    .orderBy('id')
    .execute()
  const names = ({ symbol, aliases }: InstrumentRow): string[] => [symbol, ...aliases]
  const found = new Map<string, InstrumentRow>()
  for (const at of [0, 1]) {
    for (const row of rows)
      for (const name of at === 0 ? [row.symbol] : names(row)) {
        const key = `${row.asset_class} ${row.currency} ${name}`
        if (wanted.has(key) && !found.has(key)) found.set(key, row)
      }
  }
  return found
}

/** A later word of the broker changes no figures by itself: it is kept, and shown where it differs. */
async function keepSeenMultipliers(
  tx: Tx,
  wanted: ReadonlyMap<string, NamedInstrument>,
  found: Map<string, InstrumentRow>,
): Promise<void> {
  for (const [key, { multiplier }] of wanted) {
    const row = found.get(key)
    if (row === undefined || multiplier === null) continue
    const seen = formatDecimal(multiplier)
    if (row.broker_multiplier !== null && formatDecimal(decimal(row.broker_multiplier)) === seen) continue
    await tx
      .query<LedgerTables>()
      .updateTable('trading.instrument')
      .set({ broker_multiplier: seen })
      .where('id', '=', row.id)
      .execute()
    found.set(key, { ...row, broker_multiplier: seen })
  }
}

const ONE_A_POINT: ReadonlySet<AssetClass> = new Set(['stock', 'etf', 'crypto', 'forex'])
const SHARES_OF_AN_OPTION: Decimal = { units: 100n, scale: 0 }

/** Null for one that cannot be kept: its multiplier is not known, or of an option its strike and right are not. */
function newInstrument(
  ownerId: Id<'user'>,
  named: NamedInstrument,
  currency: string,
  ownMultiplier: Decimal | null = null,
): InstrumentRow | null {
  const symbol = canonicalSymbol(named)
  const option = named.assetClass === 'option' ? parseOcc(symbol) : null
  const root = named.root ?? option?.root ?? rootOfFuture(named)
  const contract = named.assetClass === 'future' && root !== null ? futuresContract(root) : null
  const tabled = contract?.multiplier ?? usualMultiplier({ ...named, symbol })
  const multiplier = named.multiplier ?? ownMultiplier ?? tabled
  const strike = named.strike ?? option?.strike ?? null
  const right = named.right ?? option?.right ?? null
  if (multiplier === null || (named.assetClass === 'option' && (strike === null || right === null))) return null
  const at = now()
  const isOption = named.assetClass === 'option'
  return {
    ...{ id: newId<'instrument'>(), owner_id: ownerId, symbol, asset_class: named.assetClass, currency },
    multiplier: formatDecimal(multiplier),
    multiplier_source: named.multiplier !== null ? 'broker' : ownMultiplier !== null ? 'owner' : 'table',
    broker_multiplier: named.multiplier === null ? null : formatDecimal(named.multiplier),
    tick_size: contract === null ? null : formatDecimal(contract.tickSize),
    ...{ root, expires_on: named.expiresOn ?? option?.expiresOn ?? null, exchange: named.exchange, aliases: [] },
    strike: isOption && strike !== null ? formatDecimal(strike) : null,
    option_right: isOption ? right : null,
    ...{ version: 1, created_at: at, updated_at: at },
  }
}

function rootOfFuture({ assetClass, symbol }: NamedInstrument): string | null {
  if (assetClass !== 'future') return null
  return parseFuture(symbol, now().getUTCFullYear())?.root ?? null
}

/** Not of adjusted options, nor of bonds: their prices are of a hundred, of a thousand or of one. */
function usualMultiplier(named: Pick<NamedInstrument, 'assetClass' | 'symbol' | 'root'>): Decimal | null {
  if (named.assetClass === 'option') return isAdjustedOption(named) ? null : SHARES_OF_AN_OPTION
  return ONE_A_POINT.has(named.assetClass) ? ONE : null
}
