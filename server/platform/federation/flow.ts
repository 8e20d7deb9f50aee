import { createHash, createHmac, type KeyObject, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Secret } from '../../kernel/config/secret.ts'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import { federationProblem } from './problems.ts'
import type { Flow } from './provider.ts'
import type { FederationTables } from './tables.ts'

export const FLOW_SECONDS = 10 * 60
const SECRET_BYTES = 32

/** The account to be linked, in the session that asked for it. */
export interface Linking {
  readonly userId: Id<'user'>
  readonly sessionId: Id<'session'>
}

export interface Beginning {
  readonly provider: string
  /** Value of the cookie that the same browser has to bring back. */
  readonly browser: string
  readonly returnTo: string
  /** Null when somebody signs in. */
  readonly linking: Linking | null
}

/** The key that flows' nonces and verifiers are derived from. */
export function flowKey(master: Secret): KeyObject {
  return deriveKey(master, 'plinth federation flow v1')
}

/** 256 random bits, for a state or a browser. */
export function randomSecret(): string {
  return randomBytes(SECRET_BYTES).toString('base64url')
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/**
 * Nonce and PKCE verifier of a flow. They stand in no row: whoever reads the database has neither, and whoever sees the state lacks the
 * browser's cookie and the key.
 */
export function deriveFlow(key: KeyObject, given: { state: string; browser: string; redirectUri: URL }): Flow {
  const { state, browser, redirectUri } = given
  const derive = (purpose: string): string =>
    createHmac('sha256', key).update(`${purpose}.${state}.${browser}`).digest('base64url')
  return { state, redirectUri, nonce: derive('nonce'), verifier: derive('verifier') }
}

/** Writes that a flow began; returns its state, of which only the hash is kept. */
export async function beginFlow(tx: Tx, beginning: Beginning): Promise<string> {
  const state = randomSecret()
  const row = {
    state_hash: hashOf(state),
    browser_hash: hashOf(beginning.browser),
    provider: beginning.provider,
    return_to: beginning.returnTo,
    user_id: beginning.linking?.userId ?? null,
    session_id: beginning.linking?.sessionId ?? null,
    created_at: now(),
    expires_at: inSeconds(FLOW_SECONDS),
    consumed_at: null,
  }
  await tx.query<FederationTables>().insertInto('federation.flow').values(row).execute()
  return state
}

export interface Begun {
  readonly returnTo: string
  readonly linking: Linking | null
}

/**
 * Uses a flow up, in the browser and for the provider it was begun with: one statement, so that of any number at once exactly one goes
 * on. Throws federation/state-invalid.
 */
export async function consumeFlow(
  tx: Tx,
  { state, provider, browser }: { state: string; provider: string; browser: string },
): Promise<Begun> {
  const rows = await tx.raw<{ return_to: string; user_id: Id<'user'> | null; session_id: Id<'session'> | null }>(
    `UPDATE federation.flow SET consumed_at = $4
      WHERE state_hash = $1 AND browser_hash = $2 AND provider = $3 AND consumed_at IS NULL AND expires_at > $4
      RETURNING return_to, user_id, session_id`,
    [hashOf(state), hashOf(browser), provider, now()],
  )
  const [row] = rows
  if (row === undefined) throw federationProblem('state-invalid')
  const { user_id: userId, session_id: sessionId, return_to: returnTo } = row
  return { returnTo, linking: userId === null || sessionId === null ? null : { userId, sessionId } }
}
