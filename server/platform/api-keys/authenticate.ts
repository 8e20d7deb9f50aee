import { timingSafeEqual } from 'node:crypto'
import type { FastifyRequest } from 'fastify'
import { LRUCache } from 'lru-cache'
import { now, nowMs } from '../../kernel/clock.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { asId, type Id } from '../../kernel/id.ts'
import type { Problem } from '../../kernel/problem.ts'
import { hashKeyText, idOfKeyText, keyTextOf } from './key-text.ts'
import type { LiveKeys } from './live-keys.ts'
import { apiKeysProblem } from './problems.ts'

const USE_WRITTEN_EVERY_MS = 60_000
const WRITTEN_MAX = 20_000
/** Nobody has proven anything by sending a key. */
const NEVER = new Date(0)

function invalid(): Problem {
  return apiKeysProblem('invalid', {
    headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
    refused: 'api-key',
  })
}

/** Tells who calls by an API key; null when the request carries none. Throws api-keys/invalid. */
export function createKeyAuthenticator(live: LiveKeys, db: Db): (request: FastifyRequest) => Promise<Principal | null> {
  const noteUse = createUseNotes(db)
  return async (request) => {
    const text = keyTextOf(request.headers.authorization)
    if (text === null) return null
    const id = idOfKeyText(text)
    const state = id === null ? null : await live.find(id)
    if (id === null || state === null || !timingSafeEqual(state.hash, hashKeyText(text))) throw invalid()
    if (!state.open || state.expiresAt <= now()) throw invalid()
    await noteUse(id)
    const { ownerId: userId, permissions, createdAt, expiresAt } = state
    return {
      actor: { kind: 'user', userId, sessionId: asId<'session'>(id), permissions, apiKeyId: id },
      via: 'bearer',
      aal: 1,
      authenticatedAt: NEVER,
      refusal: state.factorDue ? apiKeysProblem('second-factor-due') : null,
      apiKey: { createdAt, expiresAt },
    }
  }
}

/** Writes when a key was last used, once a minute at most from each process and from all of them. */
function createUseNotes(db: Db): (id: Id<'api-key'>) => Promise<void> {
  const written = new LRUCache<string, number>({ max: WRITTEN_MAX })
  return async (id) => {
    const atMs = nowMs()
    if (atMs - (written.get(id) ?? Number.NEGATIVE_INFINITY) < USE_WRITTEN_EVERY_MS) return
    written.set(id, atMs)
    await db.raw(
      'UPDATE api_keys.key SET last_used_at = $2 WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $3)',
      [id, new Date(atMs), new Date(atMs - USE_WRITTEN_EVERY_MS)],
    )
  }
}
