import { type KeyObject, randomInt } from 'node:crypto'
import { createChallenge, verifySolution } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Challenge, Payload } from 'altcha-lib/types'
import { inSeconds, nowMs } from '../../kernel/clock.ts'

const LIFETIME_SECONDS = 5 * 60
/** A few hundred derivations: a third of a second for a laptop, a second for an old telephone. */
const ITERATIONS = 2_000
const COUNTER_MIN = 200
const COUNTER_MAX = 400

/** A signed proof-of-work challenge for one action; nothing is stored for it. */
export function makeChallenge(key: KeyObject, action: string): Promise<Challenge> {
  return createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: ITERATIONS,
    counter: randomInt(COUNTER_MIN, COUNTER_MAX),
    deriveKey,
    data: { action },
    expiresAt: Math.floor(inSeconds(LIFETIME_SECONDS).getTime() / 1000),
    ...secretsOf(key),
  })
}

function secretsOf(key: KeyObject) {
  const secret = key.export().toString('hex')
  return { hmacSignatureSecret: `challenge ${secret}`, hmacKeySignatureSecret: `solution ${secret}` }
}

/** What names a right, timely answer to a challenge of ours for `action`, so that it can be used up; null for any other text. */
export async function readSolution(key: KeyObject, action: string, text: string): Promise<string | null> {
  const payload = parsePayload(text)
  if (payload === null) return null
  const { challenge, solution } = payload
  const { verified } = await verifySolution({ challenge, solution, deriveKey, ...secretsOf(key) })
  if (!verified || challenge.signature === undefined) return null
  const { data, expiresAt } = challenge.parameters
  if (data?.action !== action || expiresAt === undefined || expiresAt * 1000 <= nowMs()) return null
  return challenge.signature
}

/** Base64 of JSON, as the widget and solvers of ALTCHA send it. Only what is read before the signature is checked here. */
function parsePayload(text: string): Payload | null {
  let payload: unknown
  try {
    payload = JSON.parse(Buffer.from(text, 'base64').toString('utf8'))
  } catch {
    return null
  }
  const { challenge, solution } = (payload ?? {}) as { challenge?: Partial<Challenge>; solution?: unknown }
  const isWhole =
    isObject(challenge) &&
    isObject(challenge.parameters) &&
    typeof challenge.signature === 'string' &&
    isObject(solution)
  return isWhole ? (payload as Payload) : null
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
