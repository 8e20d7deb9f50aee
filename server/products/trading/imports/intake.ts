import { type Decimal, decimal, divide, ONE, plus, sum, times, trimmed, ZERO } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { NewCashMovement, NewExecution } from '../ledger/executions.ts'
import { instrumentKey } from '../ledger/instruments.ts'
import type { AccountRow, InstrumentRow } from '../ledger/tables.ts'
import type { CashRecord, FillRecord, ImportRecord, NamedInstrument, ReadRow } from './canonical.ts'
import { createFingerprints, factsOf } from './fingerprint.ts'
import type { SymbolMapping } from './mapping.ts'
import { toCashMovement, toExecution } from './new-rows.ts'
import { faultOf } from './record-faults.ts'
import type { Outcome } from './tables.ts'

/** What rows of one file are judged by. */
export interface IntakeTerms {
  readonly account: AccountRow
  readonly batchId: Id<'import-batch'>
  readonly symbols: readonly SymbolMapping[]
  readonly fxRates: Readonly<Record<string, string>>
}

/** What the account holds already under a fingerprint. */
export interface Known {
  readonly id: string
  /** What was reported of a fill then; null of cash, undefined when it is not kept. */
  readonly facts: string | null | undefined
}

export interface NamedWithMultiplier {
  readonly named: NamedInstrument
  /** The owner's word, for an instrument that has none. */
  readonly multiplier: Decimal | null
}

/** Where an intake looks things up. */
export interface IntakeSources {
  instruments(wanted: readonly NamedWithMultiplier[]): Promise<ReadonlyMap<string, InstrumentRow | 'needs-mapping'>>
  known(fills: readonly Buffer[], cash: readonly Buffer[]): Promise<ReadonlyMap<string, Known>>
}

/** How one row ends, and what is to be written for it. */
export interface Ended {
  readonly row: number
  readonly raw: string
  readonly outcome: Outcome
  readonly reason: string | null
  readonly field: string | null
  readonly executions: readonly NewExecution[]
  readonly cashMovements: readonly NewCashMovement[]
  /** What it made, or what was there before it. */
  readonly executionIds: readonly string[]
  readonly cashMovementIds: readonly string[]
  /** The instrument that nobody knows the multiplier of, and the records that wait for it. */
  readonly waiting: { readonly named: NamedInstrument; readonly records: readonly ImportRecord[] } | null
}

export interface Intake {
  /** Judges the next rows of the file, in its order. */
  take(rows: readonly ReadRow[]): Promise<Ended[]>
}

const FEE_DIGITS = 18

type Verdict = Pick<Ended, 'outcome' | 'reason' | 'field'> & Partial<Ended>

/** A record that can be kept, under the name that it has in the account. */
type Ready =
  | {
      readonly record: FillRecord
      readonly fingerprint: Buffer
      readonly instrument: InstrumentRow
      readonly fxRate: Decimal
    }
  | { readonly record: CashRecord; readonly fingerprint: Buffer; readonly fxRate: Decimal }

