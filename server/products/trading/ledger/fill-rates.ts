import type { Tx } from '../../../kernel/db/database.ts'
import { formatDecimal } from '../../../kernel/decimal.ts'
import { findRates } from '../rates/find-rates.ts'
import { invalidValue } from './problems.ts'
import { rateOf } from './rate-view.ts'
import type { AccountRow, RateOrigin } from './tables.ts'

/** What a fill or movement counts at in the account's currency, and where that is from. */
export type FillRate = { readonly fx_rate: string } & RateOrigin

export interface RateAsked {
  /** As it was said with it. */
  readonly given: string | undefined
  readonly currency: string
  readonly at: Date
  /** Where what it is of stands in the body. */
  readonly pointer?: string
}

/**
 * The rate of each: as it was said, else the dated one of its day, the trader's own word before the source's. The day is that of UTC, as
 * imports take it. Throws trading/value-invalid where nobody knows one.
 */
export async function findFillRates(
  tx: Tx,
  account: Pick<AccountRow, 'owner_id' | 'currency'>,
  asked: readonly RateAsked[],
): Promise<FillRate[]> {
  const wanted = asked.filter(({ given, currency }) => given === undefined && currency !== account.currency)
  const days = wanted.map(({ at }) => dayOf(at)).sort()
  const [from, until] = [days[0], days.at(-1)]
  const currencies = [account.currency, ...wanted.map(({ currency }) => currency)]
  const book =
    from === undefined || until === undefined
      ? null
      : await findRates(tx, account.owner_id, { currencies, from, until })
  return asked.map(({ given, currency, at, pointer = '' }) => {
    if (given !== undefined || currency === account.currency)
      return { fx_rate: rateOf(given, { currency }, { currency: account.currency, at: pointer }), ...SAID }
    const found = book?.on(currency, account.currency, dayOf(at)) ?? null
    if (found === null) {
      const detail = `is missing: one ${currency} in ${account.currency}, of which no rate of ${dayOf(at)} is known`
      throw invalidValue(`${pointer}/fxRate`, 'required', detail)
    }
    return { fx_rate: formatDecimal(found.rate), rate_day: found.day, rate_source: found.source }
  })
}

/** The rate of one. Throws what findFillRates throws. */
export async function findFillRate(tx: Tx, account: Pick<AccountRow, 'owner_id' | 'currency'>, asked: RateAsked) {
  const [found] = await findFillRates(tx, account, [asked])
  if (found === undefined) throw new TypeError('one for one')
  return found
}

const SAID = { rate_day: null, rate_source: null } as const

function dayOf(at: Date): string {
  return at.toISOString().slice(0, 10)
}
