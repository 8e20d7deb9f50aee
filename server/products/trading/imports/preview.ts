import { type Static, Type } from 'typebox'
import { formatDecimal } from '../../../kernel/decimal.ts'
import { instant, namedObject, nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { dayShape } from '../ledger/values.ts'
import { countsShape } from './batch-view.ts'
import {
  type CashRecord,
  type FillRecord,
  fillFeeSources,
  type ImportRecord,
  type ReadRow,
  type SplitRecord,
} from './canonical.ts'
import { createIntake } from './intake.ts'
import type { Ended, IntakeSources, IntakeTerms, Known, RateUsed } from './intake-types.ts'
import { type Outcome, outcomes } from './tables.ts'

const ROWS_SHOWN = 100
const SYMBOLS_SHOWN = 500
const REASONS_SHOWN = 100
const RAW_SHOWN = 2000

const recordShape = namedObject('ReadRecord', {
  type: oneOf(['fill', 'cash', 'split']),
  /** Of cash: what it is about, such as a dividend's. */
  symbol: nullable(Type.String()),
  /** `buy` or `sell`; of cash its kind; of a split `split`. */
  what: Type.String(),
  quantity: nullable(Type.String()),
  /** Of cash: the amount. Of a split: new for old shares as `4:1`, empty where the row does not tell. */
  price: Type.String(),
  currency: nullable(Type.String()),
  fees: nullable(Type.String()),
  /** Of fills: who tells the fee; `schedule` marks an estimate. Absent in previews of before. */
  feeSource: Type.Optional(nullable(oneOf(fillFeeSources))),
  at: Type.String(),
})

const told = {
  reason: nullable(Type.String()),
  field: nullable(Type.String()),
  records: Type.Array(recordShape),
}
const place = { row: Type.Integer(), raw: Type.String() }
const previewedRowShape = object({
  ...place,
  outcome: oneOf(outcomes),
  ...told,
  /** Fees in a currency or coin that the file gives no rate for and the mapping neither: they are in no sum. */
  unconvertedFees: Type.Array(object({ currency: Type.String(), amount: Type.String() })),
})

/** A row as a profile reads it, whatever becomes of it. */
export const readRowShape = object({ ...place, outcome: oneOf(['read', 'skipped', 'error']), ...told })

/** What an import would do, as things were when it was asked. */
export const previewShape = object({
  rowsTotal: Type.Integer(),
  counts: countsShape,
  /** Of fills and cash, null when there are none. */
  firstAt: nullable(instant),
  lastAt: nullable(instant),
  /** Symbols of fills, in the order of the file: the first 500. */
  symbols: Type.Array(
    object({ symbol: Type.String(), assetClass: Type.String(), rows: Type.Integer(), needsMapping: Type.Boolean() }),
  ),
  /** How often each reason was given. */
  reasons: Type.Record(Type.String(), Type.Integer()),
  /** Rates that the file does not say and the table does, the oldest for their day first: the first hundred. */
  rates: Type.Optional(
    Type.Array(object({ currency: Type.String(), rate: Type.String(), day: dayShape, ageDays: Type.Integer() })),
  ),
  /** New fills whose fee is an estimate of the account's schedule, as the file tells none. */
  feesEstimated: Type.Optional(Type.Integer()),
  /** The first hundred rows as they would end. */
  rows: Type.Array(previewedRowShape),
})

export type Preview = Static<typeof previewShape>

type Counts = { -readonly [Name in keyof Static<typeof countsShape>]: number }

/** Reads a whole file as an import would, and writes nothing. */
export async function previewRows(
  chunks: AsyncIterable<readonly ReadRow[]>,
  terms: IntakeTerms,
  sources: IntakeSources,
  signal?: AbortSignal,
): Promise<Preview> {
  const intake = createIntake(terms, remembering(sources))
  const counts: Counts = { created: 0, duplicate: 0, skipped: 0, error: 0, needsMapping: 0, needsRate: 0 }
  const symbols = new Map<string, { symbol: string; assetClass: string; rows: number; needsMapping: boolean }>()
  const reasons = new Map<string, number>()
  const rows: Static<typeof previewedRowShape>[] = []
  const times = createTimes()
  let rowsTotal = 0
  let feesEstimated = 0
  for await (const chunk of chunks) {
    signal?.throwIfAborted()
    for (const [at, ended] of (await intake.take(chunk)).entries()) {
      const records = ended.counted ?? recordsOf(chunk[at])
      rowsTotal += 1
      feesEstimated += ended.executions.filter((made) => made.fee_source === 'schedule').length
      counts[countOf(ended.outcome)] += 1
      if (ended.reason !== null) bump(reasons, ended.reason)
      times.take(records)
      for (const record of records) if (record.type === 'fill') noteSymbol(record, ended)
      if (rows.length < ROWS_SHOWN) rows.push({ ...shown(ended, records), ...splitOf(chunk[at]) })
    }
  }
  return {
    ...{ rowsTotal, counts, ...times.end(), symbols: [...symbols.values()], rows },
    reasons: Object.fromEntries(reasons),
    rates: ratesShown(intake.ratesUsed()),
    feesEstimated,
  }

  function noteSymbol({ instrument: { symbol, assetClass } }: FillRecord, { outcome }: Ended): void {
    const key = `${assetClass} ${symbol}`
    const known = symbols.get(key) ?? { symbol, assetClass, rows: 0, needsMapping: false }
    if (symbols.size >= SYMBOLS_SHOWN && known.rows === 0) return
    symbols.set(key, {
      ...known,
      rows: known.rows + 1,
      needsMapping: known.needsMapping || outcome === 'needs_mapping',
    })
  }
}

const RATES_SHOWN = 100

function ratesShown(used: readonly RateUsed[]): NonNullable<Preview['rates']> {
  const shown = used.map(({ currency, rate, day, ageDays }) => ({ currency, rate: formatDecimal(rate), day, ageDays }))
  const once = new Map(shown.map((one) => [`${one.currency} ${one.day} ${one.ageDays}`, one]))
  return [...once.values()].sort((left, right) => right.ageDays - left.ageDays).slice(0, RATES_SHOWN)
}

function countOf(outcome: Outcome): keyof Counts {
  return outcome === 'needs_mapping' ? 'needsMapping' : outcome === 'needs_rate' ? 'needsRate' : outcome
}

/** An import finds what it wrote a moment ago in the account; a preview has to remember it. */
function remembering(sources: IntakeSources): IntakeSources {
  const seen = new Set<string>()
  return {
    ...sources,
    async known(fills, cash) {
      const known = new Map(await sources.known(fills, cash))
      const keys = [...fills, ...cash].map((fingerprint) => fingerprint.toString('latin1'))
      for (const key of keys) if (seen.has(key) && !known.has(key)) known.set(key, EARLIER)
      for (const key of keys) seen.add(key)
      return known
    },
  }
}

const EARLIER: Known = { id: '', facts: null }

function bump(reasons: Map<string, number>, reason: string): void {
  if (reasons.size < REASONS_SHOWN || reasons.has(reason)) reasons.set(reason, (reasons.get(reason) ?? 0) + 1)
}

function recordsOf(row: ReadRow | undefined): readonly ImportRecord[] {
  return row?.outcome === 'read' ? row.records : []
}

/** Between which instants the file reaches. */
function createTimes() {
  let first = Number.POSITIVE_INFINITY
  let last = Number.NEGATIVE_INFINITY
  return {
    take(records: readonly ImportRecord[]): void {
      for (const record of records) {
        const at = (record.type === 'fill' ? record.executedAt : record.happenedAt).getTime()
        if (Number.isNaN(at)) continue
        first = Math.min(first, at)
        last = Math.max(last, at)
      }
    },
    end() {
      const isEmpty = first > last
      return {
        firstAt: isEmpty ? null : new Date(first),
        lastAt: isEmpty ? null : new Date(last),
      }
    },
  }
}

function shown(
  { row, raw, outcome, reason, field, unconvertedFees }: Ended,
  records: readonly ImportRecord[],
): Static<typeof previewedRowShape> {
  return {
    ...{ row, raw: raw.slice(0, RAW_SHOWN), outcome, reason, field },
    records: records.map(shownRecord),
    unconvertedFees: unconvertedFees.map(({ currency, amount }) => ({ currency, amount: formatDecimal(amount) })),
  }
}

function splitOf(row: ReadRow | undefined): { records: Static<typeof recordShape>[] } | null {
  return row?.outcome === 'split' ? { records: [shownSplit(row.split)] } : null
}

/** A row as a profile reads it. */
export function shownRead(row: ReadRow): Static<typeof readRowShape> {
  return {
    ...{ row: row.row, raw: row.raw.slice(0, RAW_SHOWN), outcome: row.outcome === 'split' ? 'read' : row.outcome },
    reason: 'reason' in row ? row.reason : null,
    field: row.outcome === 'error' ? row.column : null,
    records: recordsOf(row).map(shownRecord),
    ...splitOf(row),
  }
}

function shownRecord(record: ImportRecord): Static<typeof recordShape> {
  return record.type === 'fill' ? shownFill(record) : shownCash(record)
}

function shownFill({ instrument, side, quantity, price, fees, ...fill }: FillRecord): Static<typeof recordShape> {
  return {
    ...{ type: 'fill', symbol: instrument.symbol, what: side === 1 ? 'buy' : 'sell', currency: instrument.currency },
    ...{ quantity: formatDecimal(quantity), price: formatDecimal(price), fees: formatDecimal(fees) },
    ...{ feeSource: fill.feeSource, at: atText(fill.executedAt) },
  }
}

function shownCash({ kind, symbol, amount, currency, happenedAt }: CashRecord): Static<typeof recordShape> {
  return {
    ...{ type: 'cash', symbol, what: kind, currency, quantity: null, fees: null, feeSource: null },
    ...{ price: formatDecimal(amount), at: atText(happenedAt) },
  }
}

function shownSplit({ instrument, ratio, part, effectiveAt }: SplitRecord): Static<typeof recordShape> {
  const price = ratio === null ? '' : `${formatDecimal(ratio.numerator)}:${formatDecimal(ratio.denominator)}`
  return {
    ...{ type: 'split', symbol: instrument.symbol, what: 'split', currency: instrument.currency, price },
    ...{ quantity: part === null ? null : formatDecimal(part.quantity), fees: null, feeSource: null },
    at: atText(effectiveAt),
  }
}

function atText(at: Date): string {
  return Number.isNaN(at.getTime()) ? '' : at.toISOString()
}
