import { decimal } from '../../../kernel/decimal.ts'
import { instrumentKey } from '../ledger/instruments.ts'
import type { InstrumentRow } from '../ledger/tables.ts'
import type { CashRecord, ImportRecord, NamedInstrument, ReadRow } from './canonical.ts'
import { createFingerprints } from './fingerprint.ts'
import {
  type Ended,
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
} from './intake-types.ts'
import type { SymbolMapping } from './mapping.ts'
import { createRates, dayOf } from './rates.ts'
import { faultOf } from './record-faults.ts'
import { ended, isVerdict, settle } from './settle.ts'

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
  const fingerprints = createFingerprints(account.id)
  const rates = createRates(terms)
  const mappings = new Map(terms.symbols.map((mapping) => [mapping.symbol, mapping]))
  const instruments = new Map<string, InstrumentRow | 'needs-mapping'>()

  function name(record: ImportRecord): Sound['named'][number] {
    if (record.type === 'cash') return { record, key: '', wanted: null }
    const wanted = rename(record.instrument, mappings.get(record.instrument.symbol))
    return { record, key: instrumentKey(wanted.named, account.currency), wanted }
  }

  async function learn(rows: readonly (Sound | Verdict)[]): Promise<void> {
    const missing = new Map<string, NamedWithMultiplier>()
    for (const row of rows) {
      if ('outcome' in row) continue
      for (const { key, wanted } of row.named) if (wanted !== null && !instruments.has(key)) missing.set(key, wanted)
    }
    if (missing.size === 0) return
    for (const [key, found] of await sources.instruments([...missing.values()])) instruments.set(key, found)
  }

  async function learnRates(rows: readonly (Sound | Verdict)[]): Promise<void> {
    const missing = new Map<string, RateWanted>()
    for (const row of rows) {
      if ('outcome' in row) continue
      for (const { record, wanted } of row.named)
        for (const one of rates.unknown(record, askedOf(record, wanted?.named ?? null))) missing.set(rateKey(one), one)
    }
    if (missing.size > 0) rates.learn([...missing.values()], await sources.rates([...missing.values()]))
  }

  function ready({ record, key, wanted }: Sound['named'][number]): Ready | Verdict {
    const asked = askedOf(record, wanted?.named ?? null)
    const fxRate = rates.of(record.fxRate, asked)
    if (fxRate === null)
      return {
        outcome: 'needs_rate',
        reason: 'fx-rate-missing',
        field: null,
        waiting: { for: 'rate', ...asked, records: [record] },
      }
    if (record.type === 'cash') {
      const { currency } = asked
      return { record, fingerprint: fingerprints.cash(record, currency), instrument: null, fxRate }
    }
    const named = wanted?.named ?? record.instrument
    const instrument = instruments.get(key) ?? 'needs-mapping'
    if (instrument === 'needs-mapping')
      return {
        outcome: 'needs_mapping',
        reason: null,
        field: null,
        waiting: { for: 'symbol', named, records: [record] },
      }
    const fingerprint = fingerprints.fill(instrument.id, record)
    return { record: rates.withFees(record, fxRate), fingerprint, instrument, fxRate }
  }

  /** In which currency a record is, and of which day where that matters. */
  function askedOf(record: ImportRecord, named: NamedInstrument | null): RateWanted {
    const currency = (named === null ? (record as CashRecord).currency : named.currency) ?? account.currency
    return { currency, day: currency === account.currency ? '' : dayOf(record) }
  }

  /** Every record of a row can be kept, or none is. */
  function judgeRow({ named }: Sound): readonly Ready[] | Verdict {
    const judged = named.map(ready)
    const verdicts = judged.filter((one): one is Verdict => 'outcome' in one)
    const verdict = verdicts.find(({ outcome }) => outcome === 'error') ?? verdicts[0]
    if (verdict === undefined) return judged as Ready[]
    if (verdict.waiting === null) return verdict
    const records = named.map(({ record }) => record)
    return { ...verdict, waiting: { ...verdict.waiting, records } }
  }

  async function judge(rows: readonly ReadRow[]): Promise<Judged> {
    const sound = rows.map((row) => soundOf(row, name))
    await learn(sound)
    await learnRates(sound)
    return { rows, said: sound.map((one) => ('outcome' in one ? one : judgeRow(one))) }
  }

  return {
    judge,
    lookUp: ({ said }) => lookUp(sources, said),
    settle: (judged, known) => settleAll(terms, judged, known),
    ratesUsed: () => rates.used(),
    async take(rows) {
      const judged = await judge(rows)
      return settleAll(terms, judged, await lookUp(sources, judged.said))
    },
  }
}

function settleAll(terms: IntakeTerms, { rows, said }: Judged, found: ReadonlyMap<string, Known>): Ended[] {
  const known = new Map(found)
  return rows.map((row, at) => {
    const verdict = said[at] ?? []
    return isVerdict(verdict) ? ended(row, verdict) : settle(terms, row, verdict, known)
  })
}

function soundOf(row: ReadRow, name: (record: ImportRecord) => Sound['named'][number]): Sound | Verdict {
  if (row.outcome === 'skipped') return { outcome: 'skipped', reason: row.reason, field: null, waiting: null }
  if (row.outcome === 'error') return fault(row.reason, row.column)
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

/** What no broker names has another fingerprint than all else of its file. */
async function lookUp(sources: IntakeSources, judged: readonly (readonly Ready[] | Verdict)[]) {
  const onlyNamed = await sources.heldNothing()
  const fills: Buffer[] = []
  const cash: Buffer[] = []
  for (const records of judged) {
    if (isVerdict(records)) continue
    for (const { record, instrument, fingerprint } of records) {
      if (onlyNamed && record.externalId === null) continue
      if (instrument === null) cash.push(fingerprint)
      else fills.push(fingerprint)
    }
  }
  return await sources.known(fills, cash)
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
