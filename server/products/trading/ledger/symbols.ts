import { type Decimal, formatDecimal, times, trimmed } from '../../../kernel/decimal.ts'
import { isDate } from '../../../kernel/zoned.ts'

/** An option as its symbol names it. */
export interface OptionSymbol {
  readonly root: string
  /** `YYYY-MM-DD`. */
  readonly expiresOn: string
  readonly right: 'call' | 'put'
  readonly strike: Decimal
}

/** A futures contract as its symbol names it. */
export interface FutureSymbol {
  readonly root: string
  /** 1 January to 12 December. */
  readonly month: number
  readonly year: number
}

const OCC = /^([A-Z][A-Z0-9.]{0,5}) *(\d{2})(\d{2})(\d{2})([CP])(\d{8})$/
const THOUSAND: Decimal = { units: 1000n, scale: 0 }

/**
 * Reads the 21 characters of the Options Symbology Initiative (OCC): root padded to six, yymmdd, C or P, strike in thousandths. The
 * padding may be shorter or absent, and a leading dot or hyphen of a broker is passed over. Null for anything else.
 */
export function parseOcc(symbol: string): OptionSymbol | null {
  const [, root, yy, mm, dd, letter, thousandths] = OCC.exec(symbol.replace(/^[.-]/, '')) ?? []
  if (root === undefined || thousandths === undefined) return null
  const expiresOn = `20${yy}-${mm}-${dd}`
  if (!isDate(expiresOn)) return null
  const strike = trimmed({ units: BigInt(thousandths), scale: 3 })
  return { root, expiresOn, right: letter === 'C' ? 'call' : 'put', strike }
}

/** The OCC symbol without its padding, as instruments are named. Null when it has no such form: a root over six characters, a strike of less than a thousandth. */
export function formatOcc({ root, expiresOn, right, strike }: OptionSymbol): string | null {
  const scaled = trimmed(times(strike, THOUSAND))
  const digits = formatDecimal(scaled).padStart(8, '0')
  if (scaled.scale > 0 || digits.length > 8 || strike.units < 0n) return null
  const symbol = `${root}${expiresOn.slice(2).replaceAll('-', '')}${right === 'call' ? 'C' : 'P'}${digits}`
  return parseOcc(symbol) === null ? null : symbol
}

/**
 * An option that is not of a hundred shares: the OCC gives the root of one that a corporate action adjusted, or of a mini, a digit at its
 * end (`AAPL1`, `AAPL7`).
 */
export function isAdjustedOption({ symbol, root }: { readonly symbol: string; readonly root: string | null }): boolean {
  return /\d$/.test(parseOcc(symbol)?.root ?? root ?? '')
}

const MONTHS = 'FGHJKMNQUVXZ'
const FUTURE = /^\/?([A-Z0-9]{1,6}?)([FGHJKMNQUVXZ])(\d{4}|\d{2}|\d)(?::[A-Z]+)?$/

/**
 * Reads root, month code and year: `MESH6`, `ESZ25`, `/CLF2026:XNYM`. A year of one digit is the one within five years of `near`, the
 * year of the fill. Null for anything else.
 */
export function parseFuture(symbol: string, near: number): FutureSymbol | null {
  const [, root, code, digits] = FUTURE.exec(symbol) ?? []
  if (root === undefined || code === undefined || digits === undefined) return null
  return { root, month: MONTHS.indexOf(code) + 1, year: wholeYear(digits, near) }
}

/** Root, month code and the last two digits of the year, as futures are named here: `MESH26`, which is another one than `MESH36`. */
export function formatFuture({ root, month, year }: FutureSymbol): string {
  return `${root}${MONTHS.charAt(month - 1)}${String(year % 100).padStart(2, '0')}`
}

/** The name of a contract however its year is written, as `formatFuture` has it; of what is no future as it is. */
export function contractName(symbol: string, near: number): string {
  const future = parseFuture(symbol, near)
  return future === null ? symbol : formatFuture(future)
}

/** The name with one digit of the year, as brokers and traders write it: `MESH6` of `MESH26`. */
export function shortContractName(symbol: string): string {
  return symbol.replace(/([FGHJKMNQUVXZ])\d(\d)$/, '$1$2')
}

function wholeYear(digits: string, near: number): number {
  if (digits.length === 4) return Number(digits)
  if (digits.length === 2) return 2000 + Number(digits)
  const sameDecade = near - (near % 10) + Number(digits)
  if (sameDecade - near > 5) return sameDecade - 10
  return near - sameDecade > 4 ? sameDecade + 10 : sameDecade
}
