import {
  below,
  dayFirst,
  instant,
  line,
  magnitude,
  monthFirst,
  plain,
  product,
  type Row,
  rowsOfText,
  shown,
} from './plain-text.ts'

/** What the files of KapJI/capital-gains-calculator hold, by a reading of their raw text that is not the product's. */
export const gainsCalculatorFiles: Readonly<Record<string, (text: string) => string[]>> = {
  'freetrade__transactions.csv': (text) => below(text).map(ofFreetrade),
  'interactive_brokers__test_basic.csv': ofTransactionHistory,
  'schwab__2023__transactions.csv': (text) => below(text).map(ofSchwab),
  'schwab__schwab_transactions.csv': (text) => below(text).map(ofSchwab),
  'schwab__equity_award__schwab_equity_award_v2.json': ofEquityAwards,
  'trading212__2024__transactions.csv': (text) => below(text).map(ofTrading212),
  'vanguard__cash_investment_report.csv': ofVanguard,
}

function ofFreetrade({ row, of }: Row): string {
  const at = shown(of('Timestamp'))
  const money = plain(of('Total Amount'))
  const kinds: Record<string, string> = { DIVIDEND: 'dividend', INTEREST_FROM_CASH: 'interest', TOP_UP: 'deposit' }
  const kind = kinds[of('Type')]
  if (kind !== undefined) return line(row, kind, money, 'GBP', at, of('Ticker'))
  const duty = plain(of('Stamp Duty'))
  const fill = line(
    row,
    ...[of('Buy / Sell').toLowerCase(), plain(of('Quantity')), of('Ticker'), 'stock', of('Instrument Currency')],
    ...[`@${plain(of('Price per Share'))}`, at, duty === '0' ? '' : `fees ${duty} (stampDuty ${duty})`],
    `id ${of('Order ID')}`,
  )
  // A share that was given is paid for by who gave it.
  return of('Type') === 'FREESHARE_ORDER' ? `${fill} | deposit ${money} GBP ${at} ${of('Ticker')}` : fill
}

function ofTransactionHistory(text: string): string[] {
  const kinds: Record<string, string> = {
    Dividend: 'dividend',
    'Payment in Lieu': 'dividend',
    'Foreign Tax Withholding': 'tax',
    'Credit Interest': 'interest',
    Deposit: 'deposit',
  }
  return rowsOfText(text, ',').flatMap((cells, at) => {
    const [
      section = '',
      label = '',
      day = '',
      ,
      ,
      type = '',
      symbol = '',
      quantity = '',
      price = '',
      ,
      commission = '',
    ] = cells
    const row = at + 1
    if (label === 'Header') return []
    // Cash at the end of the period that the file names before it.
    if (section === 'Summary' && cells[2] === 'Ending Cash') return [`${row} | skipped broker-statement`]
    if (section !== 'Transaction History') return [`${row} | skipped other-section`]
    if (type === 'Adjustment') return [`${row} | skipped valuation-only`]
    if (type === 'Forex Trade Component') return [`${row} | skipped currency-conversion`]
    const happened = instant(day, '', 'America/New_York')
    const kind = kinds[type]
    if (kind !== undefined) return [line(row, kind, plain(cells.at(-1) ?? ''), happened, symbol === '-' ? '' : symbol)]
    const fee = magnitude(commission)
    return [
      line(
        row,
        ...[type.toLowerCase(), magnitude(quantity), symbol, 'stock', `@${plain(price)}`, happened],
        `fees ${fee} (commission ${fee})`,
      ),
    ]
  })
}

const SCHWAB_KINDS: readonly [kind: string, actions: RegExp][] = [
  ['dividend', /Div|Cap Gain|Cash In Lieu/],
  ['interest', /Interest/],
  ['fee', /Fee$/],
  ['tax', /Tax/],
]
const SCHWAB_SHARES = /^(?:Stock Div Dist|Spin-off|Stock Merger|Name Change|Conversion)$/

/** Of both exports of Schwab: the columns are in another order. */
export function ofSchwab({ row, of }: Row): string {
  const action = of('Action')
  const [posted = '', acted = posted] = of('Date').split(' as of ')
  if (posted === 'Transactions Total') return `${row} | skipped summary-row`
  if (SCHWAB_SHARES.test(action)) return `${row} | skipped corporate-action`
  if (action === 'Journaled Shares') return `${row} | skipped shares-transferred`
  const at = instant(monthFirst(acted), '', 'America/New_York')
  if (/^(?:Stock|Reverse) Split$/.test(action)) return line(row, 'split untold', of('Symbol'), at)
  const money = plain(of('Amount'))
  if (/^(?:Buy|Sell|Reinvest Shares)$/.test(action)) {
    const fee = plain(of('Fees & Comm'))
    return line(
      row,
      ...[action === 'Sell' ? 'sell' : 'buy', plain(of('Quantity')), of('Symbol'), 'stock'],
      ...[`@${plain(of('Price'))}`, at, fee === '0' ? '' : `fees ${fee} (commission ${fee})`],
    )
  }
  const [kind = money.startsWith('-') ? 'withdrawal' : 'deposit'] =
    SCHWAB_KINDS.find(([, actions]) => actions.test(action)) ?? []
  return line(row, kind, money, at, of('Symbol'))
}

