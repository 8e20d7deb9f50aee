import type { Tone } from '../../shell/state-badge.tsx'
import type { Alert, AlertKind, Breach, RiskProfile, RiskStatus } from './types.ts'

type Rule = RiskStatus['rules'][number]

export const ruleWords: Readonly<Record<Rule['rule'], string>> = {
  daily_loss: 'Daily loss',
  drawdown: 'Drawdown',
  best_day: 'Best day',
  days: 'Trading days',
  profit_target: 'Profit target',
}

export const statusWords: Readonly<Record<RiskProfile['status'], string>> = {
  ok: 'Within its limits',
  warning: 'Close to a limit',
  breached: 'Breached',
}

export const statusTones: Readonly<Record<RiskProfile['status'], Tone>> = {
  ok: 'positive',
  warning: 'caution',
  breached: 'negative',
}

export const ruleStates: Readonly<Record<Rule['state'], readonly [Tone, string]>> = {
  ok: ['positive', 'Kept'],
  warning: ['caution', 'Close'],
  breached: ['negative', 'Breached'],
  met: ['positive', 'Met'],
  unmet: ['quiet', 'Not yet met'],
}

export const drawdownWords: Readonly<Record<NonNullable<RiskProfile['drawdown']>['kind'], string>> = {
  static: 'A fixed floor below the start',
  trailing_end_of_day: 'A floor that follows the closes of days',
  trailing_intraday: 'A floor that follows every high',
}

export const changeWords: Readonly<Record<Breach['changes'][number]['what'], string>> = {
  moved: 'moved',
  withdrawn: 'taken back, since the fills show none any more',
  returned: 'came back',
}

export const kindWords: Readonly<Record<AlertKind, string>> = {
  'daily-loss': 'Lost on a day',
  'daily-profit': 'Earned on a day',
  'weekly-loss': 'Lost in a week',
  'weekly-profit': 'Earned in a week',
  'loss-streak': 'Trades lost in a row',
  'win-streak': 'Trades won in a row',
  'win-rate-below': 'Fewer trades won than',
  drawdown: 'Below the highest result',
  'trade-size': 'Size of a trade',
  exposure: 'Open positions, at cost',
  'trades-per-day': 'Trades opened on a day',
  'price-above': 'Price of an open position at or above',
  'price-below': 'Price of an open position at or below',
  'risk-warning': 'A risk profile warns',
  'risk-breach': 'A risk profile is breached',
  'import-failed': 'An import failed or has errors',
}

/** What the threshold of a kind is; null where none is asked for. */
export const thresholdWords: Readonly<Record<AlertKind, 'money' | 'count' | 'percent' | 'price' | null>> = {
  ...{ 'daily-loss': 'money', 'daily-profit': 'money', 'weekly-loss': 'money', 'weekly-profit': 'money' },
  ...{ drawdown: 'money', 'trade-size': 'money', exposure: 'money', 'win-rate-below': 'percent' },
  ...{ 'loss-streak': 'count', 'win-streak': 'count', 'trades-per-day': 'count' },
  ...{ 'price-above': 'price', 'price-below': 'price' },
  ...{ 'risk-warning': null, 'risk-breach': null, 'import-failed': null },
}

export const alertStates: Readonly<Record<Alert['state'], readonly [Tone, string]>> = {
  active: ['positive', 'Watching'],
  triggered: ['negative', 'Triggered'],
  snoozed: ['caution', 'Snoozed'],
  resolved: ['quiet', 'Dealt with'],
  expired: ['quiet', 'Expired'],
}

export const channelWords: Readonly<Record<Alert['channels'][number], string>> = {
  'in-app': 'In the application',
  email: 'By mail',
  webhook: 'To connected programs, by webhook',
  push: 'Pushed to a phone, at the address of the alerts page',
}
