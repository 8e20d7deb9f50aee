import { compare, decimal } from '../../../../kernel/decimal.ts'
import { readDay, readPositive } from '../../ledger/values.ts'
import { keepRates } from '../../rates/own-rates.ts'
import type { KnownRate } from '../../rates/rate-book.ts'
import type { LineOf } from './account-file.ts'
import { AccountFileRefusal } from './read-account.ts'
import { type Lines, located, ofLine, type Restoring } from './restoring.ts'

/**
 * What the file's trader says of currencies is said by this one too, and holds for all of their accounts like what they enter. Throws
 * AccountFileRefusal `rate-differs` where they say something else: figures of the file, or of other accounts, would be others.
 */
export async function restoreRates(restoring: Restoring, lines: Lines<LineOf<'rates'>>): Promise<void> {
  const { tx, account } = restoring
  for (const line of lines) {
    const rates = located(line.at, () => ratesOf(line))
    const held = await heldRates(restoring, line)
    for (const [place, { day, rate }] of rates.entries()) {
      const own = held.get(day)
      if (own !== undefined && compare(decimal(own), rate) !== 0)
        throw new AccountFileRefusal('rate-differs', line.at, `/rates/${place}`)
    }
    try {
      await keepRates(tx, account.owner_id, rates, (place) => `/rates/${place}`)
    } catch (error) {
      throw ofLine(line.at, error)
    }
  }
}

function ratesOf({ base, quote, rates }: LineOf<'rates'>): KnownRate[] {
  return rates.map(([day, rate, source], place) => ({
    ...{ base, quote, day: readDay(day, `/rates/${place}/0`) },
    ...{ rate: decimal(readPositive(rate, `/rates/${place}/1`)), source },
  }))
}

async function heldRates({ tx, account }: Restoring, { base, quote, rates }: LineOf<'rates'>) {
  const rows = await tx.raw<{ day: string; rate: string }>(
    `SELECT day::text, rate FROM trading.currency_rate
      WHERE owner_id = $1 AND base = $2 AND quote = $3 AND day = ANY($4::date[])`,
    [account.owner_id, base, quote, rates.map(([day]) => day)],
  )
  return new Map(rows.map(({ day, rate }) => [day, rate]))
}
