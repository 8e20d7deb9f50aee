import { typedDecimal } from '../decimals.ts'
import type { Alert, AlertInput, AlertKind } from './types.ts'
import { thresholdWords } from './words.ts'

/** An alert as the fields hold it. */
export interface AlertValues {
  name: string
  kind: AlertKind
  threshold: string
  trades: string
  instrumentId: string
  profileId: string
  channels: Alert['channels'][number][]
  /** A day of the browser's zone; empty: it does not expire. */
  expiresOn: string
}

export function alertValues(alert: Alert | null): AlertValues {
  return {
    ...{ name: alert?.name ?? '', kind: alert?.kind ?? 'daily-loss', threshold: alert?.threshold ?? '' },
    ...{ trades: String(alert?.trades ?? 20), instrumentId: alert?.instrumentId ?? '' },
    ...{ profileId: alert?.profileId ?? '', channels: [...(alert?.channels ?? ['in-app', 'email'])] },
    expiresOn: alert?.expiresAt?.slice(0, 10) ?? '',
  }
}

export const asksForPrice = (kind: AlertKind): boolean => kind === 'price-above' || kind === 'price-below'
export const asksForProfile = (kind: AlertKind): boolean => kind === 'risk-warning' || kind === 'risk-breach'

export function alertInput(values: AlertValues): Omit<AlertInput, 'accountId'> {
  const { kind, expiresOn } = values
  return {
    ...{ name: values.name.trim(), kind, channels: values.channels },
    threshold: thresholdWords[kind] === null ? null : (typedDecimal(values.threshold) ?? values.threshold),
    trades: kind === 'win-rate-below' ? Number(values.trades) : null,
    instrumentId: asksForPrice(kind) ? values.instrumentId : null,
    profileId: asksForProfile(kind) ? values.profileId : null,
    expiresAt: expiresOn === '' ? null : `${expiresOn}T23:59:59.000Z`,
  }
}

export const alertRules = {
  name: (typed: string) => (typed.trim() === '' ? 'Name it' : null),
  threshold: (typed: string, { kind }: AlertValues) =>
    thresholdWords[kind] === null || /^[0-9]/.test(typedDecimal(typed) ?? '') ? null : 'Enter a number',
  trades: (typed: string, { kind }: AlertValues) =>
    kind !== 'win-rate-below' || (/^\d+$/.test(typed) && Number(typed) >= 5 && Number(typed) <= 1000)
      ? null
      : 'Enter 5 to 1000',
  instrumentId: (id: string, { kind }: AlertValues) =>
    asksForPrice(kind) && id === '' ? 'Choose an instrument' : null,
  profileId: (id: string, { kind }: AlertValues) =>
    asksForProfile(kind) && id === '' ? 'Choose a risk profile' : null,
  channels: (chosen: readonly string[]) => (chosen.length === 0 ? 'Choose at least one' : null),
}
