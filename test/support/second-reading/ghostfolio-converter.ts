import { ofSchwab } from './gains-calculator.ts'
import { ofDegiro, ofXtb } from './ghostfolio-texts.ts'
import {
  below,
  dayFirst,
  instant,
  line,
  magnitude,
  plain,
  product,
  quotient,
  type Row,
  rowsOfText,
  shown,
} from './plain-text.ts'

/** What the samples of dickwolff/Export-To-Ghostfolio hold, by a reading of their raw text that is not the product's. */
export const ghostfolioFiles: Readonly<Record<string, (text: string) => string[]>> = {
  'avanza-export.csv': (text) => below(text, ';').map(ofAvanza),
  'bux-export.csv': (text) => below(text).map(ofBux),
  'cointracking-export.csv': (text) => below(text).map(ofCoinTracking),
  'degiro-export.csv': (text) => below(text).map(ofDegiro),
  'directa-export.csv': ofDirecta,
  'etoro-export.csv': (text) => below(text).map(ofEtoro),
  'finpension-bvg-export.csv': (text) => below(text, ';').map(ofFinpension),
  'ibkr-dividends-export.csv': (text) => below(text).map(ofFlexDividends),
  'investengine-export.csv': (text) => below(text).map(ofInvestEngine),
  'parqet-export.csv': (text) => below(text, ';').map(ofParqet),
  'relai-export.csv': (text) => below(text).map(ofRelai),
  'revolut-invest-export.csv': (text) => below(text).map(ofRevolut),
  'schwab-export.csv': (text) => below(text).map(ofSchwab),
  'traderepublic-export.csv': (text) => below(text, ';').map(ofTradeRepublic),
  'xtb-export.csv': (text) => below(text, ';').map(ofXtb),
}

function ofAvanza({ row, of }: Row): string {
  const type = of('Typ av transaktion')
  const about = of('Värdepapper/beskrivning')
  const at = instant(of('Datum'), '', 'Europe/Stockholm')
  if (type === 'Köp' || type === 'Sälj') {
    const own = of('Instrumentvaluta')
    const fee = plain(of('Courtage (SEK)'), ',')
    const fees = own === 'SEK' ? `fees ${fee} (commission ${fee})` : `fees 0 (${fee} SEK unconverted)`
    return line(
      row,
      ...[type === 'Köp' ? 'buy' : 'sell', magnitude(of('Antal'), ','), of('ISIN'), 'stock', own],
      ...[`@${plain(of('Kurs'), ',')}`, at, fee === '0' ? '' : fees],
      of('Resultat') === '' ? '' : `reported ${plain(of('Resultat'), ',')}`,
    )
  }
  if (of('Belopp') === '') return `${row} | skipped shares-exchanged`
  const kinds: Record<string, string> = {
    Uttag: 'withdrawal',
    Insättning: 'deposit',
    Utdelning: 'dividend',
    Ränta: 'interest',
    'Utländsk källskatt': 'tax',
    Övrigt: about === 'Avkastningsskatt' ? 'tax' : 'fee',
  }
  return line(row, kinds[type] ?? '?', plain(of('Belopp'), ','), 'SEK', at, of('ISIN'))
}

function ofBux({ row, of }: Row): string {
  const type = of('Transaction Type')
  const category = of('Transaction Category')
  const [day = '', time = ''] = of('Transaction Time (CET)').split(' ')
  const at = instant(day, time.slice(0, 12), 'Europe/Amsterdam')
  const asset = of('Asset Id')
  if (category === 'trades')
    return line(
      row,
      ...[type === 'Buy Trade' ? 'buy' : 'sell', plain(of('Asset Quantity')), asset, 'stock', of('Asset Currency')],
      ...[`@${plain(of('Asset Price'))}`, at],
    )
  if (category === 'corporate_actions') {
    const held = of('Transfer Type') === 'ASSET_REDEEM' ? 'before' : 'after'
    const split = ['split untold', asset, of('Asset Currency'), held, plain(of('Asset Quantity'))]
    return line(row, ...split, `@${plain(of('Asset Price'))}`, at)
  }
  if (of('Transaction Amount') === '') return `${row} | error amount-missing (Transaction Amount)`
  const kinds: Record<string, string> = { fees: 'fee', dividends: 'dividend', interest: 'interest' }
  const money = plain(of('Transaction Amount'))
  return line(
    row,
    ...[kinds[category] ?? (money.startsWith('-') ? 'withdrawal' : 'deposit'), money, of('Transaction Currency'), at],
    asset,
  )
}

