import type { Secret } from '../../../kernel/config/secret.ts'

/** A bar as a source tells it; prices as decimal text. */
export interface SourceBar {
  readonly at: Date
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

export interface BarRequest {
  readonly url: URL
  readonly headers: Readonly<Record<string, string>>
}

export interface BarsWanted {
  readonly symbol: string
  /** Days, both included. */
  readonly from: string
  readonly until: string
  readonly url: string
  readonly key: Secret | null
}

/** What a source publishes in one resolution: how it is asked, and how its answer reads. */
export interface BarSeries {
  readonly seconds: number
  /** So far back it is asked at most. */
  readonly daysMax: number
  request(wanted: BarsWanted): BarRequest
  /** All of it or nothing. Throws BarsUnreadable. */
  read(text: string): SourceBar[]
}

/** What a source answered is no table of bars; the message is fit to be shown. */
export class BarsUnreadable extends Error {
  override readonly name = 'BarsUnreadable'
}
