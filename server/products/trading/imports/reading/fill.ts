import {
  absolute,
  compare,
  type Decimal,
  decimal,
  divide,
  minus,
  ONE,
  plus,
  roundTo,
  signOf,
  times,
  trimmed,
  ZERO,
} from '../../../../kernel/decimal.ts'
import { isAdjustedOption } from '../../ledger/symbols.ts'
import type { Side } from '../../ledger/tables.ts'
import type { FillRecord, NamedInstrument } from '../canonical.ts'
import { type Fee, feesReader, impliedFeeReader, settleFees } from './fees.ts'
import { instrumentReader, type NamedPair, withoutCoin } from './instrument.ts'
import { pointReader } from './multiplier.ts'
import { numberOf } from './numbers.ts'
import type { FillRule, Value } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, instantCell, nameOf, numberCell, type Scope, textCell } from './scope.ts'
import { effectReader, sideReader } from './side.ts'

/** Digits of a price that is what money and quantity say it was. */
const PRICE_SCALE = 12
const RATE_SCALE = 18
const PENNY = decimal('0.01')
const HUNDRED = decimal('100')
const OPTION_SHARES = decimal('100')

/** What is read of a fill before its place in the file is known. */
export type Fill = Omit<FillRecord, 'order'>

/** Compiles a fill. Throws RowFault for a row that does not make one. */
export function fillReader(rule: FillRule, scope: Scope): (cells: Cells) => Fill {
  const pairOf = instrumentReader(rule, scope)
  const side = sideReader(rule.side, scope)
  const traded = tradedReader(rule, scope)
  const executedAt = instantCell(rule.executedAt, scope)
  const effect = effectReader(rule.effect, scope)
  const pointed = pointReader(rule, scope)
  const rateOf = rateReader(rule, scope)
  const reported = [rule.reportedPnl, rule.reportedMae, rule.reportedMfe].map((value) => numberCell(value, scope))
  const [pnl, mae, mfe] = reported
  const reportedIn = cellOf(rule.reportedIn, scope)
  const positionRef = textCell(rule.positionRef, 64, scope)
  const [orderId, externalId] = [rule.orderId, rule.externalId].map((value) => textCell(value, 100, scope))
  return (cells) => {
    const pair = pairOf(cells)
    const direction = side(cells)
    const rate = rateOf(cells, pair)
    const { quantity, price, ...fees } = traded(cells, { pair, side: direction, rate })
    return {
      type: 'fill',
      instrument: pair.isPence ? pair.instrument : pointed(cells, pair.instrument, { quantity, price }),
      kind: rule.kind ?? 'fill',
      side: direction,
      quantity: trimmed(quantity),
      price: trimmed(price),
      executedAt: executedAt(cells),
      sourceZone: scope.dates.zone,
      effect: effect(cells),
      ...fees,
      fxRate: rate?.toAccount ?? null,
      reportedPnl: isOfOther(reportedIn.of(cells), pair) ? null : (pnl?.(cells) ?? null),
      reportedMae: mae?.(cells) ?? null,
      reportedMfe: mfe?.(cells) ?? null,
      positionRef: positionRef(cells) ?? '',
      orderId: orderId?.(cells) ?? null,
      externalId: externalId?.(cells) ?? null,
    }
  }
}

/** A result that is told in another currency than the prices of what it is of. */
function isOfOther(told: string, { instrument }: NamedPair): boolean {
  return told !== '' && instrument.currency !== null && told.toUpperCase() !== instrument.currency
}

interface Told {
  readonly pair: NamedPair
  readonly side: Side
  readonly rate: Rate | null
}

type Traded = Pick<FillRecord, 'quantity' | 'price' | 'fees' | 'feeParts' | 'feeSource' | 'unconvertedFees'>

/** Compiles quantity, price and fees, which speak of each other. */
function tradedReader(rule: FillRule, scope: Scope): (cells: Cells, told: Told) => Traded {
  const quantityOf = quantityReader(rule, scope)
  const priceOf = priceReader(rule, scope)
  const feesOf = feesReader(rule.fees ?? [], scope)
  const impliedOf = impliedFeeReader(rule, scope)
  return (cells, told) => {
    const { pair, side, rate } = told
    const settled = {
      currency: pair.instrument.currency ?? scope.accountCurrency,
      account: scope.accountCurrency,
      fromAccount: rate?.fromAccount ?? null,
    }
    const written = quantityOf(cells, told)
    const { fees, isTold } = feesOf(cells)
    const held = rule.amountIsNet === true ? settleFees(fees, settled).fees : ZERO
    const price = priceOf(cells, told, { quantity: written, fees: held })
    const base = rule.feeInBase === true ? pair.base : null
    const adjusted = feeInBase(fees, { base, written, price, side })
    const shares = sharesOf(pair.instrument)
    const implied = shares === null ? null : impliedOf(cells, { side, gross: times(times(written, price), shares) })
    return {
      quantity: adjusted.quantity,
      price,
      feeSource: isTold || implied !== null ? 'broker' : 'none',
      ...settleFees(implied === null || implied === 'nothing' ? adjusted.fees : [...adjusted.fees, implied], settled),
    }
  }
}

