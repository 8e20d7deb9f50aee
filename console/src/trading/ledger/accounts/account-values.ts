import { ownZone } from '../../../shell/zoned.ts'
import { typedDecimal } from '../../decimals.ts'
import type { AccountInput, TradingAccount } from '../../types.ts'

/** An account as the form holds it. */
export interface AccountValues {
  name: string
  broker: string
  kind: TradingAccount['kind']
  currency: string
  timeZone: string
  cutoffTime: string
  cutoffZone: string
  matchingMethod: TradingAccount['matchingMethod']
  positionMode: TradingAccount['positionMode']
  openingBalance: string
  /** '': today. */
  openedOn: string
  /** '': none. */
  feeScheduleId: string
}

export function accountValues(account: TradingAccount | null): AccountValues {
  if (account === null) {
    const zone = ownZone()
    return {
      ...{ name: '', broker: '', kind: 'live', currency: 'USD', timeZone: zone, cutoffTime: '00:00', cutoffZone: zone },
      ...{ matchingMethod: 'FIFO', positionMode: 'netting', openingBalance: '0', openedOn: '' },
      feeScheduleId: '',
    }
  }
  const { name, broker, kind, currency, timeZone, matchingMethod, positionMode, openingBalance, openedOn } = account
  const { sessionCutoff: before, pending } = account
  const { time: cutoffTime, zone: cutoffZone } = pending?.sessionCutoff ?? before
  return {
    ...{ name, broker, kind, currency, timeZone: pending?.timeZone ?? timeZone, cutoffTime, cutoffZone },
    matchingMethod: pending?.matchingMethod ?? matchingMethod,
    ...{ positionMode, openingBalance, openedOn, feeScheduleId: account.feeScheduleId ?? '' },
  }
}

export function accountInput(values: AccountValues): AccountInput {
  const { kind, timeZone, matchingMethod, positionMode, openedOn } = values
  return {
    ...{ name: values.name.trim(), broker: values.broker.trim(), kind, currency: values.currency.trim().toUpperCase() },
    ...{ timeZone, sessionCutoff: { time: values.cutoffTime, zone: values.cutoffZone } },
    ...{ matchingMethod, positionMode, openingBalance: typedDecimal(values.openingBalance) ?? '' },
    feeScheduleId: values.feeScheduleId === '' ? null : values.feeScheduleId,
    ...(openedOn === '' ? {} : { openedOn }),
  }
}

export const accountRules = {
  name: (value: string) => (value.trim() === '' ? 'A name is needed' : null),
  currency: (value: string) => (/^[A-Za-z]{3,5}$/.test(value.trim()) ? null : 'Write its code, such as USD'),
  cutoffTime: (value: string) => (/^\d\d:\d\d$/.test(value) ? null : 'Write a time of the day'),
  openingBalance: (value: string) => {
    const amount = typedDecimal(value)
    return amount === undefined || amount.startsWith('-') ? 'Write an amount of zero or more' : null
  },
}

/** Where the form shows what the server found. */
export function accountPlace(path: string): string {
  return path.replace(/^sessionCutoff\.time$/, 'cutoffTime').replace(/^sessionCutoff\.zone$/, 'cutoffZone')
}