function ofCoinTracking({ row, cells }: Row): string {
  const [type = '', bought = '', into = '', sold = '', outOf = '', fee = '', , , , , written = ''] = cells
  if (type === 'Staking') return `${row} | skipped coins-received`
  if (type !== 'Trade') return `${row} | skipped coins-transferred`
  const [date = '', time = ''] = written.split(' ')
  const isPurchase = outOf === 'EUR'
  const [quantity, money] = (isPurchase ? [bought, sold] : [sold, bought]).map((text) => plain(text))
  return line(
    row,
    ...[isPurchase ? 'buy' : 'sell', quantity ?? '', isPurchase ? into : outOf, 'crypto EUR'],
    ...[`@${quotient(money ?? '', quantity ?? '')}`, instant(date, time, 'Europe/Berlin')],
    `fees ${plain(fee)} (fee ${plain(fee)})`,
  )
}

function ofDirecta(text: string): string[] {
  const rows = rowsOfText(text, ',')
  const header = rows.findIndex(([first]) => first === 'Data operazione')
  return rows.flatMap((cells, index) => {
    const [day = '', , type = '', ticker = '', , , , quantity = '', amount = ''] = cells
    const row = index + 1
    if (index === header) return []
    if (cells.every((cell) => cell === '')) return [`${row} | skipped blank-row`]
    if (index < header) return [`${row} | skipped preamble`]
    if (type === '') return [`${row} | skipped blank-movement`]
    const at = instant(dayFirst(day), '', 'Europe/Rome')
    if (type === 'Acquisto' || type === 'Vendita') {
      const price = quotient(magnitude(amount), plain(quantity))
      const side = type === 'Acquisto' ? 'buy' : 'sell'
      return [line(row, side, plain(quantity), ticker, 'stock EUR', `@${price}`, at)]
    }
    if (type === 'Pippo') return [`${row} | error row-not-understood`]
    const kind = /^Rit/.test(type) ? 'tax' : /bonifico/.test(type) ? 'deposit' : 'dividend'
    return [line(row, kind, plain(amount), 'EUR', at, ticker)]
  })
}

/** Some rows of this file are written with decimal commas, as a spreadsheet of that country leaves them. */
function ofEtoro({ row, of }: Row): string {
  const type = of('Type')
  const money = (name: string): string => plain(of(name), /,\d\d\)?$/.test(of(name)) ? ',' : '.')
  const [date = '', time = ''] = of('Date').split(' ')
  const at = instant(dayFirst(date), time, 'UTC')
  const symbol = of('Details').includes('/') ? (of('Details').split('/')[0] ?? '') : ''
  if (/osition/.test(type)) {
    if (of('Asset type') === 'CFD') return `${row} | error direction-not-in-file (Asset type)`
    const units = plain(of('Units'))
    const isOpening = type === 'Open Position'
    return line(
      row,
      ...[isOpening ? 'buy' : 'sell', units, symbol, 'stock USD', `@${quotient(money('Amount'), units)}`, at],
      ...[isOpening ? 'open' : 'close', `reported ${money('Realized Equity Change')}`],
      `id ${of('Position ID')} ${type}`,
    )
  }
  if (money('Realized Equity Change') === '0') return `${row} | skipped no-money-moved`
  const kinds: Record<string, string> = {
    'Interest Payment': 'interest',
    Dividend: 'dividend',
    'Withdraw Request': 'withdrawal',
    SDRT: 'tax',
    'Overnight fee': 'fee',
    'Overnight refund': 'fee',
  }
  return line(row, kinds[type] ?? '?', money('Realized Equity Change'), 'USD', at, symbol)
}

function ofFinpension({ row, of }: Row): string {
  const at = instant(of('Date'), '', 'Europe/Zurich')
  const money = plain(of('Cash Flow'))
  const category = of('Category')
  if (category === 'Portfolio Transaction')
    return line(
      row,
      ...[money.startsWith('-') ? 'buy' : 'sell', plain(of('Number of Shares')), of('ISIN'), 'etf CHF'],
      ...[`@${plain(of('Asset Price in CHF'))}`, at],
    )
  const kinds: Record<string, string> = {
    'Flat-rate administration fee': 'fee',
    Interests: 'interest',
    'Dividend and Interest Distributions': 'dividend',
    'Transfer vested benefits': 'deposit',
  }
  return line(row, kinds[category] ?? '?', money, 'CHF', at, of('ISIN'))
}

function ofFlexDividends({ row, of }: Row): string {
  const day = of('SettleDate').replace(/(....)(..)(..)/, '$1-$2-$3')
  const kind = of('Type') === 'Withholding Tax' ? 'tax' : 'dividend'
  return line(row, kind, plain(of('Amount')), of('CurrencyPrimary'), instant(day, '', 'America/New_York'), of('ISIN'))
}

