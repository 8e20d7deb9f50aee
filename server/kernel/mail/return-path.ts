import { createHmac, type KeyObject, timingSafeEqual } from 'node:crypto'
import type { ReturnedMail } from '../config/mail.ts'
import type { Secret } from '../config/secret.ts'
import { deriveKey } from '../crypto/derive-key.ts'
import type { SealingKey } from '../crypto/seal.ts'
import { asId, type Id } from '../id.ts'
import { parseMailbox } from './address.ts'

/** Where bounces of mail go: an address for each mail, which only this server makes. */
export interface ReturnPath {
  readonly secret: Secret
  addressOf(mailId: string): string
  /** Of which mail this is the address; null when it was not made here. */
  mailOf(address: string): Id<'mail'> | null
}

const PLACE = '{token}'
const ID_BYTES = 16
/** 80 bits, in 20 of a local part's 64 characters: tried only against this server, and only with its shared secret. */
const PROOF_BYTES = 10
const TOKEN = /^[0-9a-f]{52}$/

/**
 * Puts a mail's id with an HMAC of it in place of `{token}`. In hexadecimal, as mail servers on the way may change the case. The first
 * key signs, all verify, so that bounces come through a change of keys. Throws mail/bad-address for a pattern that makes none.
 */
export function createReturnPath({ address, secret }: ReturnedMail, keys: readonly SealingKey[]): ReturnPath {
  const [before = '', after = ''] = address.toLowerCase().split(PLACE)
  const proving = keys.map(({ key }) => deriveKey(key, 'plinth mail return path v1'))
  const addressOf = (mailId: string): string => {
    const id = Buffer.from(mailId.replaceAll('-', ''), 'hex')
    const [active] = proving
    if (active === undefined) throw new TypeError('a return path needs a key')
    return `${before}${Buffer.concat([id, proofOf(active, id)]).toString('hex')}${after}`
  }
  parseMailbox({ address: addressOf('00000000-0000-7000-8000-000000000000') })
  return {
    secret,
    addressOf,
    mailOf(given) {
      const text = given.trim().toLowerCase()
      const token = text.slice(before.length, text.length - after.length)
      if (!TOKEN.test(token) || text !== `${before}${token}${after}`) return null
      const bytes = Buffer.from(token, 'hex')
      const id = bytes.subarray(0, ID_BYTES)
      const isOurs = proving.some((key) => timingSafeEqual(proofOf(key, id), bytes.subarray(ID_BYTES)))
      return isOurs ? asId<'mail'>(uuidOf(id)) : null
    },
  }
}

function proofOf(key: KeyObject, id: Buffer): Buffer {
  return createHmac('sha256', key).update(id).digest().subarray(0, PROOF_BYTES)
}

function uuidOf(id: Buffer): string {
  return id.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')
}
