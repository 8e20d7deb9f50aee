import { BlockList, isIP } from 'node:net'
import { parseList, type RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { VARIABLES, type VariableName } from './variables.ts'

export interface StripeAccount {
  readonly secretKey: Secret
  readonly publishableKey: string
  /** The newest first; more than one while they are changed. */
  readonly webhookSecrets: readonly Secret[]
  readonly apiBase: URL
}

export interface PaypalAccount {
  readonly clientId: string
  readonly clientSecret: Secret
  readonly webhookId: string
  readonly apiBase: URL
}

export interface MpesaAccount {
  readonly consumerKey: Secret
  readonly consumerSecret: Secret
  readonly shortcode: string
  readonly passkey: Secret
  readonly callbackSecret: Secret
  /** Null: reports may come from anywhere. */
  readonly allowedIps: BlockList | null
  readonly apiBase: URL
}

/** Each null where there is no account. */
export interface PaymentSettings {
  readonly stripe: StripeAccount | null
  readonly paypal: PaypalAccount | null
  readonly mpesa: MpesaAccount | null
}

const STRIPE = ['STRIPE_SECRET_KEY', 'STRIPE_PUBLISHABLE_KEY', 'STRIPE_WEBHOOK_SECRET'] as const
const PAYPAL = ['PAYPAL_CLIENT_ID', 'PAYPAL_CLIENT_SECRET', 'PAYPAL_WEBHOOK_ID'] as const
const MPESA = [
  'MPESA_CONSUMER_KEY',
  'MPESA_CONSUMER_SECRET',
  'MPESA_SHORTCODE',
  'MPESA_PASSKEY',
  'MPESA_CALLBACK_SECRET',
] as const
type ApiBase = 'STRIPE_API_BASE' | 'PAYPAL_API_BASE' | 'MPESA_API_BASE'

/** Names of this very machine, as URL writes them. */
export const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
const SECRET_KEY = /^[sr]k_(?:test|live)_[A-Za-z0-9_]{10,}$/
const PUBLISHABLE_KEY = /^pk_(?:test|live)_[A-Za-z0-9_]{10,}$/
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/=_-]{16,}$/

/**
 * Reads accounts at payment providers; faults go to `raw`. `forReal`: this is where real people pay, so that what pays with play money
 * is refused.
 */
export function readPayments(raw: RawValues, forReal: boolean): PaymentSettings {
  return { stripe: readStripe(raw, forReal), paypal: readPaypal(raw, forReal), mpesa: readMpesa(raw, forReal) }
}

function readStripe(raw: RawValues, forReal: boolean): StripeAccount | null {
  const apiBase = readBase(raw, 'STRIPE_API_BASE', forReal)
  if (!isGiven(raw, STRIPE)) return null
  const key = raw.get('STRIPE_SECRET_KEY') ?? ''
  const publishableKey = raw.get('STRIPE_PUBLISHABLE_KEY') ?? ''
  const secrets = parseList(raw.get('STRIPE_WEBHOOK_SECRET') ?? '')
  if (key !== '' && !SECRET_KEY.test(key)) raw.fault('STRIPE_SECRET_KEY', 'is a key such as sk_live_... or rk_test_...')
  else if (forReal && key.includes('_test_'))
    raw.fault('STRIPE_SECRET_KEY', 'is a test key, with which nobody pays; give the live one, or set APP_ENV=staging')
  if (publishableKey !== '' && !PUBLISHABLE_KEY.test(publishableKey))
    raw.fault('STRIPE_PUBLISHABLE_KEY', 'is a key such as pk_live_...; a secret one must not reach the browser')
  else if (publishableKey !== '' && publishableKey.includes('_live_') !== key.includes('_live_'))
    raw.fault('STRIPE_PUBLISHABLE_KEY', 'is of another mode than STRIPE_SECRET_KEY')
  if (!secrets.every((one) => WEBHOOK_SECRET.test(one)))
    raw.fault('STRIPE_WEBHOOK_SECRET', 'is whsec_... as the endpoint shows it; several are separated by commas')
  return { secretKey: raw.secret('STRIPE_SECRET_KEY'), publishableKey, webhookSecrets: secrets.map(secret), apiBase }
}

function readPaypal(raw: RawValues, forReal: boolean): PaypalAccount | null {
  const apiBase = readBase(raw, 'PAYPAL_API_BASE', forReal)
  if (!isGiven(raw, PAYPAL)) return null
  return {
    clientId: raw.get('PAYPAL_CLIENT_ID') ?? '',
    clientSecret: raw.secret('PAYPAL_CLIENT_SECRET'),
    webhookId: raw.get('PAYPAL_WEBHOOK_ID') ?? '',
    apiBase,
  }
}

function readMpesa(raw: RawValues, forReal: boolean): MpesaAccount | null {
  const apiBase = readBase(raw, 'MPESA_API_BASE', forReal)
  const allowedIps = readAddresses(raw)
  if (!isGiven(raw, MPESA)) return null
  const shortcode = raw.get('MPESA_SHORTCODE') ?? ''
  if (shortcode !== '' && !/^\d{5,7}$/.test(shortcode)) raw.fault('MPESA_SHORTCODE', 'has 5 to 7 digits')
  return {
    consumerKey: raw.secret('MPESA_CONSUMER_KEY'),
    consumerSecret: raw.secret('MPESA_CONSUMER_SECRET'),
    shortcode,
    passkey: raw.secret('MPESA_PASSKEY'),
    callbackSecret: secret(raw.get('MPESA_CALLBACK_SECRET') ?? ''),
    allowedIps,
    apiBase,
  }
}

/** Whether an account is given; a part of one is a fault. */
function isGiven(raw: RawValues, names: readonly VariableName[]): boolean {
  const absent = names.filter((name) => raw.get(name) === undefined)
  if (absent.length === names.length) return false
  for (const name of absent) raw.fault(name, `goes together with ${names.join(', ')}`)
  return true
}

function readBase(raw: RawValues, name: ApiBase, forReal: boolean): URL {
  const given = raw.get(name)
  const base = new URL(given ?? VARIABLES[name].default)
  if (base.protocol !== 'https:' && !LOOPBACK.has(base.hostname)) raw.fault(name, 'would send the keys unencrypted')
  else if (forReal && base.origin !== VARIABLES[name].default)
    raw.fault(name, `is not where real money moves, ${VARIABLES[name].default}; leave it out, or set APP_ENV=staging`)
  return base
}

function readAddresses(raw: RawValues): BlockList | null {
  const entries = parseList(raw.get('MPESA_ALLOWED_IPS') ?? '')
  if (entries.length === 0) return null
  const list = new BlockList()
  for (const entry of entries) {
    const [address = '', prefix] = entry.split('/')
    const most = isIP(address) === 6 ? 128 : 32
    const bits = prefix === undefined ? most : Number(prefix)
    if (isIP(address) !== 0 && Number.isInteger(bits) && bits >= 0 && bits <= most)
      list.addSubnet(address, bits, most === 128 ? 'ipv6' : 'ipv4')
    else raw.fault('MPESA_ALLOWED_IPS', `${entry} is not an address or a CIDR range`)
  }
  return list
}