function ofInvestEngine({ row, of }: Row): string {
  const [date = '', time = ''] = of('Trade Date/Time').split(' ')
  return line(
    row,
    ...[of('Transaction Type').toLowerCase(), plain(of('Quantity')), of('Security / ISIN').split(' ISIN ')[1] ?? ''],
    ...['etf GBP', `@${plain(of('Share Price'))}`, instant(dayFirst(date), time, 'Europe/London')],
  )
}

/** Amounts are before taxes and fees. */
function ofParqet({ row, of }: Row): string {
  const at = shown(of('datetime'))
  const number = (name: string): string => plain(of(name), ',')
  if (of('type') === 'Dividend') {
    const dividend = line(row, 'dividend', number('amount'), 'EUR', at, of('identifier'))
    const tax = number('tax')
    return tax === '0' ? dividend : `${dividend} | tax -${tax} EUR ${at} ${of('identifier')}`
  }
  const parts = ['fee', 'tax'].filter((name) => number(name) !== '0')
  const hundredths = (text: string): number => Math.round(Number(text) * 100)
  const total = parts.reduce((sum, name) => sum + hundredths(number(name)), 0)
  return line(
    row,
    ...[of('type').toLowerCase(), number('shares'), of('identifier'), 'stock EUR', `@${number('price')}`, at],
    parts.length === 0 ? '' : `fees ${total / 100} (${parts.map((name) => `${name} ${number(name)}`).join(', ')})`,
    of('type') === 'Sell' && of('realizedgains') !== '' ? `reported ${number('realizedgains')}` : '',
  )
}

function ofRelai({ row, of }: Row): string {
  const fee = plain(of('Fee'))
  return line(
    row,
    ...[
      of('Transaction Type').toLowerCase(),
      plain(of('BTC Amount')),
      of('Currency Pair').replace('/', ''),
      'crypto CHF',
    ],
    ...[`@${plain(of('BTC Price'))}`, shown(of('Date')), fee === '0' ? '' : `fees ${fee} (fee ${fee})`],
    `id ${of('Operation ID')}`,
  )
}

function ofRevolut({ row, of }: Row): string {
  const type = of('Type')
  const at = shown(of('Date'))
  if (/^(?:BUY|SELL)/.test(type)) {
    const quantity = plain(of('Quantity').replace(',', '.'))
    const side = type.startsWith('BUY') ? 'buy' : 'sell'
    return line(row, side, quantity, of('Ticker'), 'stock', of('Currency'), `@${plain(of('Price per share'))}`, at)
  }
  if (type === 'STOCK SPLIT') return line(row, 'split untold', of('Ticker'), of('Currency'), at)
  if (type.startsWith('TRANSFER')) return `${row} | skipped moved-between-entities`
  const kinds: Record<string, string> = {
    'CASH WITHDRAWAL': 'withdrawal',
    'CASH TOP-UP': 'deposit',
    DIVIDEND: 'dividend',
    'CUSTODY FEE': 'fee',
  }
  return line(row, kinds[type] ?? '?', plain(of('Total Amount')), of('Currency'), at, of('Ticker'))
}

/** Days are written with decimal commas, instants with points: the file is put together of two exports. */
function ofTradeRepublic({ row, cells }: Row): string {
  const [when = '', type = '', value = '', , isin = '', shares = '', costs = ''] = cells
  const [day = '', time = ''] = when.split('T')
  const number = (text: string): string => magnitude(text, time === '' ? ',' : '.')
  const at = instant(day, time, 'Europe/Berlin')
  const kinds: Record<string, string> = { Onttrekking: 'withdrawal', Storting: 'deposit', Dividend: 'dividend' }
  const kind = kinds[type]
  if (kind !== undefined) return line(row, kind, `${value.startsWith('-') ? '-' : ''}${number(value)}`, 'EUR', at, isin)
  const isPurchase = type === 'Aankoop' || type === 'Buy'
  const fee = costs === '' ? '' : number(costs)
  // Millionths, so that what was paid without the fee is exact.
  const paid = Math.round(Number(number(value)) * 1e6) + Math.round(Number(fee) * 1e6) * (isPurchase ? -1 : 1)
  return line(
    row,
    ...[isPurchase ? 'buy' : 'sell', number(shares), isin, 'stock EUR'],
    ...[`@${quotient(product(String(paid), '0.000001'), number(shares))}`, at],
    fee === '' ? '' : `fees ${fee} (commission ${fee})`,
  )
}
