import { signOf } from '../../../../kernel/decimal.ts'
import type { AssetClass } from '../../ledger/tables.ts'
import type { NamedInstrument } from '../canonical.ts'
import { type FillRule, symbolAssetClasses } from './profile.ts'
import { RowFault } from './refusal.ts'
import { type Cells, cellOf, numberCell, type Scope } from './scope.ts'
import { cryptoOf, expiryOf, forexOf, futureOf, type OptionName, optionFrom, optionOf } from './symbols.ts'
import { asTold } from './told-instruments.ts'

/** An instrument, and of a pair the coin or currency that is traded in it. */
export interface NamedPair {
  readonly instrument: NamedInstrument
  readonly base: string | null
  /** What prices of the file are in: hundredths of a currency are told in the currency. */
  readonly isPence: boolean
}

const SYMBOL_MAX = 64
const NAMES_KEPT_MAX = 1000
/** What no symbol holds and a page or a spreadsheet could take for more than text. */
const NOT_IN_SYMBOL = /[<>{}"`\\\p{Cc}\p{Cf}\ufffd]/u
const CURRENCY = /^[A-Z0-9]{2,10}$/
const PENCE: ReadonlySet<string> = new Set(['GBX', 'GBp', 'GBPX'])
const MONEY_SIGNS: Readonly<Record<string, string>> = { '\u00a3': 'GBP', '\u20ac': 'EUR', $: 'USD' }

type Named = Pick<NamedInstrument, 'symbol' | 'root' | 'expiresOn' | 'strike' | 'right'> & {
  readonly assetClass: AssetClass
  readonly quote: string | null
  readonly base: string | null
}

/** Compiles what a fill is of: the symbol by its grammar, what other columns say of it, and the broker's own multiplier. */
export function instrumentReader(rule: FillRule, scope: Scope): (cells: Cells) => NamedPair {
  const symbol = cellOf(rule.symbol, scope)
  const assetClass = cellOf(rule.assetClass, scope)
  const currency = currencyReader(rule, scope)
  const multiplier = numberCell(rule.multiplier, scope)
  const [root, exchange] = [cellOf(rule.root, scope), cellOf(rule.exchange, scope)]
  const option = optionReader(rule, scope)
  const nameOf = namer(rule.grammar ?? 'auto', symbol.column)
  return (cells) => {
    const text = symbol.of(cells)
    if (text === '') throw new RowFault('symbol-missing', symbol.column)
    if (NOT_IN_SYMBOL.test(text)) throw new RowFault('symbol-not-understood', symbol.column)
    const told = assetClass.of(cells)
    if (told !== '' && !symbolAssetClasses.has(told)) throw new RowFault('asset-class-unknown', assetClass.column)
    const named = nameOf(text, told as AssetClass | '', option(cells))
    if (named.symbol.length > SYMBOL_MAX) throw new RowFault('symbol-too-long', symbol.column)
    const factor = multiplier(cells)
    if (factor !== null && signOf(factor) <= 0) throw new RowFault('multiplier-not-positive', null)
    const priced = currency(cells)
    const { base, quote, ...rest } = named
    return {
      base,
      isPence: priced.isPence,
      instrument: asTold(
        {
          ...rest,
          currency: priced.code ?? quote,
          multiplier: factor,
          root: textOrNull(root.of(cells).toUpperCase(), 32) ?? named.root,
          exchange: textOrNull(exchange.of(cells), 32),
        },
        scope.told,
      ),
    }
  }
}

/** Names by symbols; a file has few of them and many rows. */
function namer(
  grammar: NonNullable<FillRule['grammar']>,
  column: string | null,
): (text: string, told: AssetClass | '', parts: OptionParts | null) => Named {
  const known = new Map<string, Named>()
  return (text, told, parts) => {
    const key = `${told} ${text}`
    const found = parts === null ? known.get(key) : undefined
    if (found !== undefined) return found
    const named = namedBy(text.replace(/\s+/g, ' '), { grammar, told, parts }, column)
    if (known.size >= NAMES_KEPT_MAX) known.clear()
    if (parts === null) known.set(key, named)
    return named
  }
}

function namedBy(
  text: string,
  {
    grammar,
    told,
    parts,
  }: { grammar: NonNullable<FillRule['grammar']>; told: AssetClass | ''; parts: OptionParts | null },
  column: string | null,
): Named {
  const kind = grammar !== 'auto' ? grammar : told === '' && text.startsWith('/') ? 'future' : told
  if (kind === 'option' || (grammar === 'auto' && kind === '')) {
    const option = parts === null ? optionOf(text) : optionFrom({ ...parts, root: parts.root ?? text })
    if (option !== null) return ofOption(option)
    if (kind === 'option' || parts !== null) throw new RowFault('option-not-understood', column)
  }
  const plain = {
    symbol: text.toUpperCase(),
    root: null,
    expiresOn: null,
    strike: null,
    right: null,
    base: null,
    quote: null,
  }
  if (kind === 'future') {
    const future = futureOf(text)
    return { ...plain, ...(future ?? {}), assetClass: told === '' ? 'future' : told }
  }
  if (kind === 'forex') return { ...plain, ...(forexOf(text) ?? {}), assetClass: told === '' ? 'forex' : told }
  if (kind === 'crypto') {
    const pair = cryptoOf(text)
    if (pair === null && grammar === 'crypto') throw new RowFault('pair-not-understood', column)
    return { ...plain, ...(pair ?? {}), assetClass: told === '' ? 'crypto' : told }
  }
  return { ...plain, assetClass: told === '' ? 'stock' : told }
}

function ofOption({ symbol, root, expiresOn, strike, right }: OptionName): Named {
  return { symbol, root, expiresOn, strike, right, assetClass: 'option', base: null, quote: null }
}

interface OptionParts {
  readonly root: string | null
  readonly expiresOn: string | null
  readonly right: string
  readonly strike: string
}

/** The columns that name an option apart from its symbol, when the row fills them. */
function optionReader(rule: FillRule, scope: Scope): (cells: Cells) => OptionParts | null {
  if (rule.strike === undefined || rule.right === undefined || rule.expiresOn === undefined) return () => null
  const [strike, right] = [cellOf(rule.strike, scope), cellOf(rule.right, scope)]
  const [expiresOn, root] = [cellOf(rule.expiresOn, scope), cellOf(rule.root, scope)]
  return (cells) => {
    const told = right.of(cells)
    if (!/^(?:c|p|call|put)$/i.test(told)) return null
    const under = root.of(cells)
    const price = strike
      .of(cells)
      .replace(/\.(\d*?)0+$/, '.$1')
      .replace(/\.$/, '')
    return { root: under === '' ? null : under, expiresOn: expiryOf(expiresOn.of(cells)), right: told, strike: price }
  }
}

function currencyReader(rule: FillRule, scope: Scope): (cells: Cells) => { code: string | null; isPence: boolean } {
  const currency = cellOf(rule.currency, scope)
  return (cells) => {
    const text = currency.of(cells)
    if (text === '' || text === '-') return { code: null, isPence: false }
    if (PENCE.has(text)) return { code: 'GBP', isPence: true }
    const code = MONEY_SIGNS[text.charAt(0)] ?? text.toUpperCase()
    if (!CURRENCY.test(code)) throw new RowFault('currency-not-understood', currency.column)
    return { code, isPence: false }
  }
}

function textOrNull(text: string, lengthMax: number): string | null {
  return text === '' || text === '-' ? null : text.slice(0, lengthMax)
}

/** A currency or coin by its code, null when the cell is empty. */
export function currencyCode(text: string, column: string | null): string | null {
  const code = text.toUpperCase()
  if (code === '') return null
  if (!CURRENCY.test(code)) throw new RowFault('currency-not-understood', column)
  return code
}

/** What a fee is shown in beside the number: `0.0006BNB` without the coin. */
export function withoutCoin(text: string, coin: string | null): string {
  return coin !== null && coin !== '' && text.toUpperCase().endsWith(coin) ? text.slice(0, -coin.length).trim() : text
}
