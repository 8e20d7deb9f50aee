import { parseCountryEntry } from '../sms/countries.ts'
import { parseList, type RawValues } from './read.ts'
import type { Secret } from './secret.ts'
import { VARIABLES } from './variables.ts'

export interface SmsSettings {
  /** Null without an account: see TWILIO_ACCOUNT_SID. */
  readonly twilio: {
    readonly accountSid: string
    readonly authToken: Secret
    readonly from: string
    readonly apiBase: URL
  } | null
  readonly countries: readonly string[]
  readonly countryHourlyMax: number
}

const ACCOUNT = /^AC[0-9a-fA-F]{32}$/
/** E.164, a messaging service, or an alphanumeric sender (at most 11 characters, with a letter). */
const SENDER = /^(?:\+[1-9][0-9]{6,14}|MG[0-9a-fA-F]{32}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11})$/
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])

/** Reads what SMS needs; faults go to `raw`. */
export function readSms(raw: RawValues): SmsSettings {
  const countries = parseList(raw.get('SMS_COUNTRIES') ?? '')
  for (const entry of countries)
    if (parseCountryEntry(entry) === null) raw.fault('SMS_COUNTRIES', `${entry} is not a prefix such as 49 or !4487`)
  const countryHourlyMax = Number(raw.get('SMS_COUNTRY_HOURLY_MAX') ?? VARIABLES.SMS_COUNTRY_HOURLY_MAX.default)
  return { twilio: readTwilio(raw), countries, countryHourlyMax }
}

function readTwilio(raw: RawValues): SmsSettings['twilio'] {
  const names = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'TWILIO_FROM'] as const
  if (names.every((name) => raw.get(name) === undefined)) return null
  for (const name of names) if (raw.get(name) === undefined) raw.fault(name, `goes together with ${names.join(', ')}`)
  const accountSid = raw.get('TWILIO_ACCOUNT_SID') ?? ''
  const from = raw.get('TWILIO_FROM') ?? ''
  if (accountSid !== '' && !ACCOUNT.test(accountSid)) raw.fault('TWILIO_ACCOUNT_SID', 'is AC and 32 hexadecimal digits')
  if (from !== '' && !SENDER.test(from))
    raw.fault('TWILIO_FROM', 'is a number such as +15005550006, a sender name, or MG and 32 hexadecimal digits')
  const apiBase = new URL(raw.get('TWILIO_API_BASE') ?? VARIABLES.TWILIO_API_BASE.default)
  if (apiBase.protocol !== 'https:' && !LOOPBACK.has(apiBase.hostname))
    raw.fault('TWILIO_API_BASE', 'would send the token unencrypted')
  return { accountSid, authToken: raw.secret('TWILIO_AUTH_TOKEN'), from, apiBase }
}
