import { compare, type Decimal, formatDecimal, parseDecimal, signOf } from '../../../kernel/decimal.ts'
import { BarsUnreadable, type SourceBar } from './bar-source.ts'

const BARS_MAX = 20_000
const SCALE_MAX = 18

interface Said {
  readonly at: number
  readonly open: string
  readonly high: string
  readonly low: string
  readonly close: string
}

/**
 * Bars as they are kept, oldest first. Throws BarsUnreadable for prices that are none or contradict themselves, for two bars of one start, and
 * for more than are taken at once.
 */
export function checkedBars(said: readonly Said[]): SourceBar[] {
  if (said.length > BARS_MAX) throw new BarsUnreadable(`the answer has more than ${BARS_MAX} bars`)
  const bars = said.map(({ at, ...prices }) => {
    if (Number.isNaN(at)) throw new BarsUnreadable('the answer has a bar of no day')
    const day = new Date(at).toISOString().slice(0, 10)
    const [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map((one) =>
      priceOf(one, day),
    )
    if (open === undefined || high === undefined || low === undefined || close === undefined)
      throw new TypeError('four')
    const isWithin = (price: Decimal): boolean => compare(low, price) <= 0 && compare(price, high) <= 0
    if (!isWithin(open) || !isWithin(close))
      throw new BarsUnreadable(`the bar of ${day} opens or closes beyond its lowest or highest price`)
    const texts = {
      open: formatDecimal(open),
      high: formatDecimal(high),
      low: formatDecimal(low),
      close: formatDecimal(close),
    }
    return { at: new Date(at), ...texts }
  })
  bars.sort((left, right) => left.at.getTime() - right.at.getTime())
  const twice = bars.find(({ at }, place) => bars[place - 1]?.at.getTime() === at.getTime())
  if (twice !== undefined) throw new BarsUnreadable(`the answer has two bars of ${twice.at.toISOString()}`)
  return bars
}

function priceOf(text: string, day: string): Decimal {
  const price = parseDecimal(text)
  if (price === null || signOf(price) < 0 || price.scale > SCALE_MAX)
    throw new BarsUnreadable(`the bar of ${day} has a price that is none`)
  return price
}