interface Award {
  readonly Date: string
  readonly Action: string
  readonly Symbol: string
  readonly Quantity: string | null
  readonly FeesAndCommissions: string | null
  readonly Amount: string | null
  readonly TransactionDetails: readonly { readonly Details: Readonly<Record<string, string | null>> }[]
}

/** Shares of an employer: those that vest come at what they are worth on that day, those that are sold at their own price. */
function ofEquityAwards(text: string): string[] {
  const kinds: Record<string, string> = { 'Tax Reversal': 'tax', 'Tax Withholding': 'tax', Dividend: 'dividend' }
  const { Transactions } = JSON.parse(text) as { Transactions: Award[] }
  return Transactions.map((award, index) => {
    const row = index + 1
    const { Action: action, Symbol: symbol, Quantity: quantity, Amount: amount } = award
    const at = instant(monthFirst(award.Date), '', 'America/New_York')
    const [first] = award.TransactionDetails
    const detail = (name: string): string => first?.Details[name] ?? ''
    if (action === 'Deposit') {
      const [shares, worth] = [plain(quantity ?? ''), plain(detail('VestFairMarketValue'))]
      const vested = instant(monthFirst(detail('VestDate')), '', 'America/New_York')
      const fill = line(row, 'buy', shares, symbol, 'stock USD', `@${worth}`, vested, 'open')
      return `${fill} | deposit ${product(shares, worth)} USD ${vested} ${symbol}`
    }
    if (action === 'Sale') {
      const fee = plain(award.FeesAndCommissions ?? '')
      return line(
        row,
        ...['sell', plain(quantity ?? ''), symbol, 'stock USD', `@${plain(detail('SalePrice'))}`, at],
        `close fees ${fee} (commission ${fee})`,
      )
    }
    const money = plain(amount ?? '')
    return line(row, kinds[action] ?? (money.startsWith('-') ? 'withdrawal' : 'deposit'), money, 'USD', at, symbol)
  })
}

function ofTrading212({ row, of }: Row): string {
  const at = shown(`${of('Time').replace(' ', 'T')}Z`)
  const action = of('Action')
  if (/buy|sell/.test(action))
    return line(
      row,
      ...[/buy/.test(action) ? 'buy' : 'sell', plain(of('No. of shares')), of('Ticker'), 'stock'],
      ...[of('Currency (Price / share)'), `@${plain(of('Price / share'))}`, at, 'fees 0'],
      `(${plain(of('Currency conversion fee'))} ${of('Currency (Currency conversion fee)')} unconverted)`,
      `id ${of('ID')}`,
    )
  const kind = /Interest|Result adjustment/.test(action) ? 'interest' : (action.split(' ')[0] ?? '').toLowerCase()
  return line(row, kind, plain(of('Total')), of('Currency (Total)'), at, of('Ticker'))
}

function ofVanguard(text: string): string[] {
  let isBelowInvestments = false
  let headers = 0
  return rowsOfText(text, ',').flatMap((cells, index) => {
    const [first = '', second = '', third = '', quantity = '', price = ''] = cells
    const row = index + 1
    if (cells.every((cell) => cell === '')) return [`${row} | skipped blank-row`]
    if (first === 'Date') {
      headers += 1
      return []
    }
    if (first === 'Investment Transactions') isBelowInvestments = true
    if (headers === 0) return [`${row} | skipped preamble`]
    if (cells.slice(1).every((cell) => cell === '')) return [`${row} | skipped other-section`]
    if (/^(?:Balance|Cost)$/.test(first)) return [`${row} | skipped summary-row`]
    const at = instant(dayFirst(first), '', 'Europe/London')
    if (isBelowInvestments) {
      const symbol = /\(([^ ()]+)\)$/.exec(second)?.[1] ?? second.toUpperCase()
      const side = third.startsWith('Bought') ? 'buy' : 'sell'
      return [line(row, side, plain(quantity), symbol, 'stock GBP', `@${plain(price)}`, at)]
    }
    if (/^(?:Bought|Sold)/.test(second)) return [`${row} | skipped counted-in-investment-transactions`]
    const about = /DIV: (\S+)/.exec(second)?.[1]
    const money = plain(third)
    const bySign = money.startsWith('-') ? 'withdrawal' : 'deposit'
    const kind =
      about !== undefined ? 'dividend' : /Interest/.test(second) ? 'interest' : /Fee/.test(second) ? 'fee' : bySign
    return [line(row, kind, money, 'GBP', at, about ?? '')]
  })
}
