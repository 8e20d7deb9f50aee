import { dayFirst, instant, line, magnitude, plain, quotient, type Row } from './plain-text.ts'

/** A number with a decimal comma, or, where a spreadsheet wrote it anew, with a point. */
function either(text: string): string {
  return plain(text.replaceAll(' ', ''), /,\d+$/.test(text) ? ',' : '.')
}

const TRADE = /^(Koop|Verkoop|Compra|Achat|Sell) ([\d.,]+) (?:.*)@ ?([\d.,]+) (EUR|USD|GBX)(?: \(\w+\))?$/
/** What a row of DEGIRO's is, told by its text in one of five languages. */
const DEGIRO_KINDS: readonly [kind: string, text: RegExp][] = [
  ['fee', /Corporate Action Kosten|kosten|Comissões|Frais|Connection Fee/],
  ['tax', /belasting|Impôts/],
  ['dividend', /^Dividend/],
  ['fx', /Valuta |divisa$|Divisa$|^FX /],
  ['interest', /^Variation Fonds/],
  ['deposit', /^iDEAL Deposit$|^Ingreso$|courtesy/],
  ['withdrawal', /^flatex terugstorting$/],
]
const DEGIRO_SWEEPS = /geldrekening bij flatex|Cash Sweep|^Reservation|Flatex Withdrawal|^Conversion/
const DEGIRO_ACTIONS = /^PRODUCTWIJZIGING|^STOCK DIVIDEND/

/** Money is told in the column behind its currency, of which neither has a name. */
export function ofDegiro({ row, cells }: Row): string {
  const [day = '', time = '', , , isin = '', text = '', , currency = '', amount = ''] = cells
  if (day === '') return `${row} | skipped continued-from-the-row-above`
  if (DEGIRO_SWEEPS.test(text)) return `${row} | skipped cash-sweep`
  if (DEGIRO_ACTIONS.test(text)) return `${row} | skipped corporate-action`
  const at = instant(dayFirst(day), time, 'Europe/Amsterdam')
  const [, verb = '', quantity = '', price = '', quoted = ''] = TRADE.exec(text) ?? []
  if (verb !== '') {
    const side = /^(?:Koop|Compra|Achat)$/.test(verb) ? 'buy' : 'sell'
    const pounds = quoted === 'GBX' ? quotient(either(price), '100') : either(price)
    return line(row, side, either(quantity), isin, 'stock', quoted.replace('GBX', 'GBP'), `@${pounds}`, at)
  }
  const kind = DEGIRO_KINDS.find(([, words]) => words.test(text))?.[0] ?? '?'
  return line(row, kind, either(amount), currency, at, isin)
}

const XTB_TRADE = /^(OPEN|CLOSE) BUY ([\d.]+)(?:\/[\d.]+)? @ ([\d.]+)$/

/** The account's money is right where the price is in another currency. */
export function ofXtb({ row, of }: Row): string {
  const [id, type, symbol] = [of('ID'), of('Type'), of('Symbol').toUpperCase()]
  const [date = '', time = ''] = of('Time').split(' ')
  if (!/^\d\d\./.test(date)) return `${row} | error date-not-understood (Time)`
  const at = instant(dayFirst(date), time, 'Europe/Warsaw')
  const [, way = '', shares = '', quoted = ''] = XTB_TRADE.exec(of('Comment')) ?? []
  const money = plain(of('Amount'))
  if (way !== '') {
    const quantity = plain(shares)
    const price = Number(quoted)
    const isOwn = Math.abs(price * Number(quantity) - Number(magnitude(of('Amount')))) < 0.0051
    const paid = isOwn ? plain(quoted) : quotient(magnitude(of('Amount')), quantity)
    const side = way === 'OPEN' ? 'buy' : 'sell'
    return line(row, side, quantity, symbol, 'stock', `@${paid}`, at, `id ${id} ${side}`)
  }
  if (type === 'Profit/Loss (FX/CFD)') return `${row} | error derivative-without-its-fills (Type)`
  if (money === '0') return `${row} | skipped no-money-moved`
  const kinds: Record<string, string> = {
    Dividend: 'dividend',
    'Spin off': 'dividend',
    'Withholding tax': 'tax',
    'Free funds interests tax': 'tax',
    'Free funds interests': 'interest',
  }
  return line(row, kinds[type] ?? (money.startsWith('-') ? 'withdrawal' : 'deposit'), money, at, symbol)
}
