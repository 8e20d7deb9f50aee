import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'

/** A certificate and its key, as PEM. */
export interface Certified {
  readonly cert: string
  readonly key: string
}

export interface Wanted {
  /** The names it is good for. */
  readonly names: readonly string[]
  /** Absent: since yesterday, until tomorrow. */
  readonly from?: Date
  readonly until?: Date
}

/** Signs certificates of servers; nobody trusts it unless told to. */
export interface Authority {
  readonly cert: string
  issue(wanted: Wanted): Certified
}

interface Subject {
  readonly name: string
  readonly key: KeyObject
}

interface Signed extends Wanted {
  readonly subject: Subject
  readonly publicKey: KeyObject
  readonly issuer: Subject
  readonly isAuthority: boolean
}

const DAY_MS = 24 * 60 * 60 * 1000
/** Object identifiers in DER. */
const ECDSA_WITH_SHA256 = Buffer.from('06082a8648ce3d040302', 'hex')
const COMMON_NAME = Buffer.from('0603550403', 'hex')
const BASIC_CONSTRAINTS = Buffer.from('0603551d13', 'hex')
const ALTERNATIVE_NAMES = Buffer.from('0603551d11', 'hex')
const TRUE = Buffer.from('0101ff', 'hex')
/** Tags of X.690. */
const TAG = { integer: 0x02, bits: 0x03, octets: 0x04, text: 0x0c, time: 0x17, sequence: 0x30, set: 0x31 }
/** Of X.509: the version, the extensions, and a name of DNS. */
const FIELD = { version: 0xa0, extensions: 0xa3, dnsName: 0x82 }

/** An authority of its own, for one test. */
export function createAuthority(name: string): Authority {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const issuer = { name, key: privateKey }
  return {
    cert: certificate({ names: [], subject: issuer, publicKey, issuer, isAuthority: true }),
    issue: (wanted) => certified(wanted, issuer),
  }
}

/** A certificate that nobody but its own key has signed. */
export function selfSigned(wanted: Wanted): Certified {
  return certified(wanted, null)
}

function certified(wanted: Wanted, issuer: Subject | null): Certified {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const subject = { name: wanted.names[0] ?? '', key: privateKey }
  return {
    cert: certificate({ ...wanted, subject, publicKey, issuer: issuer ?? subject, isAuthority: false }),
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
  }
}

/** By RFC 5280, section 4.1, as much of it as TLS asks for. */
function certificate({ subject, publicKey, issuer, isAuthority, names, ...more }: Signed): string {
  const { from = new Date(Date.now() - DAY_MS), until = new Date(Date.now() + DAY_MS) } = more
  const serial = Buffer.concat([Buffer.from([1]), randomBytes(7)])
  const algorithm = der(TAG.sequence, ECDSA_WITH_SHA256)
  const extension = (...parts: readonly Buffer[]) => der(TAG.sequence, ...parts)
  const extensions = [
    ...(isAuthority ? [extension(BASIC_CONSTRAINTS, TRUE, der(TAG.octets, der(TAG.sequence, TRUE)))] : []),
    ...(names.length === 0
      ? []
      : [extension(ALTERNATIVE_NAMES, der(TAG.octets, der(TAG.sequence, ...names.map(dns))))]),
  ]
  const told = der(
    TAG.sequence,
    der(FIELD.version, der(TAG.integer, Buffer.from([2]))),
    der(TAG.integer, serial),
    algorithm,
    nameOf(issuer),
    der(TAG.sequence, timeOf(from), timeOf(until)),
    nameOf(subject),
    publicKey.export({ type: 'spki', format: 'der' }),
    der(FIELD.extensions, der(TAG.sequence, ...extensions)),
  )
  const signature = der(TAG.bits, Buffer.from([0]), sign('sha256', told, issuer.key))
  const base64 = der(TAG.sequence, told, algorithm, signature).toString('base64')
  return `-----BEGIN CERTIFICATE-----\n${base64.match(/.{1,64}/g)?.join('\n')}\n-----END CERTIFICATE-----\n`
}

const dns = (name: string): Buffer => der(FIELD.dnsName, Buffer.from(name, 'latin1'))

function nameOf({ name }: Subject): Buffer {
  return der(TAG.sequence, der(TAG.set, der(TAG.sequence, COMMON_NAME, der(TAG.text, Buffer.from(name)))))
}

/** UTCTime: years from 1950 to 2049. */
function timeOf(instant: Date): Buffer {
  const digits = instant.toISOString().replaceAll(/\D/g, '')
  return der(TAG.time, Buffer.from(`${digits.slice(2, 14)}Z`, 'latin1'))
}

/** A value with its tag and length; no value here is longer than 65,535 bytes. */
function der(tag: number, ...parts: readonly Buffer[]): Buffer {
  const value = Buffer.concat(parts)
  const length = value.length
  const head = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff]
  return Buffer.concat([Buffer.from([tag, ...head]), value])
}
