import { setImmediate } from 'node:timers/promises'
import { SaxesParser } from 'saxes'
import { type Decimal, parseDecimal, signOf } from '../../../kernel/decimal.ts'
import { isDate } from '../../../kernel/zoned.ts'
import type { KnownRate } from './rate-book.ts'

/** A document of the source does not say what it has to; nothing of it is taken. */
export class RatesUnreadable extends Error {
  override readonly name = 'RatesUnreadable'
}

const PIECE_CHARS = 64 * 1024
const CURRENCY = /^[A-Z]{3}$/

/**
 * Euro foreign exchange reference rates as the European Central Bank publishes them (eurofxref-daily.xml, -hist-90d.xml, -hist.xml): a Cube
 * for each day, and in it one for each currency with what one euro is worth in it. Taken whole or not at all: throws RatesUnreadable for what
 * is not well-formed, cut off, of a day that does not exist or is after `today`, or says a thing twice or a rate that is none.
 */
export async function readEcbRates(text: string, today: string): Promise<KnownRate[]> {
  const rates: KnownRate[] = []
  const days = new Set<string>()
  const names = new Set<string>()
  let day: string | null = null
  const parser = new SaxesParser({ xmlns: true })
  parser.on('error', () => {
    throw new RatesUnreadable('the answer is no whole XML document')
  })
  parser.on('doctype', () => {
    throw new RatesUnreadable('the answer declares types')
  })
  parser.on('opentag', ({ local, attributes }) => {
    if (local !== 'Cube') return
    const { time, currency, rate } = attributes
    if (time !== undefined) day = newDay(time.value)
    else if (currency !== undefined || rate !== undefined) take(currency?.value ?? '', rate?.value ?? '')
  })

  function newDay(said: string): string {
    if (!isDate(said)) throw new RatesUnreadable('the answer names a day that does not exist')
    if (said > today) throw new RatesUnreadable(`the answer tells of ${said}, which is to come`)
    if (days.has(said)) throw new RatesUnreadable(`the answer tells of ${said} twice`)
    days.add(said)
    names.clear()
    return said
  }

  function take(currency: string, said: string): void {
    if (day === null) throw new RatesUnreadable('the answer tells a rate of no day')
    if (!CURRENCY.test(currency) || names.has(currency))
      throw new RatesUnreadable(`the answer names currencies of ${day} that are none, or one twice`)
    names.add(currency)
    rates.push({ base: 'EUR', quote: currency, day, rate: rateOf(said, `${currency} of ${day}`), source: 'ecb' })
  }

  for (let at = 0; at < text.length; at += PIECE_CHARS) {
    parser.write(text.slice(at, at + PIECE_CHARS))
    await setImmediate()
  }
  parser.close()
  if (rates.length === 0) throw new RatesUnreadable('the answer tells no rates')
  return rates
}

function rateOf(text: string, what: string): Decimal {
  const rate = parseDecimal(text)
  if (rate === null || signOf(rate) <= 0) throw new RatesUnreadable(`the answer tells no rate for ${what}`)
  return rate
}
