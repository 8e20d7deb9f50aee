import type { Decimal } from '../../../kernel/decimal.ts'
import type { Id } from '../../../kernel/id.ts'
import type { NewCashMovement, NewExecution } from '../ledger/executions.ts'
import type { FeeEstimator } from '../ledger/fees/estimate.ts'
import type { AccountRow, InstrumentRow, RateOrigin } from '../ledger/tables.ts'
import type { DatedRate } from '../rates/rate-book.ts'
import type { CashRecord, FillRecord, ImportRecord, NamedInstrument, ReadRow, SplitRatio } from './canonical.ts'
import type { SymbolMapping } from './mapping.ts'
import type { Outcome } from './tables.ts'

/** What rows of one file are judged by. */
export interface IntakeTerms {
  readonly account: AccountRow
  readonly batchId: Id<'import-batch'>
  /** Which of its account's imports it is; null of one that was done without, and of a preview. */
  readonly place: number | null
  readonly symbols: readonly SymbolMapping[]
  readonly fxRates: Readonly<Record<string, string>>
}

/** What the account holds already under a fingerprint. */
export interface Known {
  readonly id: string
  /** What was reported of it then; null when that is not kept. */
  readonly facts: (() => string) | null
}

export interface NamedWithMultiplier {
  readonly named: NamedInstrument
  /** The owner's word, for an instrument that has none. */
  readonly multiplier: Decimal | null
}

/** A fill that is at no instant between these two is not among them, nor is cash where there is none. */
export interface Held {
  readonly fills: { readonly from: Date; readonly until: Date } | null
  readonly cash: boolean
}

/** Where an intake looks things up. */
export interface IntakeSources {
  /** What the account holds that files brought: asked once, before the file makes anything. */
  held(): Promise<Held>
  instruments(wanted: readonly NamedWithMultiplier[]): Promise<ReadonlyMap<string, InstrumentRow | 'needs-mapping'>>
  /** What these currencies were worth in that of the account, by `rateKey`; what nobody tells is absent. */
  rates(wanted: readonly RateWanted[]): Promise<ReadonlyMap<string, DatedRate>>
  /** What the account's fee schedule charges; null without one. */
  fees(): Promise<FeeEstimator | null>
  known(fills: readonly Buffer[], cash: readonly Buffer[]): Promise<ReadonlyMap<string, Known>>
  /** Those of an instrument under any of its names; none of one that the trader does not have. */
  splits(named: NamedInstrument): Promise<readonly KnownSplit[]>
}

/** A currency and a day of UTC, of which a rate is looked for. */
export interface RateWanted {
  readonly currency: string
  readonly day: string
}

/** What the table of rates said of a currency for a day. */
export interface RateUsed extends DatedRate {
  readonly currency: string
}

export function rateKey({ currency, day }: RateWanted): string {
  return `${currency} ${day}`
}

/** What a row waits for, and its records: an instrument that nobody knows the multiplier of, or the rate of a currency on a day. */
export type Waits =
  | { readonly for: 'symbol'; readonly named: NamedInstrument; readonly records: readonly ImportRecord[] }
  | ({ readonly for: 'rate'; readonly records: readonly ImportRecord[] } & RateWanted)

/** How far a broker says that a trade went against and in favour, by the fill that closed it. */
export interface ReportedExcursion {
  readonly executionId: Id<'execution'>
  readonly mae: Decimal | null
  readonly mfe: Decimal | null
}

/** A split that a file tells, and nobody told before. */
export interface NewSplit {
  readonly id: Id<'corporate-action'>
  readonly instrumentId: Id<'instrument'>
  readonly effectiveAt: Date
  readonly ratio: SplitRatio
}

/** A split that the trader's instrument has. */
export interface KnownSplit {
  readonly id: string
  readonly effectiveAt: Date
  readonly ratio: SplitRatio
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
  /** What it made, and what was there before it: of several records some may be new. */
  readonly executionIds: readonly string[]
  readonly cashMovementIds: readonly string[]
  /** Of a row about a split: the one it makes, or that was known. */
  readonly actionId: string | null
  /** What it makes. */
  readonly split: NewSplit | null
  /** What it says, with fees as they count; null of a row that is not taken. */
  readonly counted: readonly ImportRecord[] | null
  /** Of its fills, in currencies and coins that nobody says the worth of: in no sum. */
  readonly unconvertedFees: FillRecord['unconvertedFees']
  /** What its broker reports of fills that it made. */
  readonly excursions: readonly ReportedExcursion[]
  readonly waiting: Waits | null
}

export interface Intake {
  /** Judges the next rows of the file, in its order. */
  take(rows: readonly ReadRow[]): Promise<Ended[]>
  /** The part of it that looks up nothing but instruments: the next rows may be judged while those before are settled. */
  judge(rows: readonly ReadRow[]): Promise<Judged>
  /** What the account has of it by now. */
  lookUp(judged: Judged): Promise<ReadonlyMap<string, Known>>
  /** Tells what is new. */
  settle(judged: Judged, known: ReadonlyMap<string, Known>): Ended[]
  /** What the table of rates said so far. */
  ratesUsed(): readonly RateUsed[]
}

/** Rows with what each says, or how it ends. */
export interface Judged {
  readonly rows: readonly ReadRow[]
  readonly said: readonly (readonly Ready[] | Verdict)[]
  /** How rows about splits end, by the number of their row; they say no records. */
  readonly splits: ReadonlyMap<number, SplitEnd>
}

/** A split that is new, or the id of one that was known, or neither. */
export type SplitEnd = { readonly split: NewSplit } | { readonly knownId: string } | Verdict

/** A record that can be kept, under the name that it has in the account. */
export type Ready = ReadyFill | ReadyCash

interface ReadyFill {
  readonly record: FillRecord
  readonly fingerprint: Buffer
  readonly instrument: InstrumentRow
  readonly fxRate: Decimal
  readonly rateFrom: RateOrigin
}

interface ReadyCash {
  readonly record: CashRecord
  readonly fingerprint: Buffer
  readonly instrument: null
  readonly fxRate: Decimal
  readonly rateFrom: RateOrigin
}

/** How a row ends that needs no look at the account. */
export type Verdict = Pick<Ended, 'outcome' | 'reason' | 'field' | 'waiting'>
