import { createPublicKey, type KeyObject } from 'node:crypto'
import { join } from 'node:path'
import { parseSmtpUrl } from '../mail/smtp-url.ts'
import type { RawValues } from './read.ts'
import { type Secret, secret } from './secret.ts'
import { VARIABLES } from './variables.ts'

/** Who takes mail from here: a mail server, or a provider by its HTTP API. */
export type MailCarrier =
  | { readonly kind: 'smtp'; readonly url: Secret }
  | { readonly kind: 'resend' | 'sendgrid'; readonly apiKey: Secret; readonly apiBase: URL }

/** What reports of a provider are checked by; null: they are not taken. */
export interface MailReportKeys {
  readonly resend: Secret | null
  readonly sendgrid: KeyObject | null
}

/** Bounces that come back by mail: where to, with `{token}` in it, and the secret of whoever hands them over. */
export interface ReturnedMail {
  readonly address: string
  readonly secret: Secret
}

export interface MailSettings {
  readonly from: string
  /** Null: mail is kept in `mailboxDir`. */
  readonly carrier: MailCarrier | null
  readonly mailboxDir: string
  readonly reportKeys: MailReportKeys
  /** Null: they are not read. */
  readonly returned: ReturnedMail | null
}

const CARRIERS = ['SMTP_URL', 'RESEND_API_KEY', 'SENDGRID_API_KEY'] as const
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]'])
/** One `{token}` before the @, and room for what it becomes: a local part has 64 characters (RFC 5321, 4.5.3.1.1). */
const RETURN_PATH = /^(?=[^@]{1,19}@)[^@{}\s]*\{token\}[^@{}\s]*@[^@{}\s]+$/
/** As Svix writes it, with the 24 to 64 bytes that Standard Webhooks asks for. */
const WEBHOOK_SECRET = /^whsec_[A-Za-z0-9+/]{32,88}={0,2}$/

/** Reads what mail needs; faults go to `raw`. */
export function readMail(raw: RawValues, dataDir: string): MailSettings {
  return {
    from: raw.get('EMAIL_FROM') ?? VARIABLES.EMAIL_FROM.default,
    carrier: readCarrier(raw),
    mailboxDir: join(dataDir, 'mailbox'),
    reportKeys: { resend: readWebhookSecret(raw), sendgrid: readPublicKey(raw) },
    returned: readReturned(raw),
  }
}

function readCarrier(raw: RawValues): MailCarrier | null {
  const [first, ...more] = CARRIERS.filter((name) => raw.get(name) !== undefined)
  for (const name of more) raw.fault(name, `stands beside ${first}; mail has one way out`)
  const bases = { resend: readBase(raw, 'RESEND_API_BASE'), sendgrid: readBase(raw, 'SENDGRID_API_BASE') }
  if (first === undefined) return null
  const value = raw.secret(first)
  if (first === 'SMTP_URL') {
    const objection = smtpObjection(value)
    if (objection !== null) raw.fault('SMTP_URL', objection)
    return { kind: 'smtp', url: value }
  }
  const kind = first === 'RESEND_API_KEY' ? 'resend' : 'sendgrid'
  return { kind, apiKey: value, apiBase: bases[kind] }
}

function smtpObjection(url: Secret): string | null {
  try {
    parseSmtpUrl(url)
    return null
  } catch (error) {
    return (error as Error).message.replace(/^SMTP_URL /, '')
  }
}

function readBase(raw: RawValues, name: 'RESEND_API_BASE' | 'SENDGRID_API_BASE'): URL {
  const base = new URL(raw.get(name) ?? VARIABLES[name].default)
  if (base.protocol !== 'https:' && !LOOPBACK.has(base.hostname)) raw.fault(name, 'would send the key unencrypted')
  return base
}

function readReturned(raw: RawValues): ReturnedMail | null {
  const address = raw.get('MAIL_RETURN_PATH')
  const text = raw.get('MAIL_RETURN_SECRET')
  if (address === undefined && text === undefined) return null
  if (address === undefined) raw.fault('MAIL_RETURN_PATH', 'goes with MAIL_RETURN_SECRET: both or neither')
  else if (!RETURN_PATH.test(address))
    raw.fault('MAIL_RETURN_PATH', 'is an address with one {token} before its @ and at most 12 characters beside it')
  if (text === undefined) raw.fault('MAIL_RETURN_SECRET', 'goes with MAIL_RETURN_PATH: both or neither')
  if (raw.get('SMTP_URL') === undefined) raw.fault('MAIL_RETURN_PATH', 'is for mail sent by SMTP_URL')
  return { address: address ?? '', secret: secret(text ?? '') }
}

function readWebhookSecret(raw: RawValues): Secret | null {
  const text = raw.get('RESEND_WEBHOOK_SECRET')
  if (text === undefined) return null
  if (!WEBHOOK_SECRET.test(text)) raw.fault('RESEND_WEBHOOK_SECRET', 'is whsec_ and base64 of at least 24 bytes')
  return secret(text)
}

function readPublicKey(raw: RawValues): KeyObject | null {
  const text = raw.get('SENDGRID_WEBHOOK_PUBLIC_KEY')
  if (text === undefined) return null
  const key = parsePublicKey(text)
  if (key === null) raw.fault('SENDGRID_WEBHOOK_PUBLIC_KEY', 'is no base64 of an EC P-256 public key (SPKI)')
  return key
}

function parsePublicKey(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' })
    return key.asymmetricKeyDetails?.namedCurve === 'prime256v1' ? key : null
  } catch {
    // Said as a fault of the variable, without the value that OpenSSL would quote.
    return null
  }
}
