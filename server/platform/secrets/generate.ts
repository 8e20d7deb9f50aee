import { randomInt } from 'node:crypto'
import { type Secret, secret } from '../../kernel/config/secret.ts'
import { secretsProblem } from './problems.ts'

const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz'
const DIGITS = '0123456789'

/** Characters by name; any other text is taken as the characters themselves. */
const ALPHABETS: Readonly<Record<string, string>> = {
  alphanumeric: LETTERS + DIGITS,
  hex: `${DIGITS}abcdef`,
  base64url: `${LETTERS}${DIGITS}-_`,
  ascii: Array.from({ length: 94 }, (_, at) => String.fromCharCode(33 + at)).join(''),
}
/** Less can be guessed. */
const BITS_MIN = 96

/** What a value is made of. */
export interface MakePolicy {
  readonly length: number
  /** `alphanumeric`, `hex`, `base64url`, `ascii`, or the characters themselves. */
  readonly alphabet: string
}

/** A random value, each character as likely as any other. Throws secrets/bad-policy where it could be guessed. */
export function makeValue(policy: MakePolicy): Secret {
  const characters = checkPolicy(policy)
  return secret(Array.from({ length: policy.length }, () => characters[randomInt(characters.length)]).join(''))
}

/** The characters that are chosen from. Throws secrets/bad-policy. */
export function checkPolicy({ length, alphabet }: MakePolicy): readonly string[] {
  const characters = [...new Set(Object.hasOwn(ALPHABETS, alphabet) ? ALPHABETS[alphabet] : alphabet)]
  if (length * Math.log2(characters.length) >= BITS_MIN) return characters
  const detail = `has less than ${BITS_MIN} bits; make it longer, or of more characters`
  throw secretsProblem('bad-policy', { errors: [{ pointer: '/generate/length', code: 'entropy', detail }] })
}
