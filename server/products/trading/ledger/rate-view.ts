import type { Static } from 'typebox'
import { decimal, formatDecimal } from '../../../kernel/decimal.ts'
import { nullable, object, oneOf } from '../../../kernel/http/schema.ts'
import { rateSources } from '../rates/rate-book.ts'
import { invalidValue } from './problems.ts'
import type { InstrumentRow, RateOrigin } from './tables.ts'
import { dayShape, readPositive } from './values.ts'

/** Where a rate is from, as it is told. */
export const rateFromShape = {
  ...nullable(object({ day: dayShape, source: oneOf(rateSources) })),
  description: 'The dated rate that was taken; null where the rate was said, or none is needed',
}

export function viewRateFrom({ rate_day: day, rate_source: source }: RateOrigin): Static<typeof rateFromShape> {
  return day === null || source === null ? null : { day, source }
}

/** The rate at which a fill counts in the account's currency, as it was said; without a word 1, which is that between the same currencies. Throws trading/value-invalid. */
export function rateOf(
  given: string | undefined,
  instrument: Pick<InstrumentRow, 'currency'>,
  account: { readonly currency: string; readonly at?: string },
): string {
  const pointer = `${account.at ?? ''}/fxRate`
  if (instrument.currency === account.currency) {
    if (given !== undefined && formatDecimal(decimal(given)) !== '1')
      throw invalidValue(pointer, 'rate', 'is 1 between the same currencies')
    return '1'
  }
  return readPositive(given ?? '0', pointer)
}
