import { createHmac, createPrivateKey, sign as signBytes } from 'node:crypto'

/** The parts of a compact JWS as they were written. */
export interface TokenParts {
  readonly header: Record<string, unknown>
  readonly payload: Record<string, unknown>
  readonly signature: string
}

/** A key of the server's that the suite was given. */
export interface SigningKey {
  readonly kid: string
  readonly privateKeyPem: string
}

export function encode(value: unknown): string {
  return Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url')
}

export function readToken(token: string): TokenParts {
  const [header = '', payload = '', signature = ''] = token.split('.')
  const parse = (part: string) => JSON.parse(Buffer.from(part, 'base64url').toString('utf8')) as Record<string, unknown>
  return { header: parse(header), payload: parse(payload), signature }
}

/** A token with a signature of the caller's choice. */
export function writeToken(header: unknown, payload: unknown, signature: string): string {
  return `${encode(header)}.${encode(payload)}.${signature}`
}

export function signHmac(header: unknown, payload: unknown, key: string | Buffer): string {
  const content = `${encode(header)}.${encode(payload)}`
  return `${content}.${createHmac('sha256', key).update(content).digest('base64url')}`
}

/** Signs with a P-256 or RSA key as ES256 or RS256 do. */
export function signAsymmetric(header: unknown, payload: unknown, privateKeyPem: string): string {
  const content = Buffer.from(`${encode(header)}.${encode(payload)}`)
  const key = { key: createPrivateKey(privateKeyPem), dsaEncoding: 'ieee-p1363' as const }
  return `${content.toString()}.${signBytes('sha256', content, key).toString('base64url')}`
}
