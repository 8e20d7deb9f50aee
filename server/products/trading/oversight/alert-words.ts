import type { AccountRow } from '../ledger/tables.ts'
import type { Observed } from './alert-states.ts'
import type { AlertKind, AlertRow } from './tables.ts'

interface Said {
  /** Of the value. */
  readonly value: string
  readonly threshold: string
  readonly currency: string
  /** The day or week. */
  readonly key: string
  readonly trades: number | null
}

const WORDS: Readonly<Record<AlertKind, (said: Said) => string>> = {
  'daily-profit': ({ value, currency, key }) => `${value} ${currency} earned on ${key}`,
  'daily-loss': ({ value, currency, key }) => `${value} ${currency} lost on ${key}`,
  'weekly-profit': ({ value, currency, key }) => `${value} ${currency} earned in the week from ${key}`,
  'weekly-loss': ({ value, currency, key }) => `${value} ${currency} lost in the week from ${key}`,
  'win-streak': ({ value }) => `${value} trades won in a row`,
  'loss-streak': ({ value }) => `${value} trades lost in a row`,
  'win-rate-below': ({ value, threshold, trades }) =>
    `${value} % of the last ${trades} trades won, less than ${threshold} %`,
  drawdown: ({ value, currency }) => `${value} ${currency} below the highest result`,
  'trade-size': ({ value, currency }) => `a trade of ${value} ${currency}`,
  exposure: ({ value, currency }) => `open positions of ${value} ${currency}, at cost`,
  'trades-per-day': ({ value, key }) => `${value} trades opened on ${key}`,
  'price-above': ({ value, threshold }) => `the price went to ${value}, at or above ${threshold}`,
  'price-below': ({ value, threshold }) => `the price went to ${value}, at or below ${threshold}`,
  'risk-warning': () => 'the risk profile warns',
  'risk-breach': () => 'the risk profile is breached',
  'import-failed': () => 'the last import failed, or has rows with errors',
}

/** What an alert tells, in one line. */
export function titleOf(alert: AlertRow, account: Pick<AccountRow, 'currency'>, { value, key }: Observed): string {
  const { threshold, trades } = alert
  const said = { value: value ?? '', threshold: plain(threshold ?? ''), currency: account.currency, key, trades }
  return `${alert.name}: ${WORDS[alert.kind](said)}`
}

/** Without the zeros that the column keeps. */
function plain(text: string): string {
  return text.includes('.') ? text.replace(/\.?0+$/, '') : text
}
