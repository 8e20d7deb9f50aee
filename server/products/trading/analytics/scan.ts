import type { Decimal } from '../../../kernel/decimal.ts'

const COMMA = 44
const MINUS = 45
const POINT = 46
const ZERO_DIGIT = 48
/** A double holds every whole number of so many digits. */
const DIGITS_EXACT = 15

/** Reads whole numbers that a double can say, parted by commas: without a text for each of them, which takes five times as long. */
export function scanIntegers(text: string, count: number): Float64Array {
  const into = new Float64Array(count)
  let at = 0
  let value = 0
  let sign = 1
  for (let position = 0; position < text.length; position += 1) {
    const code = text.charCodeAt(position)
    if (code === COMMA) {
      into[at] = sign * value
      at += 1
      value = 0
      sign = 1
    } else if (code === MINUS) sign = -1
    else value = value * 10 + code - ZERO_DIGIT
  }
  if (text.length > 0) into[at] = sign * value
  return into
}

/** Reads decimals, parted by commas; an absent one is null. */
export function scanDecimals(text: string, count: number): (Decimal | null)[] {
  const read: (Decimal | null)[] = new Array(count).fill(null)
  let start = 0
  for (let at = 0; at < count; at += 1) {
    let end = start
    let point = -1
    let mantissa = 0
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end)
      if (code === COMMA) break
      if (code === POINT) point = end
      else if (code !== MINUS) mantissa = mantissa * 10 + code - ZERO_DIGIT
    }
    if (end > start) {
      const isNegative = text.charCodeAt(start) === MINUS
      const whole =
        end - start <= DIGITS_EXACT
          ? BigInt(isNegative ? -mantissa : mantissa)
          : BigInt(text.slice(start, end).replace('.', ''))
      read[at] = { units: whole, scale: point === -1 ? 0 : end - point - 1 }
    }
    start = end + 1
  }
  return read
}
