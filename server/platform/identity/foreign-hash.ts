import { createCipheriv, pbkdf2, type ScryptOptions, scrypt, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { Worker } from 'node:worker_threads'
import { verify as verifyArgon2 } from '@node-rs/argon2'
import type { BcryptQuestion } from './bcrypt-worker.ts'

const derivePbkdf2 = promisify(pbkdf2)
const deriveScrypt = promisify<string, Buffer, number, ScryptOptions, Buffer>(scrypt)

/** A hash made elsewhere: kept as it came, in one of these forms, until its owner first signs in. */
type ForeignHash =
  | { readonly kind: 'bcrypt'; readonly text: string }
  | { readonly kind: 'argon2'; readonly text: string }
  | {
      readonly kind: 'pbkdf2'
      readonly digest: string
      readonly rounds: number
      readonly salt: Buffer
      readonly key: Buffer
    }
  | { readonly kind: 'scrypt'; readonly cost: ScryptCost; readonly salt: Buffer; readonly key: Buffer }
  | {
      readonly kind: 'firebase'
      readonly cost: ScryptCost
      readonly salt: Buffer
      readonly signer: Buffer
      readonly key: Buffer
    }

interface ScryptCost {
  readonly logN: number
  readonly r: number
  readonly p: number
}

/** What one verification may cost: anything dearer is refused at import. */
const BCRYPT_COST_MAX = 14
const PBKDF2_ROUNDS_MAX = 2_000_000
const SCRYPT_BYTES_MAX = 256 * 1024 * 1024
const ARGON2_KIB_MAX = 256 * 1024
const ARGON2_PASSES_MAX = 16
const LANES_MAX = 16
const BCRYPT_MS_MAX = 20_000
const FIREBASE_KEY_BYTES = 64
/** bcrypt looks at no more of a password. */
const BCRYPT_BYTES = 72

const BCRYPT = /^\$2[abxy]?\$(\d\d)\$[./A-Za-z0-9]{53}$/
const ARGON2 = /^\$argon2(?:id|i|d)\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$[A-Za-z0-9+/]{11,}\$[A-Za-z0-9+/]{16,}$/
const PBKDF2 = /^\$pbkdf2-(sha1|sha256|sha512)\$i=(\d+)(?:,l=\d+)?\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/
/** Passlib's form; its base64 has a dot for the plus. */
const PASSLIB = /^\$pbkdf2(?:-(sha256|sha512))?\$(\d+)\$([A-Za-z0-9./]+)\$([A-Za-z0-9./]+)$/
/** Django's form; the salt is text. */
const DJANGO = /^pbkdf2_(sha1|sha256|sha512)\$(\d+)\$([^$]+)\$([A-Za-z0-9+/]+=*)$/
const SCRYPT = /^\$scrypt\$ln=(\d+),r=(\d+),p=(\d+)\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/
/** The form that Supabase keeps Firebase's modified scrypt in. */
const FIREBASE =
  /^\$fbscrypt\$v=1,n=(\d+),r=(\d+),p=(\d+)(?:,ss=([A-Za-z0-9+/]*=*))?,sk=([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)\$([A-Za-z0-9+/]+=*)$/

const bytes = (text: string | undefined): Buffer => Buffer.from(text ?? '', 'base64')

/** Reads a hash made elsewhere; null for a form that is not known, or would cost too much to verify. */
function parseForeignHash(text: string): ForeignHash | null {
  const bcrypt = BCRYPT.exec(text)
  if (bcrypt !== null) return between(4, Number(bcrypt[1]), BCRYPT_COST_MAX) ? { kind: 'bcrypt', text } : null
  const argon2 = ARGON2.exec(text)
  if (argon2 !== null) return isFairArgon2(argon2.slice(1).map(Number)) ? { kind: 'argon2', text } : null
  return parsePbkdf2(text) ?? parseScrypt(text)
}

/** True for a hash that `verifyForeignHash` takes. */
export function isForeignHash(text: string): boolean {
  return parseForeignHash(text) !== null
}

function isFairArgon2([memoryKib = 0, passes = 0, lanes = 0]: number[]): boolean {
  return between(8, memoryKib, ARGON2_KIB_MAX) && between(1, passes, ARGON2_PASSES_MAX) && between(1, lanes, LANES_MAX)
}

function parsePbkdf2(text: string): ForeignHash | null {
  const phc = PBKDF2.exec(text)
  if (phc !== null) return fairPbkdf2(phc[1], phc[2], bytes(phc[3]), bytes(phc[4]))
  const passlib = PASSLIB.exec(text)
  if (passlib !== null) {
    const [salt, key] = [passlib[3], passlib[4]].map((part) => bytes(part?.replaceAll('.', '+')))
    return fairPbkdf2(passlib[1] ?? 'sha1', passlib[2], salt ?? Buffer.alloc(0), key ?? Buffer.alloc(0))
  }
  const django = DJANGO.exec(text)
  return django === null ? null : fairPbkdf2(django[1], django[2], Buffer.from(django[3] ?? ''), bytes(django[4]))
}

function fairPbkdf2(digest = '', roundsText = '', salt: Buffer, key: Buffer): ForeignHash | null {
  const rounds = Number(roundsText)
  const fair = between(1, rounds, PBKDF2_ROUNDS_MAX) && between(16, key.length, 128)
  return fair ? { kind: 'pbkdf2', digest, rounds, salt, key } : null
}

function parseScrypt(text: string): ForeignHash | null {
  const phc = SCRYPT.exec(text)
  if (phc !== null) {
    const cost = fairScrypt(phc.slice(1, 4))
    const [salt, key] = [bytes(phc[4]), bytes(phc[5])]
    return cost !== null && between(16, key.length, 128) ? { kind: 'scrypt', cost, salt, key } : null
  }
  const firebase = FIREBASE.exec(text)
  if (firebase === null) return null
  const cost = fairScrypt(firebase.slice(1, 4))
  const [separator, signer, salt, key] = firebase.slice(4).map(bytes)
  if (cost === null || signer?.length !== FIREBASE_KEY_BYTES || key?.length !== FIREBASE_KEY_BYTES) return null
  return {
    kind: 'firebase',
    cost,
    salt: Buffer.concat([salt ?? Buffer.alloc(0), separator ?? Buffer.alloc(0)]),
    signer,
    key,
  }
}

function fairScrypt(texts: readonly string[]): ScryptCost | null {
  const [logN = 0, r = 0, p = 0] = texts.map(Number)
  const fair = between(1, logN, 20) && between(1, p, LANES_MAX) && between(1, 128 * r * 2 ** logN, SCRYPT_BYTES_MAX)
  return fair ? { logN, r, p } : null
}

function between(least: number, value: number, most: number): boolean {
  return value >= least && value <= most
}

/**
 * How many bytes of a password that made the hash were looked at, when there may have been more: what follows them in `password` was
 * compared with nothing, and what followed them in the owner's is known to nobody. Null: all of it was compared.
 */
export function spanOf(text: string, password: string): number | null {
  return BCRYPT.test(text) && Buffer.byteLength(password) >= BCRYPT_BYTES ? BCRYPT_BYTES : null
}

/** True when `password` made the hash. What it costs was bounded at import; bcrypt, which is JavaScript here, runs beside the event loop. */
export async function verifyForeignHash(text: string, password: string): Promise<boolean> {
  const made = parseForeignHash(text)
  if (made === null) return false
  // The password is repeated with a NUL between: one with a NUL in it may equal a shorter one. Those who made hashes end at it.
  if (made.kind === 'bcrypt') return !password.includes('\0') && compareBcrypt({ password, hash: made.text })
  if (made.kind === 'argon2') return verifyArgon2(made.text, password)
  const derived = await derive(made, password)
  return derived.length === made.key.length && timingSafeEqual(derived, made.key)
}

async function derive(made: Exclude<ForeignHash, { kind: 'bcrypt' | 'argon2' }>, password: string): Promise<Buffer> {
  if (made.kind === 'pbkdf2') return derivePbkdf2(password, made.salt, made.rounds, made.key.length, made.digest)
  const { logN, r, p } = made.cost
  const options = { N: 2 ** logN, r, p, maxmem: 2 * SCRYPT_BYTES_MAX }
  if (made.kind === 'scrypt') return deriveScrypt(password, made.salt, made.key.length, options)
  // Firebase: the project's signer key, encrypted with AES-256-CTR under the first half of what scrypt derives.
  const derived = await deriveScrypt(password, made.salt, FIREBASE_KEY_BYTES, options)
  const cipher = createCipheriv('aes-256-ctr', derived.subarray(0, 32), Buffer.alloc(16))
  return Buffer.concat([cipher.update(made.signer), cipher.final()])
}

function compareBcrypt(question: BcryptQuestion): Promise<boolean> {
  const worker = new Worker(new URL('./bcrypt-worker.ts', import.meta.url), { workerData: question })
  return new Promise<boolean>((resolve, reject) => {
    const deadline = setTimeout(() => reject(new Error('bcrypt took too long')), BCRYPT_MS_MAX)
    worker.once('message', (matches: boolean) => resolve(matches))
    worker.once('error', reject)
    worker.once('exit', () => {
      clearTimeout(deadline)
      reject(new Error('the bcrypt thread ended without an answer'))
    })
  }).finally(() => worker.terminate())
}
