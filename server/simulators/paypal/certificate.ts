import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import { nowMs } from '../../kernel/clock.ts'

export interface SigningCertificate {
  readonly pem: string
  /** Where it is fetched: another one for each certificate, since readers keep what they fetched. */
  readonly path: string
  /** RSA-SHA256 over the text, base64. */
  sign(text: string): string
}

const NAME = 'messageverificationcerts.paypal.com'
const DAY_MS = 24 * 3600 * 1000
const SHA256_WITH_RSA = '2a864886f70d01010b'
const COMMON_NAME = '550403'

/** A certificate of PayPal's name that signs itself (RFC 5280), so that nobody but a stand-in's reader trusts it. */
export function createCertificate(commonName = NAME, validDays = 30): SigningCertificate {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const algorithm = sequence(der(0x06, Buffer.from(SHA256_WITH_RSA, 'hex')), der(0x05))
  const name = sequence(
    der(0x31, sequence(der(0x06, Buffer.from(COMMON_NAME, 'hex')), der(0x0c, Buffer.from(commonName)))),
  )
  const spki = publicKey.export({ type: 'spki', format: 'der' })
  const serial = createHash('sha256').update(spki).digest().subarray(0, 8)
  serial[0] = 1
  const body = sequence(
    der(0xa0, der(0x02, Buffer.from([2]))),
    der(0x02, serial),
    algorithm,
    name,
    sequence(time(nowMs() - DAY_MS), time(nowMs() + validDays * DAY_MS)),
    name,
    spki,
  )
  const signature = sign('sha256', body, privateKey)
  const whole = sequence(body, algorithm, der(0x03, Buffer.from([0]), signature))
  const lines = whole.toString('base64').replace(/.{1,64}/g, '$&\n')
  return {
    pem: `-----BEGIN CERTIFICATE-----\n${lines}-----END CERTIFICATE-----\n`,
    path: `/v1/notifications/certs/CERT-${serial.toString('hex')}-stand-in`,
    sign: (text) => sign('sha256', Buffer.from(text), privateKey).toString('base64'),
  }
}

function sequence(...parts: readonly Buffer[]): Buffer {
  return der(0x30, ...parts)
}

/** Tag, length and content (X.690, 8.1). */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const content = Buffer.concat(parts)
  const { length } = content
  const size = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...size]), content])
}

function time(ms: number): Buffer {
  return der(0x17, Buffer.from(`${new Date(ms).toISOString().replace(/\D/g, '').slice(2, 14)}Z`))
}
