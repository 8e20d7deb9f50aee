import { decimal } from '../../../kernel/decimal.ts'
import type { ChargedFill, FeeEstimator } from '../ledger/fees/estimate.ts'
import { asTraded, instrumentKey } from '../ledger/instruments.ts'
import type { InstrumentRow } from '../ledger/tables.ts'
import type { FillRecord, ImportRecord, NamedInstrument, ReadRow } from './canonical.ts'
import { createFingerprints } from './fingerprint.ts'
import {
  type Ended,
  type Held,
  type Intake,
  type IntakeSources,
  type IntakeTerms,
  type Judged,
  type Known,
  type NamedWithMultiplier,
  type RateWanted,
  type Ready,
  rateKey,
  type Verdict,
  type Waits,
} from './intake-types.ts'
import type { SymbolMapping } from './mapping.ts'
import { createRates, dayOf, type Rates } from './rates.ts'
import { faultOf } from './record-faults.ts'
import { ended, endedSplit, isVerdict, settle } from './settle.ts'
import { createSplits } from './splits.ts'

/** A row whose records can be kept, with the instruments that they name. */
interface Sound {
  readonly row: ReadRow
  readonly named: readonly {
    readonly record: ImportRecord
    readonly key: string
    readonly wanted: NamedWithMultiplier | null
  }[]
}

/** Judges rows of one file in one account: what is new, what is there already, what cannot be taken. */
export function createIntake(terms: IntakeTerms, sources: IntakeSources): Intake {
  const { account } = terms
  const fingerprints = createFingerprints(account)
  const rates = createRates(terms)
  const mappings = new Map(terms.symbols.map((mapping) => [mapping.symbol, mapping]))
  const instruments = new Map<string, InstrumentRow | 'needs-mapping'>()
  const splits = createSplits(sources, account.currency, (named) => renamed(named, mappings.get(named.symbol)))
  let estimate: FeeEstimator | null | undefined

  let held: Promise<Held> | null = null

  /** Asked before the first rows make anything: what comes of the file then does not change the answer. */
  function heldBefore(): Promise<Held> {
    held ??= sources.held()
    return held
  }

  function name(record: ImportRecord): Sound['named'][number] {
    if (record.type === 'cash') return { record, key: '', wanted: null }
    const { named, multiplier } = renamed(record.instrument, mappings.get(record.instrument.symbol))
    const wanted = { named: asTraded(named, record.executedAt), multiplier }
    return { record, key: instrumentKey(wanted.named, account.currency), wanted }
  }

  function ready({ record, key, wanted }: Sound['named'][number]): Ready | Verdict {
    const asked = askedOf({ record, wanted }, account.currency)
    const found = rates.of(record.fxRate, asked)
    if (found === null)
      return waitingVerdict('needs_rate', 'fx-rate-missing', { for: 'rate', ...asked, records: [record] })
    const { rate: fxRate, ...rateFrom } = found
    if (record.type === 'cash') {
      const { currency } = asked
      return { record, fingerprint: fingerprints.cash(record, currency), instrument: null, fxRate, rateFrom }
    }
    const named = wanted?.named ?? record.instrument
    const instrument = instruments.get(key) ?? 'needs-mapping'
    if (instrument === 'needs-mapping')
      return waitingVerdict('needs_mapping', null, { for: 'symbol', named, records: [record] })
    const fingerprint = fingerprints.fill(instrument.id, record)
    const priced = { fingerprint, instrument, fxRate, rateFrom }
    return { record: charged(rates.withFees(record, fxRate), priced, estimate ?? null), ...priced }
  }

  async function judge(rows: readonly ReadRow[]): Promise<Judged> {
    const sound = rows.map((row) => soundOf(row, name))
    const named = sound.flatMap((one) => ('outcome' in one ? [] : one.named))
    await learnInstruments(sources, instruments, named)
    await learnRates(sources, rates, { named, currency: account.currency })
    if (estimate === undefined) estimate = await sources.fees()
    const said = sound.map((one) => ('outcome' in one ? one : rowOf(one, one.named.map(ready))))
    return { rows, said, splits: await splits.judge(rows) }
  }

  return {
    judge,
    lookUp: async ({ said }) => lookUp(sources, await heldBefore(), said),
    settle: (judged, known) => settleAll(terms, judged, known),
    ratesUsed: () => rates.used(),
    async take(rows) {
      const judged = await judge(rows)
      return settleAll(terms, judged, await lookUp(sources, await heldBefore(), judged.said))
    },
  }
}

type Named = Sound['named'][number]

/** A fill of which its file tells no fee, with what the account's schedule charges. */
function charged(
  fill: FillRecord,
  priced: Pick<ChargedFill, 'instrument' | 'fxRate'>,
  estimate: FeeEstimator | null,
): FillRecord {
  if (estimate === null || fill.feeSource !== 'none' || fill.kind !== 'fill') return fill
  const found = estimate({ ...fill, ...priced })
  return found === null ? fill : { ...fill, ...found, feeSource: 'schedule' }
}