/** Compiles the price: as it is told, or as money and quantity say it was. */
function priceReader(
  rule: FillRule,
  scope: Scope,
): (cells: Cells, told: Told, of: { readonly quantity: Decimal; readonly fees: Decimal }) => Decimal {
  const priceOf = coinReader(rule.price, scope)
  const amountOf = coinReader(rule.amount, scope)
  return (cells, { pair, side }, { quantity, fees }) => {
    const quoted = priceOf(cells, pair.instrument.currency)
    const amount = quoted === null || rule.amountDecides === true ? amountOf(cells, pair.instrument.currency) : null
    const shares = sharesOf(pair.instrument)
    const isTold = quoted !== null && (amount === null || isProduct(quoted, quantity, absolute(amount)))
    if (!isTold && shares === null) throw new RowFault('multiplier-missing', nameOf(rule.amount))
    const price = isTold || shares === null ? quoted : priceOfMoney(amount, { quantity, side, shares }, fees)
    if (price === null) throw new RowFault('price-missing', nameOf(rule.price ?? rule.amount))
    if (signOf(price) < 0) throw new RowFault('price-negative', nameOf(rule.price))
    return pair.isPence ? times(price, PENNY) : price
  }
}

function isProduct(price: Decimal, quantity: Decimal, money: Decimal): boolean {
  return compare(roundTo(times(price, quantity), money.scale, 'half-even'), money) === 0
}

/** What one of a price is worth as far as that is certain without a table: for money of options that their price does not show. Null of adjusted ones, which are of any number of shares. */
function sharesOf({ multiplier, assetClass, symbol, root }: NamedInstrument): Decimal | null {
  if (multiplier !== null) return multiplier
  if (assetClass !== 'option') return ONE
  return isAdjustedOption({ symbol, root }) ? null : OPTION_SHARES
}

function quantityReader(rule: FillRule, scope: Scope): (cells: Cells, told: Told) => Decimal {
  const cell = cellOf(rule.quantity, scope)
  const bySign = rule.side?.sign !== undefined
  return (cells, { pair, side }) => {
    const quantity = numberOf(withoutCoin(cell.of(cells), pair.base), scope.number, cell.column)
    if (quantity === null) throw new RowFault('quantity-missing', cell.column)
    if (quantity.units === 0n) throw new RowFault('quantity-zero', cell.column)
    if (signOf(quantity) < 0 && rule.signed !== true && !bySign) throw new RowFault('quantity-negative', cell.column)
    if (signOf(quantity) < 0 && rule.signed === true && side === 1)
      throw new RowFault('quantity-against-side', cell.column)
    return absolute(quantity)
  }
}

/** A number that may be followed by the coin it is in. */
function coinReader(value: Value | undefined, scope: Scope): (cells: Cells, coin: string | null) => Decimal | null {
  if (value === undefined) return () => null
  const cell = cellOf(value, scope)
  return (cells, coin) => numberOf(withoutCoin(cell.of(cells), coin), scope.number, cell.column)
}

/** The price that money for a quantity comes to, without the fees that are in it. */
function priceOfMoney(
  amount: Decimal | null,
  { quantity, side, shares }: { readonly quantity: Decimal; readonly side: Side; readonly shares: Decimal },
  fees: Decimal,
): Decimal | null {
  if (amount === null) return null
  const gross = side === 1 ? minus(absolute(amount), fees) : plus(absolute(amount), fees)
  return divide(gross, times(quantity, shares), PRICE_SCALE, 'half-even')
}

/** A fee in the coin that is traded: what was bought is less by it, and its value at the price is the cost, so that the money paid stays. */
function feeInBase(
  fees: readonly Fee[],
  { base, written, price, side }: { base: string | null; written: Decimal; price: Decimal; side: Side },
): { fees: Fee[]; quantity: Decimal } {
  let quantity = written
  const settled = fees.map((fee): Fee => {
    if (base === null || fee.currency !== base) return fee
    quantity = side === 1 ? minus(quantity, fee.amount) : plus(quantity, fee.amount)
    return { name: fee.name, amount: times(fee.amount, price), currency: null }
  })
  if (signOf(quantity) <= 0) throw new RowFault('fee-above-quantity', null)
  return { fees: settled, quantity }
}

/** What the currencies of the instrument and of the account are worth in each other. */
interface Rate {
  readonly toAccount: Decimal
  readonly fromAccount: Decimal
}

/** Compiles the rate of a fill, when the file says one for this account: the way the file says it is exact. */
function rateReader(rule: FillRule, scope: Scope): (cells: Cells, pair: NamedPair) => Rate | null {
  const { fxRate } = rule
  if (fxRate === undefined) return () => null
  const number = numberCell(fxRate.column, scope)
  const currency = cellOf(fxRate.currency, scope)
  return (cells, { isPence }) => {
    if (fxRate.currency !== undefined && currency.of(cells).toUpperCase() !== scope.accountCurrency) return null
    const written = number(cells)
    if (written === null || signOf(written) <= 0) return null
    const other = divide(ONE, written, RATE_SCALE, 'half-even')
    const [toAccount, fromAccount] = fxRate.invert === true ? [other, written] : [written, other]
    if (!isPence) return { toAccount, fromAccount }
    return { toAccount: times(toAccount, HUNDRED), fromAccount: times(fromAccount, PENNY) }
  }
}
