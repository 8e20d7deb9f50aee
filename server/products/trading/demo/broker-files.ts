import { addDays, type LocalDate, localDate, localTime, weekdayOf } from '../../../kernel/zoned.ts'
import type { DemoTrade } from './demo-trade.ts'
import { FUTURES_ZONE } from './futures.ts'
import { EURO_FOR_DOLLAR, SHARES } from './shares.ts'

const ORDERS_HEAD =
  'orderId,Account,Order ID,B/S,Contract,Product,Product Description,avgPrice,filledQty,Fill Time,lastCommandId,Status,_priceFormat,_tickSize,Date,Filled Qty,Avg Fill Price,Type,Limit Price,Stop Price,Commission'

/** The trades as an export of orders of Tradovate. */
export function ordersFile(trades: readonly DemoTrade[]): string {
  const lines = [ORDERS_HEAD]
  for (const { symbol, root, name, fills } of trades)
    for (const { at, side, quantity, price, fee } of fills) {
      const id = 41_900_000_000 + lines.length * 17
      const [year = '', month = '', day = ''] = localDate(at, FUTURES_ZONE).split('-')
      const date = `${month}/${day}/${year}`
      const what = `${side === 1 ? ' Buy' : ' Sell'},${symbol},${root},${name},${price},${quantity}`
      const when = `${date} ${localTime(at, FUTURES_ZONE).slice(11, 19)}`
      const rest = `${date},${quantity},${price}, Market,,,${fee}`
      lines.push(`${id},DEMO2201,${id},${what},${when},${id}, Filled,-2,0.25,${rest}`)
    }
  return `${lines.join('\n')}\n`
}

const HISTORY_HEAD =
  'Action,Time,ISIN,Ticker,Name,Notes,ID,No. of shares,Price / share,Currency (Price / share),Exchange rate,Total,Currency (Total),Currency conversion fee,Currency (Currency conversion fee)'

/** The trades as a history of Trading 212, with what was paid in, and dividends. */
export function historyFile(trades: readonly DemoTrade[], from: LocalDate): string {
  const lines: { readonly at: string; readonly text: string }[] = []
  const paid = (date: LocalDate, amount: string) =>
    lines.push({ at: date, text: `Deposit,${date} 08:00:00,,,,Transfer,${date}-IN,,,,,${amount},EUR,,` })
  paid(from, '6000.00')
  paid(addDays(from, 61), '1500.00')
  for (const { symbol, name, fills } of trades) {
    const share = SHARES.find((one) => one.symbol === symbol)
    if (share === undefined) continue
    for (const [place, { at, side, quantity, price, fee }] of fills.entries()) {
      const time = at.toISOString().slice(0, 19).replace('T', ' ')
      const rate = share.currency === 'EUR' ? 1 : EURO_FOR_DOLLAR
      const total = (Number(quantity) * Number(price) * rate).toFixed(2)
      const id = `${symbol}-${time.slice(0, 10)}-${place}`
      const what = `Market ${side === 1 ? 'buy' : 'sell'},${time},${share.isin},${symbol},${name},,${id}`
      const worth = `${quantity},${price},${share.currency},${(1 / rate).toFixed(8)},${total},EUR`
      lines.push({ at: time, text: `${what},${worth},${fee === '0' ? ',' : `${fee},EUR`}` })
    }
  }
  for (const { isin, symbol, name, lot } of SHARES.slice(0, 3)) {
    const date = dividendDay(addDays(from, 40 + lot * 3))
    const amount = (lot * 1.35).toFixed(2)
    const about = `Dividend (Ordinary),${date} 07:30:00,${isin},${symbol},${name},,${symbol}-DIVIDEND`
    lines.push({ at: date, text: `${about},${lot},,EUR,1.00000000,${amount},EUR,,` })
  }
  const sorted = lines.toSorted((one, other) => (one.at < other.at ? -1 : 1))
  return `${[HISTORY_HEAD, ...sorted.map(({ text }) => text)].join('\n')}\n`
}

function dividendDay(date: LocalDate): LocalDate {
  return weekdayOf(date) > 5 ? addDays(date, 2) : date
}
