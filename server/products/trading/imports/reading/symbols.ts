import { decimal, trimmed } from '../../../../kernel/decimal.ts'
import { isDate } from '../../../../kernel/zoned.ts'
import { formatOcc, type OptionSymbol } from '../../ledger/symbols.ts'

export interface OptionName extends OptionSymbol {
  /** The 21 characters of the OCC without their padding: `SPY260130C00690000`. */
  readonly symbol: string
}

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC']
/** CME month codes, January to December. */
const MONTH_CODES = 'FGHJKMNQUVXZ'
const QUOTES = 'FDUSD USDT USDC BUSD TUSD USD EUR GBP CHF JPY AUD CAD BRL TRY DAI BTC ETH BNB'.split(' ')
const COMPACT_OPTION = /^[-.+ ]*([A-Z][A-Z0-9./]{0,5}?)\s*(\d{2})(\d{2})(\d{2})([CP])(\d{8}|\d{1,5}(?:\.\d{1,3})?)$/
const QUESTRADE_OPTION = /^([A-Z][A-Z0-9.]{0,5}?)(\d{1,2})([A-Z]{3})(\d{2})([CP])(\d{1,5}(?:\.\d{1,3})?)$/
const NAMED_DAY = /^(\d{1,2})[ -]?([A-Z]{3})[ -]?'?(?:20)?(\d{2})$/
const MONTH_FIRST = /^([A-Z]{3}) (\d{1,2}),? '?(?:20)?(\d{2})$/
const NUMBERED_DAY = /^(\d{1,2})\/(\d{1,2})\/(?:20)?(\d{2})$/
const ISO_DAY = /^(20\d{2})-?(\d{2})-?(\d{2})$/
const STRIKE = /^\$?(\d{1,5}(?:\.\d{1,3})?)$/

/** A day as brokers write expiries: `2026-01-30`, `20260130`, `1/30/26`, `30JAN26`, `30 Jan 2026`, `Jan 30 '26`; null for anything else. */
export function expiryOf(text: string): string | null {
  const upper = text.trim().toUpperCase()
  const iso = ISO_DAY.exec(upper)
  if (iso !== null) return dayOf(`${iso[1]}`.slice(2), iso[2], iso[3])
  const numbered = NUMBERED_DAY.exec(upper)
  if (numbered !== null) return dayOf(numbered[3], numbered[1], numbered[2])
  const named = NAMED_DAY.exec(upper)
  if (named !== null) return dayOf(named[3], monthOf(named[2]), named[1])
  const first = MONTH_FIRST.exec(upper)
  return first === null ? null : dayOf(first[3], monthOf(first[1]), first[2])
}

/** An option by any of the texts that brokers write: the OCC's, `.SPY260130C690`, `SPY 30JAN26 690 C`, `SPY 1/30/2026 Call $690.00`. */
export function optionOf(given: string): OptionName | null {
  const text = given.trim().toUpperCase().replace(/\s+/g, ' ')
  if (text.length > 80) return null
  const compact = COMPACT_OPTION.exec(text)
  if (compact !== null) {
    const [, root = '', year, month, day, right, strike = ''] = compact
    const padded = strike.length === 8 ? `${strike.slice(0, 5)}.${strike.slice(5)}` : strike
    return optionFrom({ root, expiresOn: dayOf(year, month, day), right: right ?? '', strike: padded })
  }
  const dense = QUESTRADE_OPTION.exec(text)
  if (dense !== null) {
    const [, root = '', day, month, year, right, strike = ''] = dense
    return optionFrom({ root, expiresOn: dayOf(year, monthOf(month), day), right: right ?? '', strike })
  }
  return spokenOption(text.split(' '))
}

/** An option of its parts; null unless all of them make sense. */
export function optionFrom(parts: {
  readonly root: string
  readonly expiresOn: string | null
  readonly right: string
  readonly strike: string
}): OptionName | null {
  const { expiresOn } = parts
  const root = parts.root
    .trim()
    .toUpperCase()
    .replace(/[^A-Z0-9]/g, '')
  const right = /^(?:C|CALL)$/i.test(parts.right.trim())
    ? 'call'
    : /^(?:P|PUT)$/i.test(parts.right.trim())
      ? 'put'
      : null
  const [, strikeText] = STRIKE.exec(parts.strike.trim().replaceAll(',', '')) ?? []
  if (root === '' || root.length > 6 || right === null || expiresOn === null || strikeText === undefined) return null
  const option = { root, expiresOn, right, strike: trimmed(decimal(strikeText)) } as const
  const symbol = formatOcc(option)
  return symbol === null ? null : { symbol, ...option }
}

