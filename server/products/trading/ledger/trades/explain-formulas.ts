import {
  type Decimal,
  decimal,
  divide,
  formatDecimal,
  minus,
  negate,
  plus,
  signOf,
  times,
  trimmed,
} from '../../../../kernel/decimal.ts'
import type { LotClosureRow, MatchingMethod } from '../tables.ts'

/** A fill as it happened. */
export interface ExplainedFill {
  readonly quantity: string
  readonly price: string
  readonly fees: string
  readonly fxRate: string
}

interface AppliedSplit {
  readonly numerator: string
  readonly denominator: string
}

/** What a closure was made of. */
export interface Explained {
  readonly closure: LotClosureRow
  readonly entry: ExplainedFill
  readonly exit: ExplainedFill
  readonly multiplier: string
  readonly method: MatchingMethod
  /** Between entry and exit, in order. */
  readonly splits: readonly AppliedSplit[]
}

const DIGITS = 18

/** How each figure of a closure follows from its fills, with the numbers put in. */
export function formulasOf(explained: Explained) {
  const { closure, entry, exit } = explained
  const [gross, openFee, closeFee] = [closure.gross, closure.open_fee, closure.close_fee].map(decimal) as Three
  const [grossBase, feesBase] = [closure.gross_base, closure.fees_base].map(decimal) as [Decimal, Decimal]
  const [entryRate, exitRate] = [decimal(entry.fxRate), decimal(exit.fxRate)]
  const fees = plus(times(openFee, entryRate), times(closeFee, exitRate))
  return {
    entryPrice: entryPriceOf(explained),
    gross: grossOf(explained, gross, { entryRate: null, exitRate: null }),
    openFee: openFeeOf(explained, openFee),
    closeFee: shareOf({ fee: exit.fees, taken: decimal(closure.quantity), of: decimal(exit.quantity) }, closeFee),
    net: `${text(gross)} - ${signed(openFee)} - ${signed(closeFee)} = ${text(decimal(closure.net))}`,
    grossBase: grossOf(explained, grossBase, { entryRate, exitRate }),
    feesBase: isSame(fees, feesBase)
      ? `${signed(openFee)} * ${text(entryRate)} + ${signed(closeFee)} * ${text(exitRate)} = ${text(feesBase)}`
      : `share of the entries' fees at their rates + ${signed(closeFee)} * ${text(exitRate)} = ${text(feesBase)}`,
    netBase: `${text(grossBase)} - ${signed(feesBase)} = ${text(decimal(closure.net_base))}`,
  }
}

type Three = [Decimal, Decimal, Decimal]

function entryPriceOf({ closure, entry, splits, method }: Explained): string {
  const price = decimal(closure.entry_price)
  let adjusted = decimal(entry.price)
  for (const { numerator, denominator } of splits)
    adjusted = divide(times(adjusted, decimal(denominator)), decimal(numerator), DIGITS, 'half-even')
  if (!isSame(adjusted, price))
    return `${method === 'AVG' ? 'average of the entries that were held' : 'price after what a corporate action took along'} = ${text(price)}`
  const factors = splits.map((one) => ` * ${plain(one.denominator)} / ${plain(one.numerator)}`).join('')
  return factors === '' ? `price of the fill = ${text(price)}` : `${plain(entry.price)}${factors} = ${text(price)}`
}

interface Rates {
  readonly entryRate: Decimal | null
  readonly exitRate: Decimal | null
}

/** From the two prices where they give it; else from the cost, which is conserved where a price is rounded. */
function grossOf({ closure, multiplier }: Explained, gross: Decimal, { entryRate, exitRate }: Rates): string {
  const size = times(decimal(closure.quantity), decimal(multiplier))
  const leg = (price: string, rate: Decimal | null): Decimal => times(times(decimal(price), size), rate ?? decimal('1'))
  const exitValue = leg(closure.exit_price, exitRate)
  const byPrices = minus(exitValue, leg(closure.entry_price, entryRate))
  const isLong = closure.side === 1
  const factors = ` * ${plain(closure.quantity)} * ${plain(multiplier)}`
  const [exit, entry] = [plain(closure.exit_price), plain(closure.entry_price)]
  const exitText = `${exit}${factors}${exitRate === null ? '' : ` * ${text(exitRate)}`}`
  const entryText = `${entry}${factors}${entryRate === null ? '' : ` * ${text(entryRate)}`}`
  const costs = isLong ? minus(exitValue, gross) : plus(exitValue, gross)
  const isExact = isSame(isLong ? byPrices : negate(byPrices), gross)
  if (isExact && exitRate === null)
    return `(${isLong ? exit : entry} - ${isLong ? entry : exit})${factors} = ${text(gross)}`
  const entered = isExact ? entryText : `${text(costs)} of cost`
  return `${isLong ? exitText : entered} - ${isLong ? entered : exitText} = ${text(gross)}`
}

function openFeeOf({ closure, entry, splits, method }: Explained, openFee: Decimal): string {
  if (method === 'AVG') return `share of the fees of all entries that were held, by quantity = ${text(openFee)}`
  let of = decimal(entry.quantity)
  for (const { numerator, denominator } of splits)
    of = divide(times(of, decimal(numerator)), decimal(denominator), DIGITS, 'half-even')
  return shareOf({ fee: entry.fees, taken: decimal(closure.quantity), of }, openFee)
}

interface Share {
  readonly fee: string
  readonly taken: Decimal
  readonly of: Decimal
}

function shareOf({ fee, taken, of }: Share, share: Decimal): string {
  const written = `${signed(decimal(fee))} * ${text(taken)} / ${text(of)}`
  const isExact = isSame(divide(times(decimal(fee), taken), of, DIGITS, 'half-even'), share)
  return isExact ? `${written} = ${text(share)}` : `${written}, with what rounding left of it = ${text(share)}`
}

function isSame(left: Decimal, right: Decimal): boolean {
  return signOf(minus(left, right)) === 0
}

function text(value: Decimal): string {
  return formatDecimal(trimmed(value))
}

function plain(value: string): string {
  return text(decimal(value))
}

/** Behind a sign of its own. */
function signed(value: Decimal): string {
  return signOf(value) < 0 ? `(${text(value)})` : text(value)
}
