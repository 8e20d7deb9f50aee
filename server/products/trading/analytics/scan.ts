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

const ABSENT = -1

/** A column of decimals as it was read. Each is made when it is asked for: a report wants one column, and 40,000 of six columns are much to keep. */
export class DecimalColumn {
  readonly #mantissas: Float64Array
  readonly #scales: Int8Array
  /** Those of more digits than a double holds. */
  readonly #long: ReadonlyMap<number, bigint>

  constructor(mantissas: Float64Array, scales: Int8Array, long: ReadonlyMap<number, bigint>) {
    this.#mantissas = mantissas
    this.#scales = scales
    this.#long = long
  }

  /** Null where there is none. */
  at(index: number): Decimal | null {
    const scale = this.#scales[index] ?? ABSENT
    if (scale === ABSENT) return null
    const mantissa = this.#mantissas[index] ?? Number.NaN
    return { units: Number.isNaN(mantissa) ? (this.#long.get(index) ?? 0n) : BigInt(mantissa), scale }
  }
}

/**
 * Reads decimals, parted by commas; an absent one is null. Zeros at the end behind the point are left out, as a division in SQL writes
 * them: what is left of nearly all is a number that a double holds.
 */
export function scanDecimals(text: string, count: number): DecimalColumn {
  const mantissas = new Float64Array(count)
  const scales = new Int8Array(count).fill(ABSENT)
  const long = new Map<number, bigint>()
  let start = 0
  for (let at = 0; at < count; at += 1) {
    let end = start
    let point = -1
    /** Behind the last digit that is not a zero behind the point. */
    let last = start
    let mantissa = 0
    let zeros = 0
    for (; end < text.length; end += 1) {
      const code = text.charCodeAt(end)
      if (code === COMMA) break
      if (code === POINT) point = end
      else if (code === ZERO_DIGIT && point !== -1) zeros += 1
      else if (code !== MINUS) {
        for (; zeros > 0; zeros -= 1) mantissa *= 10
        mantissa = mantissa * 10 + code - ZERO_DIGIT
        last = end + 1
      }
    }
    if (end > start) {
      const isShort = last - start <= DIGITS_EXACT
      if (!isShort) long.set(at, BigInt(text.slice(start, last).replace('.', '')))
      mantissas[at] = !isShort ? Number.NaN : text.charCodeAt(start) === MINUS ? -mantissa : mantissa
      scales[at] = point === -1 || last <= point ? 0 : last - point - 1
    }
    start = end + 1
  }
  return new DecimalColumn(mantissas, scales, long)
}