/** Root first or after the right (`CALL SPY 01/30/26 690`), the rest in any order. */
function spokenOption(given: readonly string[]): OptionName | null {
  // thinkorswim names the shares of a contract and what kind of expiry it is: `SPY 100 (Weeklys) 30 JAN 26 690 CALL`.
  const plain = given.filter((word) => !word.startsWith('('))
  const words = plain.length > 6 && plain[1] === '100' ? plain.toSpliced(1, 1) : plain
  if (words.length < 4 || words.length > 9) return null
  const rightAt = words.findIndex((word) => /^(?:C|P|CALL|PUT)$/.test(word))
  const others = words.filter((_, at) => at !== rightAt)
  const [root = '', ...rest] = others
  if (rightAt < 0) return null
  for (let at = 0; at < rest.length; at += 1)
    for (let length = 1; length <= 3 && at + length <= rest.length; length += 1) {
      const expiresOn = expiryOf(rest.slice(at, at + length).join(' '))
      const strikes = [...rest.slice(0, at), ...rest.slice(at + length)].filter((word) => STRIKE.test(word))
      if (expiresOn !== null && strikes.length === 1)
        return optionFrom({ root, expiresOn, right: words[rightAt] ?? '', strike: strikes[0] ?? '' })
    }
  return null
}

/**
 * A future as `MESH26`: `/MESH26:XCME`, `MES MAR26`, `MES 03-26`, `CON.F.US.MES.H26`. One digit of the year stays one, `MESH6`, until it is known
 * when it was traded; a root alone names no month.
 */
export function futureOf(given: string): { readonly symbol: string; readonly root: string } | null {
  const text = given.trim().toUpperCase()
  const bare = text.replace(/^CON\.F\.[A-Z]+\.([A-Z0-9]+)\.([A-Z]\d{1,2})$/, '$1$2').replace(/^[A-Z_]+:/, '')
  const name = bare
    .replace(/^[/@]/, '')
    .replace(/[:@].*$/, '')
    .trim()
  const coded = /^([A-Z0-9]{1,6}?)([FGHJKMNQUVXZ])(\d{1,4})$/.exec(name)
  if (coded !== null) return monthly(coded[1] ?? '', coded[2] ?? '', coded[3] ?? '')
  const spoken = /^([A-Z0-9]{1,6}) ?([A-Z]{3}) ?(\d{2,4})$/.exec(name)
  if (spoken !== null && MONTHS.includes(spoken[2] ?? ''))
    return monthly(spoken[1] ?? '', MONTH_CODES.charAt(MONTHS.indexOf(spoken[2] ?? '')), spoken[3] ?? '')
  const numbered = /^([A-Z0-9]{1,6}) (0[1-9]|1[0-2])-(\d{2})$/.exec(name)
  if (numbered !== null)
    return monthly(numbered[1] ?? '', MONTH_CODES.charAt(Number(numbered[2]) - 1), numbered[3] ?? '')
  const root = name.replace(/\d+!$/, '')
  return /^(?=.*[A-Z])[A-Z0-9]{1,6}$/.test(root) ? { symbol: root, root } : null
}

/** `EUR.USD`, `eur/usd` or `EURUSD` as EURUSD, which is priced in USD. */
export function forexOf(
  given: string,
): { readonly symbol: string; readonly base: string; readonly quote: string } | null {
  const letters = given
    .trim()
    .toUpperCase()
    .replace(/^[A-Z_]+:/, '')
    .replace(/[./_ -]/g, '')
  return /^[A-Z]{6}$/.test(letters) ? { symbol: letters, base: letters.slice(0, 3), quote: letters.slice(3) } : null
}

/** `BTC-USD`, `BTC/USDT`, `BTCUSDT` or Kraken's `XXBTZUSD`; null when it is not told where the coin ends. */
export function cryptoOf(
  given: string,
): { readonly symbol: string; readonly base: string; readonly quote: string } | null {
  const text = given
    .trim()
    .toUpperCase()
    .replace(/^[A-Z_]+:/, '')
  const kraken = /^X([A-Z]{3})Z([A-Z]{3})$/.exec(text)
  const parted = /^([A-Z0-9]{1,10})[/_ -]([A-Z0-9]{2,10})$/.exec(text)
  const found = kraken ?? parted
  if (found !== null) return cryptoPair(found[1] ?? '', found[2] ?? '')
  const quote = QUOTES.find((coin) => text.endsWith(coin) && text.length > coin.length)
  if (quote === undefined || !/^[A-Z0-9]{4,20}$/.test(text)) return null
  return cryptoPair(text.slice(0, -quote.length), quote)
}

function cryptoPair(first: string, second: string): { symbol: string; base: string; quote: string } {
  const [base, quote] = [first, second].map((coin) => (coin === 'XBT' ? 'BTC' : coin === 'XDG' ? 'DOGE' : coin))
  return { symbol: `${base}${quote}`, base: base ?? '', quote: quote ?? '' }
}

function monthly(root: string, code: string, year: string): { symbol: string; root: string } {
  return { symbol: `${root}${code}${year.slice(-2)}`, root }
}

function monthOf(name: string | undefined): string {
  return String(MONTHS.indexOf(name ?? '') + 1)
}

function dayOf(year: string | undefined, month: string | undefined, day: string | undefined): string | null {
  const date = `20${year}-${month?.padStart(2, '0')}-${day?.padStart(2, '0')}`
  return isDate(date) ? date : null
}
