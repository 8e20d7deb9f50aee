import { type Decimal, parseDecimal, ZERO } from '../../../../kernel/decimal.ts'
import type { Profile } from './profile.ts'
import { RowFault } from './refusal.ts'

type NumberFormat = Profile['number']

const WHOLE_MAX = 20
const FRACTION_MAX = 18
const PLAIN = /^-?\d{1,20}(?:\.\d{1,18})?$/
const ABSENT: ReadonlySet<string> = new Set(['', '-', '--', '\u2013', '\u2014', 'n/a', 'na', 'not available'])
const SIGNS = '$\u20ac\u00a3\u00a5\u20b9\u20a9\u20bd\u20bf\u00a2'
/** Money around a number: a sign of a currency, or its three letters. */
const CURRENCY = `(?:[${SIGNS}]|[A-Z]{3}|kr|Kc|z\u0142)`
const SHAPE = new RegExp(
  `^(-|\\+)?\\s*${CURRENCY}?\\s*(-|\\+)?\\s*([0-9.,'\u2019\\s]+?)\\s*(?:[eE]([-+]?\\d{1,3}))?\\s*(-)?\\s*${CURRENCY}?$`,
)
/** How accountants write what is negative. */
const IN_PARENTHESES = new RegExp(`^[${SIGNS}]?\\((.+)\\)$`)
const GROUPED = /^\d{1,3}(?:'\d{2,3})*'\d{3}$/

/** The number in a cell; null when it holds none. Exact: it passes through no double. Throws RowFault for anything else. */
export function numberOf(cell: string, format: NumberFormat, column: string | null): Decimal | null {
  if (format.decimal === '.' && PLAIN.test(cell)) return parseDecimal(cell)
  const text = cell.trim().replace(/\u2212/g, '-')
  if (ABSENT.has(text.toLowerCase())) return null
  if (text.length > 80) throw new RowFault('number-not-understood', column)
  const bare = IN_PARENTHESES.exec(text)?.[1]?.trim() ?? text
  const [, before, behind, digits = '', exponent, after] = SHAPE.exec(bare) ?? []
  if (format.refuseUnsure === true && isUnsure(digits, format)) throw new RowFault('number-ambiguous', column)
  const plain = plainOf(digits, format)
  if (plain === null || (exponent !== undefined && format.exponent !== true))
    throw new RowFault('number-not-understood', column)
  const minuses = [before, behind, after, bare === text ? undefined : '-'].filter((sign) => sign === '-').length
  if (minuses > 1) throw new RowFault('number-not-understood', column)
  return withinLimits(plain, { exponent: Number(exponent ?? 0), isNegative: minuses === 1 }, column)
}

/** Whole digits and digits behind the point, of a number in the file's own writing; null for what is none. */
function plainOf(written: string, format: NumberFormat): { whole: string; fraction: string } | null {
  const text = written.replace(/[\s\u2019]/g, "'")
  const point = pointOf(text, format)
  const other = point === ',' ? '.' : ','
  const at = text.indexOf(point)
  const whole = (at < 0 ? text : text.slice(0, at)).replaceAll(other, "'")
  const fraction = at < 0 ? '' : text.slice(at + 1)
  if (!/^\d*$/.test(fraction) || (whole === '' && fraction === '')) return null
  if (!/^\d*$/.test(whole) && !GROUPED.test(whole)) return null
  return { whole: whole.replaceAll("'", ''), fraction }
}

function pointOf(text: string, format: NumberFormat): '.' | ',' {
  const { decimal, either = false } = format
  if (!either) return decimal
  const other = decimal === ',' ? '.' : ','
  const [atDecimal, atOther] = [text.lastIndexOf(decimal), text.lastIndexOf(other)]
  if (atDecimal >= 0 && atOther >= 0) return atDecimal > atOther ? decimal : other
  const isLone = atOther >= 0 && text.indexOf(other) === atOther
  // No thousand begins with a zero: `0.125` is an eighth.
  return isLone && (text.length - atOther !== 4 || /^0*$/.test(text.slice(0, atOther))) ? other : decimal
}

/** True of `1.125` in a file that writes `1,5` as well: an eighth more than one, or more than a thousand. */
function isUnsure(text: string, { decimal }: NumberFormat): boolean {
  return (decimal === ',' ? /^[1-9]\d{0,2}\.\d{3}$/ : /^[1-9]\d{0,2},\d{3}$/).test(text)
}

function withinLimits(
  { whole, fraction }: { readonly whole: string; readonly fraction: string },
  { exponent, isNegative }: { readonly exponent: number; readonly isNegative: boolean },
  column: string | null,
): Decimal {
  if (Math.abs(exponent) > WHOLE_MAX + FRACTION_MAX) throw new RowFault('number-out-of-range', column)
  const point = whole.length + exponent
  const digits = whole + fraction
  const left = (point <= 0 ? '' : digits.slice(0, point).padEnd(point, '0')).replace(/^0+/, '')
  const right = (point <= 0 ? digits.padStart(digits.length - point, '0') : digits.slice(point)).replace(/0+$/, '')
  if (left.length > WHOLE_MAX || right.length > FRACTION_MAX) throw new RowFault('number-out-of-range', column)
  const number = parseDecimal(`${left === '' ? '0' : left}${right === '' ? '' : `.${right}`}`) ?? ZERO
  return isNegative ? { units: -number.units, scale: number.scale } : number
}
