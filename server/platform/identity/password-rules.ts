import { readFileSync } from 'node:fs'
import { Type } from 'typebox'
import type { StrengthMeter } from './password-strength.ts'
import { identityProblem } from './problems.ts'

/** A password to be set: 8 to 256 characters of any kind (ASVS 5.0, 6.2.1, 6.2.9), taken as it is: nothing is trimmed or normalised. */
export const newPassword = Type.String({ minLength: 8, maxLength: 256 })
/** A password to be compared. */
export const givenPassword = Type.String({ minLength: 1, maxLength: 256 })

const WORD_MIN = 4
const REST_MIN = 6
const DISTINCT_MIN = 5
const DECORATION_MAX = 6

const common: ReadonlySet<string> = new Set(
  readFileSync(new URL('./common-passwords.txt', import.meta.url), 'utf8')
    .trimEnd()
    .split('\n'),
)

/**
 * The one judge of a password that is to be set, whatever way it comes: register, reset, change, invitation, administrator. Throws
 * identity/weak-password naming why; `contextWords` are what an attacker knows: name, address, product.
 */
export async function assertStrong(
  meter: Pick<StrengthMeter, 'estimate'>,
  password: string,
  contextWords: readonly string[],
  pointer = '/password',
): Promise<void> {
  const reason = weakness(password.toLowerCase(), contextWords) ?? (await guessable(meter, password, contextWords))
  if (reason === undefined) return
  throw identityProblem('weak-password', { errors: [{ pointer, ...reason }] })
}

/** A million guesses and up withstand guessing online, which the counters of attempts hold to a hundred an hour. */
const SCORE_MIN = 2

async function guessable(meter: Pick<StrengthMeter, 'estimate'>, password: string, contextWords: readonly string[]) {
  const estimate = await meter.estimate({ password, words: wordsOf(contextWords) })
  if (estimate === null || estimate.score >= SCORE_MIN) return undefined
  const detail =
    estimate.warning === '' ? 'takes few guesses: add a word or two that do not belong together' : estimate.warning
  return { code: 'guessable', detail }
}

function weakness(password: string, contextWords: readonly string[]): { code: string; detail: string } | undefined {
  if (new Set(password).size < DISTINCT_MIN || isRun(password)) {
    return { code: 'repetitive', detail: 'repeats or counts through a few characters' }
  }
  if (variants(password).some((variant) => common.has(variant))) {
    return { code: 'common', detail: 'is one of the passwords tried first, or one with a number or sign added' }
  }
  if (withoutWords(password, contextWords).length < REST_MIN) {
    return { code: 'context', detail: 'is built from your name, your address or the name of this service' }
  }
  return undefined
}

/** True when most neighbours follow each other in the alphabet or the digits, up or down. */
function isRun(password: string): boolean {
  let steps = 0
  for (let at = 1; at < password.length; at += 1) {
    if (Math.abs(password.charCodeAt(at) - password.charCodeAt(at - 1)) <= 1) steps += 1
  }
  return steps >= (password.length - 1) * 0.8
}

const LOOKALIKES: Readonly<Record<string, string>> = {
  '@': 'a',
  4: 'a',
  3: 'e',
  1: 'l',
  '!': 'i',
  0: 'o',
  $: 's',
  5: 's',
  7: 't',
}

/** The password, without what people put before and after a word, and with signs read as the letters they stand for. */
function variants(password: string): string[] {
  const stripped = [password.replace(/[^a-z]+$/, ''), password.replace(/^[^a-z]+|[^a-z]+$/g, '')]
  const bare = [password, ...stripped.filter((text) => password.length - text.length <= DECORATION_MAX)]
  const read = bare.map((text) => text.replace(/[@431!0$57]/g, (sign) => LOOKALIKES[sign] ?? sign))
  return [...bare, ...read]
}

function withoutWords(password: string, contextWords: readonly string[]): string {
  return wordsOf(contextWords).reduce((rest, word) => rest.replaceAll(word, ''), password)
}

/** What is known, whole and in its words, longest first. */
function wordsOf(contextWords: readonly string[]): string[] {
  return contextWords
    .flatMap((text) => [text, ...text.split('@'), ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length >= WORD_MIN)
    .sort((one, other) => other.length - one.length)
}
