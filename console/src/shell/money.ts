/** Money as the server writes it: whole minor units as text, for a number of the browser is not exact. */
export interface MoneyText {
  readonly minor: string
  readonly currency: string
}

/** The currencies that the server takes. */
export const currencies: readonly string[] = [
  ...['AUD', 'BHD', 'BRL', 'CAD', 'CHF', 'CLP', 'CNY', 'CZK', 'DKK', 'EUR', 'GBP', 'HKD', 'HUF', 'IDR', 'ILS', 'INR'],
  ...['ISK', 'JOD', 'JPY', 'KES', 'KRW', 'KWD', 'MXN', 'MYR', 'NGN', 'NOK', 'NZD', 'OMR', 'PHP', 'PLN', 'RON', 'SAR'],
  ...['SEK', 'SGD', 'THB', 'TND', 'TRY', 'TWD', 'TZS', 'UGX', 'USD', 'VND', 'ZAR'],
]

/** Where browsers count the decimals people use (Unicode CLDR) and the server those of ISO 4217. */
const digits = new Map<string, number>([
  ['HUF', 2],
  ['IDR', 2],
])

/** How many decimals the currency has: 2 for EUR, 0 for JPY, 3 for KWD. */
export function exponentOf(currency: string): number {
  const known = digits.get(currency)
  if (known !== undefined) return known
  const { maximumFractionDigits = 2 } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions()
  digits.set(currency, maximumFractionDigits)
  return maximumFractionDigits
}

/** 19.99 for 1999 minor units of EUR, without grouping: what a field holds. */
export function decimalOf({ minor, currency }: MoneyText): string {
  const exponent = exponentOf(currency)
  const sign = minor.startsWith('-') ? '-' : ''
  const whole = BigInt(minor.replace('-', ''))
    .toString()
    .padStart(exponent + 1, '0')
  return exponent === 0 ? `${sign}${whole}` : `${sign}${whole.slice(0, -exponent)}.${whole.slice(-exponent)}`
}

/** Minor units of what was typed, a comma or a point before the decimals; undefined when it is no amount of the currency. */
export function minorOf(typed: string, currency: string): string | undefined {
  const exponent = exponentOf(currency)
  const [, sign, whole, fraction = ''] = /^(-?)(\d{1,15})(?:[.,](\d+))?$/.exec(typed.trim()) ?? []
  if (whole === undefined || fraction.length > exponent) return undefined
  const minor = BigInt(`${whole}${fraction.padEnd(exponent, '0')}`)
  return `${sign === '-' && minor > 0n ? '-' : ''}${minor}`
}

/** In the words of the browser's language: €19.99. Every digit is kept: the formatter is handed text. */
export function moneyInWords(money: MoneyText, language?: string): string {
  const exponent = exponentOf(money.currency)
  const format = new Intl.NumberFormat(language, {
    style: 'currency',
    currency: money.currency,
    minimumFractionDigits: exponent,
    maximumFractionDigits: exponent,
  })
  return format.format(decimalOf(money) as Intl.StringNumericLiteral)
}
