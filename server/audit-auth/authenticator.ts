import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto'
import { encodeCbor } from './cbor.ts'

/** What the authenticator or its browser does otherwise than it should. */
export interface Misconduct {
  readonly origin?: string
  readonly rpId?: string
  readonly challenge?: string
  /** Of the client data. */
  readonly type?: string
  readonly userVerified?: boolean
  readonly userPresent?: boolean
  readonly counter?: number
  readonly userHandle?: string | null
  readonly credentialId?: string
  readonly brokenSignature?: boolean
  /** Instead of attestation `none`. */
  readonly attestation?: { readonly fmt: string; readonly attStmt: Readonly<Record<string, unknown>> }
}

interface CreationOptions {
  readonly challenge: string
  readonly rp: { readonly id: string }
  readonly user: { readonly id: string }
}

interface RequestOptions {
  readonly challenge: string
  readonly rpId: string
}

/** A software authenticator with one ES256 key, as a browser at `origin` presents it (https://www.w3.org/TR/webauthn-3/). */
export interface Authenticator {
  readonly credentialId: string
  /** RegistrationResponseJSON for options of navigator.credentials.create. */
  create(options: CreationOptions, misconduct?: Misconduct): object
  /** AuthenticationResponseJSON for options of navigator.credentials.get. */
  get(options: RequestOptions, misconduct?: Misconduct): object
}

const FLAGS = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 }

/** `counts: false` keeps its counter at 0, as synchronised passkeys do. */
export function createAuthenticator(given: { readonly origin: string; readonly counts?: boolean }): Authenticator {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const credentialId = randomBytes(32).toString('base64url')
  let counter = 0
  let userHandle: string | null = null

  const next = ({ counter: wanted }: Misconduct): number => {
    if (given.counts !== false) counter += 1
    return wanted ?? counter
  }
  const clientData = (type: string, challenge: string, misconduct: Misconduct): Buffer =>
    Buffer.from(
      JSON.stringify({
        type: misconduct.type ?? type,
        challenge: misconduct.challenge ?? challenge,
        origin: misconduct.origin ?? given.origin,
        crossOrigin: false,
      }),
    )
  const answer = (response: object, id: string) => ({
    id,
    rawId: id,
    type: 'public-key',
    authenticatorAttachment: 'platform',
    clientExtensionResults: {},
    response,
  })

  return {
    credentialId,
    create({ challenge, rp, user }, misconduct = {}) {
      userHandle = user.id
      const id = misconduct.credentialId ?? credentialId
      const credential = Buffer.from(id, 'base64url')
      const authData = Buffer.concat([
        head(misconduct.rpId ?? rp.id, flagsOf(misconduct) | FLAGS.attested, next(misconduct)),
        Buffer.alloc(16),
        Buffer.of(credential.length >> 8, credential.length & 0xff),
        credential,
        coseKey(publicKey),
      ])
      const { fmt, attStmt } = misconduct.attestation ?? { fmt: 'none', attStmt: {} }
      const response = {
        clientDataJSON: clientData('webauthn.create', challenge, misconduct).toString('base64url'),
        attestationObject: encodeCbor({ fmt, attStmt, authData }).toString('base64url'),
        transports: ['internal'],
      }
      return answer(response, id)
    },
    get({ challenge, rpId }, misconduct = {}) {
      const authData = head(misconduct.rpId ?? rpId, flagsOf(misconduct), next(misconduct))
      const data = clientData('webauthn.get', challenge, misconduct)
      const signed = Buffer.concat([authData, createHash('sha256').update(data).digest()])
      const signature = sign('sha256', misconduct.brokenSignature === true ? randomBytes(64) : signed, privateKey)
      const handle = misconduct.userHandle === undefined ? userHandle : misconduct.userHandle
      const response = {
        clientDataJSON: data.toString('base64url'),
        authenticatorData: authData.toString('base64url'),
        signature: signature.toString('base64url'),
        ...(handle === null ? {} : { userHandle: handle }),
      }
      return answer(response, misconduct.credentialId ?? credentialId)
    },
  }
}

function flagsOf({ userPresent = true, userVerified = true }: Misconduct): number {
  return (userPresent ? FLAGS.userPresent : 0) | (userVerified ? FLAGS.userVerified : 0)
}

function head(rpId: string, flags: number, counter: number): Buffer {
  const count = Buffer.alloc(4)
  count.writeUInt32BE(counter)
  return Buffer.concat([createHash('sha256').update(rpId).digest(), Buffer.of(flags), count])
}

/** RFC 9053: kty EC2, alg ES256, crv P-256, x, y. */
function coseKey(publicKey: KeyObject): Buffer {
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  const coordinate = (text: string): Buffer => Buffer.from(text, 'base64url')
  return encodeCbor(
    new Map<number, unknown>([
      [1, 2],
      [3, -7],
      [-1, 1],
      [-2, coordinate(x)],
      [-3, coordinate(y)],
    ]),
  )
}
