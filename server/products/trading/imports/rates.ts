import { type Decimal, decimal, divide, ONE, plus, sum, times, trimmed, ZERO } from '../../../kernel/decimal.ts'
import type { FillRecord } from './canonical.ts'
import type { IntakeTerms } from './intake-types.ts'

const FEE_DIGITS = 18

/** What currencies are worth in that of the account, as the file and the trader say. */
export interface Rates {
  /** Null when nobody says it. */
  of(said: Decimal | null, currency: string): Decimal | null
  /** The fill with fees in other coins in its sum, as far as somebody says what they are worth. */
  withFees(fill: FillRecord, fxRate: Decimal): FillRecord
}

export function createRates({ account, fxRates }: Pick<IntakeTerms, 'account' | 'fxRates'>): Rates {
  const given = new Map(Object.entries(fxRates).map(([currency, rate]) => [currency, decimal(rate)]))

  function of(said: Decimal | null, currency: string): Decimal | null {
    return currency === account.currency ? ONE : (said ?? given.get(currency) ?? null)
  }

  return {
    of,
    withFees(fill, fxRate) {
      if (fill.unconvertedFees.length === 0) return fill
      const feeParts: Record<string, Decimal> = { ...fill.feeParts }
      for (const { currency, amount } of fill.unconvertedFees) {
        const rate = of(null, currency)
        if (rate === null) continue
        const part = trimmed(divide(times(amount, rate), fxRate, FEE_DIGITS, 'half-even'))
        feeParts.converted = plus(feeParts.converted ?? ZERO, part)
      }
      const unconvertedFees = fill.unconvertedFees.filter(({ currency }) => of(null, currency) === null)
      return { ...fill, feeParts, fees: sum(Object.values(feeParts)), unconvertedFees }
    },
  }
}
