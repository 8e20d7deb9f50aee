import type { Secret } from '../config/secret.ts'

/** A mail server, as SMTP_URL names it. */
export interface SmtpServer {
  readonly host: string
  readonly port: number
  /** From the first byte, by STARTTLS or not at all, or none. */
  readonly tls: 'implicit' | 'starttls' | 'none'
  readonly auth: { readonly user: string; readonly pass: string } | undefined
}

const PORTS = { 'smtp:': 587, 'smtps:': 465 }

/**
 * Reads `smtps://user:password@host:465` (TLS from the start) or `smtp://host:587` (STARTTLS, required). Plain text only on loopback or
 * with `?tls=off`, and then never with a password to another machine; `?tls=required` asks for STARTTLS on loopback too. Throws
 * TypeError with a sentence that holds no part of the URL.
 */
export function parseSmtpUrl(secret: Secret): SmtpServer {
  const url = URL.canParse(secret.reveal()) ? new URL(secret.reveal()) : null
  const protocol = url?.protocol
  if (url === null || (protocol !== 'smtp:' && protocol !== 'smtps:')) throw fault('is not a smtp:// or smtps:// URL')
  const host = url.hostname.replace(/^\[|\]$/g, '')
  if (host === '') throw fault('names no host')
  if (url.pathname !== '' && url.pathname !== '/') throw fault('has no path')
  const auth =
    url.username === '' && url.password === '' ? undefined : { user: decode(url.username), pass: decode(url.password) }
  const tls = protocol === 'smtps:' ? implicitTls(url) : startTls(url, host)
  if (tls === 'none' && auth !== undefined && !isLoopback(host)) throw fault('would send its password unencrypted')
  return { host, port: url.port === '' ? PORTS[protocol] : Number(url.port), tls, auth }
}

function implicitTls({ search }: URL): 'implicit' {
  if (search !== '') throw fault('takes no option with smtps://')
  return 'implicit'
}

function startTls({ search }: URL, host: string): 'starttls' | 'none' {
  if (search === '') return isLoopback(host) ? 'none' : 'starttls'
  if (search === '?tls=off') return 'none'
  if (search === '?tls=required') return 'starttls'
  throw fault('takes the options tls=off and tls=required only')
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(?:\.\d{1,3}){3}$/.test(host)
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part)
  } catch {
    throw fault('has a stray % in its user or password; write it as %25')
  }
}

function fault(message: string): TypeError {
  return new TypeError(`SMTP_URL ${message}`)
}
