import { exponentOf } from '../shell/money.ts'

/** Decimals are text, as the server writes them: every digit is kept until it is shown, and the formatter is handed text too. */
const asNumber = (value: string) => value as Intl.StringNumericLiteral

interface Shown {
  /** A plus stands before what is more than zero. */
  readonly signed?: boolean | undefined
  readonly language?: string | undefined
}

const PLACES_MAX = 18
const AVERAGE_PLACES = 6
const known = new Set(Intl.supportedValuesOf('currency'))

function format(value: string, { signed = false, language }: Shown, options: Intl.NumberFormatOptions): string {
  const signDisplay = signed ? 'exceptZero' : 'negative'
  return new Intl.NumberFormat(language, { roundingMode: 'halfEven', signDisplay, ...options }).format(asNumber(value))
}

/** Money rounded half-even to the decimals of its currency; coins that are no currency of ISO 4217 keep all: 0.0012 BTC. */
export function amountInWords(value: string, currency: string, shown: Shown = {}): string {
  if (!known.has(currency)) return `${decimalInWords(value, shown)} ${currency}`
  const places = exponentOf(currency)
  return format(value, shown, {
    ...{ style: 'currency', currency, minimumFractionDigits: places, maximumFractionDigits: places },
  })
}

/** A price in its currency with all its digits: $0.0005, $200.50. */
export function priceInWords(value: string, currency: string, shown: Shown = {}): string {
  if (!known.has(currency)) return `${decimalInWords(value, shown)} ${currency}`
  const minimumFractionDigits = exponentOf(currency)
  return format(value, shown, {
    ...{ style: 'currency', currency, minimumFractionDigits, maximumFractionDigits: PLACES_MAX },
  })
}

/** A quantity, a multiplier: all its digits, grouped as the language does. */
export function decimalInWords(value: string, shown: Shown = {}): string {
  return format(value, shown, { maximumFractionDigits: PLACES_MAX })
}

/** An average, which has digits without end: no more than a price ever has. */
export function averageInWords(value: string, shown: Shown = {}): string {
  return format(value, shown, { maximumFractionDigits: AVERAGE_PLACES })
}

/** 12.3 % of a share of one, "0.1234"; of a statistic the number may be a double. */
export function percentInWords(
  share: string | number,
  { places = 1, ...shown }: Shown & { places?: number } = {},
): string {
  return format(String(share), shown, {
    style: 'percent',
    minimumFractionDigits: places,
    maximumFractionDigits: places,
  })
}

/** Multiples of what was risked: +1.50 R. */
export function riskInWords(multiple: string | number, language?: string): string {
  const places = { minimumFractionDigits: 2, maximumFractionDigits: 2 }
  return `${format(String(multiple), { signed: true, language }, places)} R`
}

/** 1 above zero, -1 below, 0 for "0", "-0.00". */
export function signOfDecimal(value: string): 1 | 0 | -1 {
  if (!/[1-9]/.test(value)) return 0
  return value.startsWith('-') ? -1 : 1
}

/** What was typed, a comma or a point before the decimals, as the server reads it; undefined when it is no decimal. */
export function typedDecimal(typed: string): string | undefined {
  const text = typed.trim().replace(',', '.')
  return /^-?\d{1,20}(\.\d{1,18})?$/.test(text) ? text : undefined
}