/** Judges rows of one file in one account: what is new, what is there already, what cannot be taken. */
export function createIntake(terms: IntakeTerms, sources: IntakeSources): Intake {
  const { account } = terms
  const fingerprints = createFingerprints(account.id)
  const mappings = new Map(terms.symbols.map((mapping) => [mapping.symbol, mapping]))
  const instruments = new Map<string, InstrumentRow | 'needs-mapping'>()

  const renamed = ({ instrument }: FillRecord): NamedWithMultiplier =>
    rename(instrument, mappings.get(instrument.symbol))
  const keyOf = (named: NamedInstrument): string => instrumentKey(named, account.currency)

  async function learn(rows: readonly ReadRow[]): Promise<void> {
    const missing = new Map<string, NamedWithMultiplier>()
    for (const record of rows.flatMap(recordsOf)) {
      if (record.type !== 'fill' || faultOf(record) !== null) continue
      const wanted = renamed(record)
      const key = keyOf(wanted.named)
      if (!instruments.has(key)) missing.set(key, wanted)
    }
    if (missing.size === 0) return
    for (const [key, found] of await sources.instruments([...missing.values()])) instruments.set(key, found)
  }

  /** The rate from a currency into the account's, or null when nobody says it. */
  function rateOf(said: Decimal | null, currency: string): Decimal | null {
    if (currency === account.currency) return ONE
    const given = terms.fxRates[currency]
    return said ?? (given === undefined ? null : decimal(given))
  }

  /** Fees in another coin, as far as somebody says what it is worth. */
  function withFees(fill: FillRecord, fxRate: Decimal): FillRecord {
    if (fill.unconvertedFees.length === 0) return fill
    const unconverted = fill.unconvertedFees.filter(({ currency }) => rateOf(null, currency) === null)
    const feeParts: Record<string, Decimal> = { ...fill.feeParts }
    for (const { currency, amount } of fill.unconvertedFees) {
      const rate = rateOf(null, currency)
      if (rate === null) continue
      const part = trimmed(divide(times(amount, rate), fxRate, FEE_DIGITS, 'half-even'))
      feeParts.converted = plus(feeParts.converted ?? ZERO, part)
    }
    return { ...fill, feeParts, fees: sum(Object.values(feeParts)), unconvertedFees: unconverted }
  }

  function ready(record: ImportRecord): Ready | Verdict {
    if (record.type === 'cash') {
      const currency = record.currency ?? account.currency
      const fxRate = rateOf(record.fxRate, currency)
      if (fxRate === null) return fault('fx-rate-missing')
      return { record, fingerprint: fingerprints.cash(record, currency), fxRate }
    }
    const { named } = renamed(record)
    const fxRate = rateOf(record.fxRate, named.currency ?? account.currency)
    if (fxRate === null) return fault('fx-rate-missing')
    const instrument = instruments.get(keyOf(named)) ?? 'needs-mapping'
    if (instrument === 'needs-mapping')
      return { outcome: 'needs_mapping', reason: null, field: null, waiting: { named, records: [record] } }
    const fingerprint = fingerprints.fill(instrument.id, record)
    return { record: withFees(record, fxRate), fingerprint, instrument, fxRate }
  }

  /** Every record of a row can be kept, or none is. */
  function judge(row: ReadRow): readonly Ready[] | Verdict {
    if (row.outcome === 'skipped') return { outcome: 'skipped', reason: row.reason, field: null }
    if (row.outcome === 'error') return fault(row.reason, row.column)
    if (row.records.length === 0) return { outcome: 'skipped', reason: 'nothing-in-it', field: null }
    const reason = row.records.map(faultOf).find((one) => one !== null)
    if (reason !== undefined && reason !== null) return fault(reason)
    const judged = row.records.map(ready)
    const verdicts = judged.filter((one): one is Verdict => 'outcome' in one)
    const [verdict] = [...verdicts.filter(({ outcome }) => outcome === 'error'), ...verdicts]
    if (verdict?.waiting == null) return verdict ?? (judged as Ready[])
    return { ...verdict, waiting: { named: verdict.waiting.named, records: row.records } }
  }

  return {
    async take(rows) {
      await learn(rows)
      const judged = rows.map((row) => ({ row, verdict: judge(row) }))
      const all = judged.flatMap(({ verdict }) => (isVerdict(verdict) ? [] : verdict))
      const known = new Map(
        await sources.known(
          all.flatMap(({ record, fingerprint }) => (record.type === 'fill' ? [fingerprint] : [])),
          all.flatMap(({ record, fingerprint }) => (record.type === 'cash' ? [fingerprint] : [])),
        ),
      )
      return judged.map(({ row, verdict }) => end(row, isVerdict(verdict) ? verdict : settle(terms, verdict, known)))
    },
  }
}

function isVerdict(judged: readonly Ready[] | Verdict): judged is Verdict {
  return 'outcome' in judged
}

function fault(reason: string, field: string | null = null): Verdict {
  return { outcome: 'error', reason, field }
}

function recordsOf(row: ReadRow): readonly ImportRecord[] {
  return row.outcome === 'read' ? row.records : []
}

function rename(named: NamedInstrument, mapping: SymbolMapping | undefined): NamedWithMultiplier {
  if (mapping === undefined) return { named, multiplier: null }
  const { as, assetClass, currency, multiplier } = mapping
  return {
    named: {
      ...named,
      symbol: as ?? named.symbol,
      assetClass: assetClass ?? named.assetClass,
      currency: currency ?? named.currency,
    },
    multiplier: multiplier === undefined ? null : decimal(multiplier),
  }
}

/** Tells what is new of a row from what the account has; what is new is known to the rows after it. */
function settle(terms: IntakeTerms, records: readonly Ready[], known: Map<string, Known>): Verdict {
  const executions: NewExecution[] = []
  const cashMovements: NewCashMovement[] = []
  const executionIds: string[] = []
  const cashMovementIds: string[] = []
  let differs = false
  for (const one of records) {
    const key = one.fingerprint.toString('latin1')
    const facts = 'instrument' in one ? JSON.stringify(factsOf(one.record)) : null
    const before = known.get(key)
    if (before !== undefined) {
      ;('instrument' in one ? executionIds : cashMovementIds).push(before.id)
      differs ||= before.facts !== undefined && before.facts !== facts
      continue
    }
    if ('instrument' in one) executions.push(toExecution(terms, one))
    else cashMovements.push(toCashMovement(terms, one))
    const made = 'instrument' in one ? executions.at(-1) : cashMovements.at(-1)
    known.set(key, { id: made?.id ?? '', facts })
  }
  const created = { executionIds: executions.map(({ id }) => id), cashMovementIds: cashMovements.map(({ id }) => id) }
  const isNew = executions.length + cashMovements.length > 0
  return {
    outcome: isNew ? 'created' : 'duplicate',
    reason: isNew
      ? records.some(hasLooseFees)
        ? 'fees-not-converted'
        : null
      : differs
        ? 'reported-differently'
        : null,
    field: null,
    ...(isNew ? created : { executionIds, cashMovementIds }),
    ...{ executions, cashMovements },
  }
}

function hasLooseFees(one: Ready): boolean {
  return 'instrument' in one && one.record.unconvertedFees.length > 0
}

const RAW_MAX = 20_000

function end({ row, raw }: ReadRow, verdict: Verdict): Ended {
  return {
    ...{ executions: [], cashMovements: [], executionIds: [], cashMovementIds: [], waiting: null },
    ...verdict,
    ...{ row, raw: raw.replaceAll('\0', '\ufffd').slice(0, RAW_MAX) },
  }
}