async function learnInstruments(
  sources: IntakeSources,
  instruments: Map<string, InstrumentRow | 'needs-mapping'>,
  named: readonly Named[],
): Promise<void> {
  const missing = new Map<string, NamedWithMultiplier>()
  for (const { key, wanted } of named) {
    if (wanted === null) continue
    const isTold = wanted.named.multiplier !== null
    const isOpen = !instruments.has(key) || (isTold && instruments.get(key) === 'needs-mapping')
    // Of several rows the one counts that says what a point is worth: one of an expiry at no price cannot.
    if (isOpen && (isTold || !missing.has(key))) missing.set(key, wanted)
  }
  if (missing.size === 0) return
  for (const [key, found] of await sources.instruments([...missing.values()])) instruments.set(key, found)
}

async function learnRates(
  sources: IntakeSources,
  rates: Rates,
  { named, currency }: { readonly named: readonly Named[]; readonly currency: string },
): Promise<void> {
  const missing = new Map<string, RateWanted>()
  for (const one of named)
    for (const wanted of rates.unknown(one.record, askedOf(one, currency))) missing.set(rateKey(wanted), wanted)
  if (missing.size > 0) rates.learn([...missing.values()], await sources.rates([...missing.values()]))
}

/** In which currency a record is, and of which day where that is not the account's. */
function askedOf({ record, wanted }: Pick<Named, 'record' | 'wanted'>, own: string): RateWanted {
  const said = record.type === 'cash' ? record.currency : (wanted?.named ?? record.instrument).currency
  const currency = said ?? own
  return { currency, day: currency === own ? '' : dayOf(record) }
}

/** Every record of a row can be kept, or none is. */
function rowOf({ named }: Sound, judged: readonly (Ready | Verdict)[]): readonly Ready[] | Verdict {
  const verdicts = judged.filter((one): one is Verdict => 'outcome' in one)
  const verdict = verdicts.find(({ outcome }) => outcome === 'error') ?? verdicts[0]
  if (verdict === undefined) return judged as Ready[]
  if (verdict.waiting === null) return verdict
  return { ...verdict, waiting: { ...verdict.waiting, records: named.map(({ record }) => record) } }
}

function waitingVerdict(outcome: Verdict['outcome'], reason: string | null, waiting: Waits): Verdict {
  return { outcome, reason, field: null, waiting }
}

function settleAll(terms: IntakeTerms, { rows, said, splits }: Judged, found: ReadonlyMap<string, Known>): Ended[] {
  const known = new Map(found)
  return rows.map((row, at) => {
    const verdict = said[at] ?? []
    const split = splits.get(row.row)
    if (split !== undefined) return endedSplit(row, split)
    return isVerdict(verdict) ? ended(row, verdict) : settle(terms, row, verdict, known)
  })
}

function soundOf(row: ReadRow, name: (record: ImportRecord) => Sound['named'][number]): Sound | Verdict {
  if (row.outcome === 'skipped') return { outcome: 'skipped', reason: row.reason, field: null, waiting: null }
  if (row.outcome === 'error') return fault(row.reason, row.column)
  if (row.outcome === 'split') return { row, named: [] }
  if (row.records.length === 0) return { outcome: 'skipped', reason: 'nothing-in-it', field: null, waiting: null }
  for (const record of row.records) {
    const reason = faultOf(record)
    if (reason !== null) return fault(reason)
  }
  return { row, named: row.records.map(name) }
}

function fault(reason: string, field: string | null = null): Verdict {
  return { outcome: 'error', reason, field, waiting: null }
}

/**
 * What no broker names has another fingerprint than all else of its file, and is at the instant that is a part of it: what is later than
 * all that the account held before the file, as the next statement of a broker is, needs no look.
 */
async function lookUp(sources: IntakeSources, held: Held, judged: readonly (readonly Ready[] | Verdict)[]) {
  const fills: Buffer[] = []
  const cash: Buffer[] = []
  for (const records of judged) {
    if (isVerdict(records)) continue
    for (const one of records) {
      if (one.record.externalId === null && !mayBeIn(held, one)) continue
      if (one.instrument === null) cash.push(one.fingerprint)
      else fills.push(one.fingerprint)
    }
  }
  return await sources.known(fills, cash)
}

function mayBeIn({ fills, cash }: Held, one: Ready): boolean {
  if (one.instrument === null) return cash
  const { executedAt } = one.record
  return fills !== null && executedAt >= fills.from && executedAt <= fills.until
}

/** An instrument with what the trader says of its symbol. */
export function renamed(named: NamedInstrument, mapping: SymbolMapping | undefined): NamedWithMultiplier {
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
