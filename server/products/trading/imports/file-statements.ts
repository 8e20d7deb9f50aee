import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { formatDecimal, signOf } from '../../../kernel/decimal.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import { arrayText } from '../ledger/bulk.ts'
import { asTraded, instrumentKey } from '../ledger/instruments.ts'
import type { AccountRow, AssetClass, ImportStatementRow } from '../ledger/tables.ts'
import type { NamedInstrument, ReadRow, StatedRecord } from './canonical.ts'
import { renamed } from './intake.ts'
import { liveSources } from './intake-sources.ts'
import type { IntakeTerms, NamedWithMultiplier } from './intake-types.ts'

interface Told {
  readonly row: number
  readonly stated: StatedRecord
}

/** What a broker reports in a file, gathered while its rows are written. */
export interface FileStatements {
  take(rows: readonly ReadRow[]): void
  /** Keeps it as statements of the import, once all rows are written. */
  write(tx: Tx, terms: IntakeTerms): Promise<void>
}

/** Of a balance after each row the last one of a day and currency stays; the others are on the way to it. */
export function createFileStatements(): FileStatements {
  const whole: Told[] = []
  const running = new Map<string, Told>()

  function take(row: number, stated: StatedRecord): void {
    if (!stated.running) return void whole.push({ row, stated })
    const key = `${stated.currency} ${stated.day}`
    const before = running.get(key)
    if (before === undefined || isLater(stated, before.stated)) running.set(key, { row, stated })
  }

  return {
    take(rows) {
      for (const { row, stated = [] } of rows) for (const one of stated) take(row, one)
    },
    async write(tx, terms) {
      const all = [...whole, ...running.values()].sort(
        (one, other) => one.stated.until.getTime() - other.stated.until.getTime(),
      )
      if (all.length > 0) await keep(tx, terms, all)
    },
  }
}

function isLater(one: StatedRecord, other: StatedRecord): boolean {
  const apart = one.until.getTime() - other.until.getTime()
  return apart === 0 ? one.order > other.order : apart > 0
}

type Kept = Omit<ImportStatementRow, 'id' | 'created_at' | 'account_id' | 'batch_id'>

/** Why a row is passed over whose statement has nothing of ours beside it. */
type Lost = 'statement-of-unknown-symbol' | 'statement-in-another-currency'

async function keep(tx: Tx, terms: IntakeTerms, all: readonly Told[]): Promise<void> {
  const { account, batchId } = terms
  const held = await heldInstruments(tx, terms, all)
  const traded = all.some(({ stated }) => stated.of === 'realised') ? await tradedInstruments(tx, account) : new Map()
  const lost = new Map<Lost, number[]>()
  const kept: Kept[] = []
  for (const { row, stated } of all) {
    const found = stated.of === 'position' ? held.get(keyOf(terms, stated)) : ofResult(stated, terms, traded)
    if (found === 'nothing') continue
    if (found === undefined || typeof found === 'string') {
      const reason = found ?? 'statement-of-unknown-symbol'
      lost.set(reason, [...(lost.get(reason) ?? []), row])
    } else kept.push(toRow(row, stated, { account, instrumentId: found.id }))
  }
  await insert(tx, { accountId: account.id, batchId }, kept)
  for (const [reason, rows] of lost)
    await tx.raw(
      `UPDATE trading.import_row SET reason = $3 WHERE batch_id = $1 AND number = ANY($2::integer[]) AND outcome = 'skipped'`,
      [batchId, rows, reason],
    )
}

function toRow(
  number: number,
  stated: StatedRecord,
  { account, instrumentId }: { readonly account: AccountRow; readonly instrumentId: Id<'instrument'> | null },
): Kept {
  return {
    ...{ number, kind: stated.of, day: stated.day, amount: formatDecimal(stated.amount) },
    currency: stated.of === 'position' ? null : (stated.currency ?? account.currency),
    ...{ instrument_id: instrumentId, since_at: stated.since, until_at: stated.until },
  }
}

function wantedOf({ symbols }: IntakeTerms, { instrument, until }: StatedRecord): NamedWithMultiplier | null {
  if (instrument === null) return null
  const mapping = symbols.find(({ symbol }) => symbol === instrument.symbol)
  const { named, multiplier } = renamed(instrument, mapping)
  return { named: asTraded(named, until), multiplier }
}

function keyOf(terms: IntakeTerms, stated: StatedRecord): string {
  const wanted = wantedOf(terms, stated)
  return wanted === null ? '' : instrumentKey(wanted.named, terms.account.currency)
}

interface Named {
  readonly id: Id<'instrument'>
  readonly currency: string
}

