import type { Decimal } from '../../../kernel/decimal.ts'
import type { AssetClass, CashKind, ExecutionKind, FeeSource, Side, StatedKind } from '../ledger/tables.ts'

/** An instrument as a file names it; null is what the file does not say. */
export interface NamedInstrument {
  /** Upper case, as traders write it: `AAPL`, `MESH26`, `BTCUSDT`; options in the 21 characters of the OCC without the padding. */
  readonly symbol: string
  readonly assetClass: AssetClass
  /** What it is priced in. Null: the account's. */
  readonly currency: string | null
  /** The broker's own, which counts before our table. */
  readonly multiplier: Decimal | null
  readonly root: string | null
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string | null
  readonly strike: Decimal | null
  readonly right: 'call' | 'put' | null
  readonly exchange: string | null
}

export const fillFeeSources = ['broker', 'schedule', 'none'] as const satisfies readonly FeeSource[]
export type FillFeeSource = (typeof fillFeeSources)[number]

/** A fill as a profile read it from one or several rows of a file. */
export interface FillRecord {
  readonly type: 'fill'
  readonly instrument: NamedInstrument
  readonly kind: ExecutionKind
  readonly side: Side
  /** Positive. */
  readonly quantity: Decimal
  /** Not negative; in the instrument's currency. */
  readonly price: Decimal
  readonly executedAt: Date
  /** IANA name of the zone the file's wall times are of. */
  readonly sourceZone: string
  readonly effect: 'open' | 'close' | null
  /** A cost is positive, a rebate negative; in the instrument's currency. The sum of the parts. */
  readonly fees: Decimal
  readonly feeParts: Readonly<Record<string, Decimal>>
  /** `broker` when the file tells a fee, also one of 0. */
  readonly feeSource: FillFeeSource
  /** Fees in a currency or coin that the file gives no rate for: told to the trader, and in no sum. */
  readonly unconvertedFees: readonly { readonly currency: string; readonly amount: Decimal }[]
  /** One of the instrument's currency in the account's, if the file says so. */
  readonly fxRate: Decimal | null
  readonly reportedPnl: Decimal | null
  readonly reportedMae: Decimal | null
  readonly reportedMfe: Decimal | null
  /** Of a hedging account: the position it belongs to. */
  readonly positionRef: string
  readonly orderId: string | null
  /** What the broker calls this fill. */
  readonly externalId: string | null
  /** Orders fills of one instant as the broker had them: grows from old to new, whichever of them the file begins with. */
  readonly order: number
}

/** Money that came or went, as a profile read it. */
export interface CashRecord {
  readonly type: 'cash'
  readonly kind: CashKind
  /** Signed: what came in is positive. */
  readonly amount: Decimal
  readonly currency: string | null
  /** One of that currency in the account's, if the file says so. */
  readonly fxRate: Decimal | null
  readonly happenedAt: Date
  /** The symbol it is about, such as a dividend's. */
  readonly symbol: string | null
  readonly note: string
  readonly externalId: string | null
}

export type ImportRecord = FillRecord | CashRecord

/** What a broker itself reports, as a profile read it: it makes nothing, and stands beside what we compute. */
export interface StatedRecord {
  readonly of: StatedKind
  /** Cash, a result, or how much is held: negative when short. */
  readonly amount: Decimal
  /** Of cash and results. Null: the account's. */
  readonly currency: string | null
  /** Of a position, and of a result that is of one. */
  readonly instrument: NamedInstrument | null
  /** Of clocks in the file's zone, `YYYY-MM-DD`. */
  readonly day: string
  /** Of a result: where its time begins. */
  readonly since: Date | null
  /** The last instant that counts. */
  readonly until: Date
  /** One of a row after the other: the last one of a day counts. */
  readonly running: boolean
  /** As that of a fill. */
  readonly order: number
}

/** So many new shares for so many old ones. */
export interface SplitRatio {
  readonly numerator: Decimal
  readonly denominator: Decimal
}

/** What was held before a split, or after it, as one of the two rows about it tells. */
export interface SplitPart {
  readonly held: 'before' | 'after'
  /** Positive. */
  readonly quantity: Decimal
  readonly price: Decimal | null
}

/** A split of shares, as a profile read it. */
export interface SplitRecord {
  readonly type: 'split'
  readonly instrument: NamedInstrument
  /** Holds for fills before this moment. */
  readonly effectiveAt: Date
  /** Null where the row does not tell it. */
  readonly ratio: SplitRatio | null
  readonly part: SplitPart | null
}

/** What a profile says of one row of a file: every row ends in one of them. */
export type ReadRow = {
  /** As a spreadsheet numbers it, the header being mostly 1; of XML, which element that holds a record. Grows by the file. */
  readonly row: number
  /** The row as it stands in the file, without what PostgreSQL cannot keep in a text. */
  readonly raw: string
  /** What the broker reports in it, whatever else the row is. */
  readonly stated?: readonly StatedRecord[]
} & (
  | { readonly outcome: 'read'; readonly records: readonly ImportRecord[] }
  | { readonly outcome: 'split'; readonly split: SplitRecord }
  /** The row is not about a fill or cash: `reason` is a named one of the profile. */
  | { readonly outcome: 'skipped'; readonly reason: string }
  | { readonly outcome: 'error'; readonly reason: string; readonly column: string | null }
)
