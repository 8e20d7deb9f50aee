import { type Decimal, roundTo, signOf } from '../../../kernel/decimal.ts'
import type { CashRecord, FillRecord, ImportRecord, SplitRecord } from './canonical.ts'

const EARLIEST_MS = Date.UTC(1900, 0, 1)
const LATEST_MS = Date.UTC(2200, 0, 1)
const SCALE_MAX = 18
const LARGEST = 10n ** 20n
const CURRENCY = /^[A-Z0-9]{2,10}$/

/** Why a record cannot be kept, whatever profile read it; null when it can. */
export function faultOf(record: ImportRecord): string | null {
  return record.type === 'fill' ? faultOfFill(record) : faultOfCash(record)
}

/** The same of a split. */
export function faultOfSplit({ instrument, effectiveAt, ratio }: SplitRecord): string | null {
  if (isOutside(instrument.symbol, 1, 64)) return 'symbol-invalid'
  if (!isCurrency(instrument.currency)) return 'currency-invalid'
  if (ratio !== null && [ratio.numerator, ratio.denominator].some(isTooLong)) return 'number-too-long'
  if (!isMoment(effectiveAt)) return 'instant-out-of-range'
  return isLonger(instrument.exchange, 32) ? 'text-too-long' : null
}

function faultOfFill(fill: FillRecord): string | null {
  const { instrument, quantity, price, fxRate } = fill
  if (isOutside(instrument.symbol, 1, 64)) return 'symbol-invalid'
  if (!isCurrency(instrument.currency)) return 'currency-invalid'
  if (signOf(quantity) <= 0) return 'quantity-not-positive'
  if (signOf(price) < 0) return 'price-negative'
  if ((fxRate !== null && signOf(fxRate) <= 0) || isNotPositive(instrument.multiplier)) return 'number-invalid'
  const numbers = [quantity, price, fill.fees, fxRate, instrument.multiplier, instrument.strike]
  if ([...numbers, fill.reportedPnl, ...Object.values(fill.feeParts)].some(isTooLong)) return 'number-too-long'
  if (!isMoment(fill.executedAt)) return 'instant-out-of-range'
  const texts = [fill.orderId, fill.externalId]
  const lengths = isOutside(fill.positionRef, 0, 64) || texts.some((text) => text !== null && isOutside(text, 1, 100))
  return lengths || isLonger(instrument.root, 32) || isLonger(instrument.exchange, 32) ? 'text-too-long' : null
}

function faultOfCash(cash: CashRecord): string | null {
  if (!isCurrency(cash.currency)) return 'currency-invalid'
  if (signOf(cash.amount) === 0) return 'amount-zero'
  if (isTooLong(cash.amount)) return 'number-too-long'
  if (!isMoment(cash.happenedAt)) return 'instant-out-of-range'
  return isLonger(cash.externalId, 100) || isLonger(cash.symbol, 64) ? 'text-too-long' : null
}

/** As PostgreSQL counts: characters, not UTF-16 units. It keeps no zero character. */
function isOutside(text: string, least: number, most: number): boolean {
  const { length } = text.length > most ? [...text] : text
  return length < least || length > most || text.includes('\0')
}

function isLonger(text: string | null, most: number): boolean {
  return text !== null && isOutside(text, 0, most)
}

function isCurrency(currency: string | null): boolean {
  return currency === null || CURRENCY.test(currency)
}

function isNotPositive(value: Decimal | null): boolean {
  return value !== null && signOf(value) <= 0
}

function isTooLong(value: Decimal | null): boolean {
  if (value === null) return false
  if (value.scale === 0 || value.scale > SCALE_MAX) return value.scale > SCALE_MAX || isBeyond(value.units)
  return isBeyond(value.units) && isBeyond(roundTo(value, 0, 'down').units)
}

function isBeyond(units: bigint): boolean {
  return units >= LARGEST || units <= -LARGEST
}

function isMoment(at: Date): boolean {
  return at.getTime() >= EARLIEST_MS && at.getTime() < LATEST_MS
}
