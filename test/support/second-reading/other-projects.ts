import { below, instant, line, magnitude, plain, type Row } from './plain-text.ts'

/** What the files of TradeSense and TradeTally hold, by a reading of their raw text that is not the product's. */
export const otherFiles: Readonly<Record<string, (text: string) => string[]>> = {
  'tradesense/TradeSense_Demo_With_Streaks_Dated.csv': (text) => below(text).map(ofTradeSense),
  // Not one of their rows is a trade.
  'tradesense/malicious_overflow.csv': () => [
    '2 | error number-out-of-range (quantity)',
    '3 | error quantity-negative (quantity)',
    '4 | error number-not-understood (quantity)',
    '5 | error number-not-understood (quantity)',
  ],
  'tradesense/malicious_xss.csv': () => [
    '2 | error symbol-not-understood (symbol)',
    '3 | error side-unknown (side)',
    '4 | error side-unknown (side)',
  ],
  'tradetally/ibkr-flex-report.xml': ofFlex,
}

function ofTradeSense({ row, of }: Row): string {
  const at = (name: string): string => instant(...(of(name).split('T') as [string, string]), 'Europe/Berlin')
  const sides = of('direction') === 'long' ? ['buy', 'sell'] : ['sell', 'buy']
  const traded = `${plain(of('qty'))} ${of('symbol')} future`
  const entry = line(row, sides[0] ?? '', traded, `@${plain(of('entry_price'))}`, at('entry_time'))
  const exit = `${sides[1]} ${traded} @${plain(of('exit_price'))} ${at('exit_time')} reported ${plain(of('pnl'))}`
  return `${entry} | ${exit}`
}

/** Elements in the order of the file, those within which no other stands. */
function ofFlex(text: string): string[] {
  return [...text.matchAll(/<(\w+)([^<>]*)\/>/g)].map(([, name, written = ''], index) => {
    const of = (key: string): string => new RegExp(` ${key}="([^"]*)"`).exec(written)?.[1] ?? ''
    if (name === 'OpenPosition' && of('reportDate') !== '') return `${index + 1} | skipped broker-statement`
    if (name !== 'Trade') return `${index + 1} | skipped other-record`
    const [day = '', time = ''] = of('dateTime').split(';')
    const date = `${day.slice(0, 4)}-${day.slice(4, 6)}-${day.slice(6)}`
    const fee = magnitude(of('ibCommission'))
    return line(
      index + 1,
      ...[of('buySell').toLowerCase(), magnitude(of('quantity')), of('symbol'), 'stock', of('currency')],
      ...[`x${of('multiplier')}`, `@${plain(of('tradePrice'))}`],
      instant(date, `${time.slice(0, 2)}:${time.slice(2, 4)}:${time.slice(4)}`, 'America/New_York'),
      ...[`fees ${fee} (commission ${fee})`, `id ${of('ibExecID')}`],
    )
  })
}