/** What positions are of: made where it is known what it is worth, as by fills. */
async function heldInstruments(tx: Tx, terms: IntakeTerms, all: readonly Told[]): Promise<ReadonlyMap<string, Named>> {
  const wanted = new Map<string, NamedWithMultiplier>()
  for (const { stated } of all) {
    const one = stated.of === 'position' ? wantedOf(terms, stated) : null
    if (one !== null) wanted.set(instrumentKey(one.named, terms.account.currency), one)
  }
  if (wanted.size === 0) return new Map()
  const found = await liveSources(tx, terms.account).instruments([...wanted.values()])
  return new Map([...found].flatMap(([key, one]) => (one === 'needs-mapping' ? [] : [[key, one] as const])))
}

/** What the account has traded, by kind and symbol: results are told without the currency of what they are of. */
async function tradedInstruments(tx: Tx, { id }: AccountRow): Promise<ReadonlyMap<string, readonly Named[]>> {
  const rows = await tx.raw<Named & { symbol: string; asset_class: AssetClass }>(
    `SELECT i.id, i.currency, i.symbol, i.asset_class FROM trading.instrument i
      WHERE i.id IN (SELECT instrument_id FROM trading.execution WHERE account_id = $1 AND superseded_at IS NULL)`,
    [id],
  )
  const traded = new Map<string, Named[]>()
  for (const { id: instrumentId, currency, ...row } of rows) {
    const key = nameKey({ ...NAMELESS, symbol: row.symbol, assetClass: row.asset_class })
    traded.set(key, [...(traded.get(key) ?? []), { id: instrumentId, currency }])
  }
  return traded
}

const NAMELESS = {
  ...{ currency: null, multiplier: null, root: null, expiresOn: null, strike: null, right: null, exchange: null },
}

function nameKey(named: NamedInstrument): string {
  return instrumentKey({ ...named, currency: null }, '-')
}

/** Cash and results of all that is held are of no instrument; a result of 0 of what was never traded is what we say too. */
function ofResult(
  stated: StatedRecord,
  terms: IntakeTerms,
  traded: ReadonlyMap<string, readonly Named[]>,
): { readonly id: Id<'instrument'> | null } | 'nothing' | Lost {
  const { account } = terms
  const currency = stated.currency ?? account.currency
  const wanted = wantedOf(terms, stated)
  if (stated.of === 'cash') return { id: null }
  if (wanted === null) return currency === account.currency ? { id: null } : 'statement-in-another-currency'
  const found = traded.get(nameKey(wanted.named)) ?? []
  const [only] = found
  if (only === undefined && signOf(stated.amount) === 0) return 'nothing'
  if (only === undefined || found.length > 1) return 'statement-of-unknown-symbol'
  return [account.currency, only.currency].includes(currency) ? only : 'statement-in-another-currency'
}

async function insert(
  tx: Tx,
  { accountId, batchId }: { readonly accountId: Id<'trading-account'>; readonly batchId: Id<'import-batch'> },
  rows: readonly Kept[],
): Promise<void> {
  if (rows.length === 0) return
  const column = (of: (row: Kept) => unknown, type: 'uuid' | 'text' | 'integer' | 'date' | 'numeric' | 'timestamptz') =>
    arrayText(rows.map(of), type)
  await tx.raw(
    `INSERT INTO trading.import_statement
       (id, account_id, batch_id, number, kind, day, currency, instrument_id, amount, since_at, until_at, created_at)
     SELECT id, $1, $2, number, kind, day, currency, instrument_id, amount, since_at, until_at, $12
       FROM unnest($3::uuid[], $4::integer[], $5::text[], $6::date[], $7::text[], $8::uuid[], $9::numeric[], $10::timestamptz[], $11::timestamptz[])
         AS told (id, number, kind, day, currency, instrument_id, amount, since_at, until_at)`,
    [
      ...[accountId, batchId, column(() => newId<'statement'>(), 'uuid'), column(({ number }) => number, 'integer')],
      ...[column(({ kind }) => kind, 'text'), column(({ day }) => day, 'date')],
      ...[column(({ currency }) => currency, 'text'), column((row) => row.instrument_id, 'uuid')],
      ...[column(({ amount }) => amount, 'numeric'), column((row) => row.since_at, 'timestamptz')],
      ...[column((row) => row.until_at, 'timestamptz'), now()],
    ],
  )
}

/** Forgets what the file of an import said, and why differences from it were left. */
export async function forgetStatements(tx: Tx, batchId: Id<'import-batch'>): Promise<void> {
  await tx.raw(
    `WITH gone AS (DELETE FROM trading.import_statement WHERE batch_id = $1 RETURNING id)
     DELETE FROM trading.resolution WHERE subject_id IN (SELECT id FROM gone)`,
    [batchId],
  )
}
