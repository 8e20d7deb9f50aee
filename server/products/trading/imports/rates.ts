import { type Decimal, decimal, divide, ONE, plus, sum, times, trimmed, ZERO } from '../../../kernel/decimal.ts'
import type { RateOrigin } from '../ledger/tables.ts'
import type { DatedRate } from '../rates/rate-book.ts'
import type { FillRecord, ImportRecord } from './canonical.ts'
import { type IntakeTerms, type RateUsed, type RateWanted, rateKey } from './intake-types.ts'

const FEE_DIGITS = 18

/** What one is worth, and the dated rate that this is; of one that the file or the trader says, none. */
export type RateFound = { readonly rate: Decimal } & Readonly<RateOrigin>

const SAID = { rate_day: null, rate_source: null } as const

/** What currencies are worth in that of the account: as the file says, else the table of rates, else the trader for this import. */
export interface Rates {
  /** Null when nobody says it. */
  of(said: Decimal | null, wanted: RateWanted): RateFound | null
  /** The fill with fees in other coins in its sum, as far as somebody says what they are worth. */
  withFees(fill: FillRecord, fxRate: Decimal): FillRecord
  /** What the table is to be asked for a record; nothing twice. */
  unknown(record: ImportRecord, wanted: RateWanted): RateWanted[]
  /** Keeps what the table says of what was asked. */
  learn(asked: readonly RateWanted[], found: ReadonlyMap<string, DatedRate>): void
  /** What the table said so far. */
  used(): readonly RateUsed[]
}

export function createRates({ account, fxRates }: Pick<IntakeTerms, 'account' | 'fxRates'>): Rates {
  const given = new Map(Object.entries(fxRates).map(([currency, rate]) => [currency, decimal(rate)]))
  const tabled = new Map<string, DatedRate | null>()

  function of(said: Decimal | null, wanted: RateWanted): RateFound | null {
    if (wanted.currency === account.currency) return { rate: ONE, ...SAID }
    if (said !== null) return { rate: said, ...SAID }
    const dated = tabled.get(rateKey(wanted)) ?? null
    if (dated !== null) return { rate: dated.rate, rate_day: dated.day, rate_source: dated.source }
    const own = given.get(wanted.currency)
    return own === undefined ? null : { rate: own, ...SAID }
  }

  return {
    of,
    withFees(fill, fxRate) {
      if (fill.unconvertedFees.length === 0) return fill
      const day = dayOf(fill)
      const feeParts: Record<string, Decimal> = { ...fill.feeParts }
      for (const { currency, amount } of fill.unconvertedFees) {
        const rate = of(null, { currency, day })
        if (rate === null) continue
        const part = trimmed(divide(times(amount, rate.rate), fxRate, FEE_DIGITS, 'half-even'))
        feeParts.converted = plus(feeParts.converted ?? ZERO, part)
      }
      const unconvertedFees = fill.unconvertedFees.filter(({ currency }) => of(null, { currency, day }) === null)
      return { ...fill, feeParts, fees: sum(Object.values(feeParts)), unconvertedFees }
    },
    unknown(record, wanted) {
      const loose = record.type === 'fill' ? record.unconvertedFees : []
      if (loose.length === 0 && wanted.currency === account.currency) return []
      const all = record.fxRate === null ? [wanted] : []
      for (const { currency } of loose) all.push({ currency, day: dayOf(record) })
      return all.filter((one) => one.currency !== account.currency && !tabled.has(rateKey(one)))
    },
    learn(asked, found) {
      for (const one of asked) tabled.set(rateKey(one), found.get(rateKey(one)) ?? null)
    },
    used: () =>
      [...tabled].flatMap(([key, found]) => (found === null ? [] : [{ currency: key.split(' ')[0] ?? '', ...found }])),
  }
}

/** The day of UTC that a record is of. */
export function dayOf(record: ImportRecord): string {
  return (record.type === 'fill' ? record.executedAt : record.happenedAt).toISOString().slice(0, 10)
}
