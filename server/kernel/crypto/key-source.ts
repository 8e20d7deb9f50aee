import { createPrivateKey } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { ConfigError } from '../config/read.ts'
import { secret } from '../config/secret.ts'
import { type SigningKey, type SigningSettings, signingKeyFault, type WrappedKey } from '../config/signing-keys.ts'

/** Where signing keys come from: asked once, at the start. Signing itself always happens here, with the key in memory. */
interface KeySource {
  /** Throws ConfigError when a key cannot be had. */
  load(): Promise<readonly SigningKey[]>
}

const TRIES_MAX = 3
const TRY_MS_MAX = 5000
const ANSWER_MAX = 64 * 1024

/** Keys that the environment, a file or DATA_DIR gave. */
function configuredKeys({ signing }: Pick<SigningSettings, 'signing'>): KeySource {
  return { load: async () => signing }
}

/**
 * Keys that a key management service (or a small gateway before one) opens: `POST url` with `{"kid","ciphertext"}` and the bearer
 * token answers `{"plaintext": "<base64 of PKCS#8, PEM or DER>"}`. The opened key is kept in memory only.
 */
function kmsKeys({ kms, wrapped, algorithm }: Omit<SigningSettings, 'signing'>): KeySource {
  const open = async ({ kid, ciphertext, active }: WrappedKey): Promise<SigningKey> => {
    if (kms === null) throw unavailable(`a wrapped key ${kid} needs it`)
    const body = JSON.stringify({ kid, ciphertext })
    const answer = await ask(kms.url, { authorization: `Bearer ${kms.token.reveal()}` }, body)
    const pem = pemOf(answer)
    const fault = signingKeyFault(pem ?? '', active ? algorithm : null)
    if (pem === null || fault !== null) throw unavailable(`what it gave for key ${kid} ${fault ?? 'is no key'}`)
    return { kid, privateKeyPem: secret(pem), active }
  }
  return { load: () => Promise.all(wrapped.map(open)) }
}

/** The keys of both sources, opened. */
export async function loadSigningKeys(settings: SigningSettings): Promise<readonly SigningKey[]> {
  const sources = [configuredKeys(settings), kmsKeys(settings)]
  return (await Promise.all(sources.map((source) => source.load()))).flat()
}

function unavailable(message: string): ConfigError {
  return new ConfigError([{ variable: 'KMS_UNWRAP_URL', message }])
}

/** Asks up to three times while the service is away; a refusal is final. */
async function ask(url: URL, headers: Record<string, string>, body: string): Promise<string> {
  let last = ''
  for (let attempt = 1; attempt <= TRIES_MAX; attempt += 1) {
    try {
      const answer = await fetch(url, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body,
        redirect: 'error',
        signal: AbortSignal.timeout(TRY_MS_MAX),
      })
      const text = (await answer.text()).slice(0, ANSWER_MAX)
      if (answer.ok) return text
      last = `it answered ${answer.status}`
      if (answer.status < 500) break
    } catch (error) {
      last = `it does not answer (${(error as { cause?: { code?: string } }).cause?.code ?? (error as Error).name})`
    }
    if (attempt < TRIES_MAX) await sleep(200 * attempt)
  }
  throw unavailable(last)
}

/** The opened key as PEM; null when the answer holds none. */
function pemOf(answer: string): string | null {
  try {
    const { plaintext } = JSON.parse(answer) as { plaintext?: unknown }
    const bytes = Buffer.from(String(plaintext), 'base64')
    const isPem = bytes.subarray(0, 5).toString('latin1') === '-----'
    const key = isPem ? createPrivateKey(bytes) : createPrivateKey({ key: bytes, format: 'der', type: 'pkcs8' })
    return key.export({ type: 'pkcs8', format: 'pem' }).toString()
  } catch {
    return null
  }
}
