import { createHash } from 'node:crypto'
import { inSeconds } from '../clock.ts'
import type { Tx } from '../db/database.ts'
import { httpProblem } from './problems.ts'

/** What a repeated request must match to be the same one. */
export interface IdempotentRequest {
  readonly principal: string
  readonly key: string
  readonly route: string
  readonly requestHash: Buffer
}

export interface StoredAnswer {
  readonly status: number
  /** Empty for an answer without body. */
  readonly body: string
}

const KEPT_SECONDS = 24 * 3600
const BODY_MAX_BYTES = 64 * 1024
const KEY_FORM = /^[\x21-\x7e]{8,128}$/

/** Reads the header; throws http/idempotency-key-missing when `required` and absent or malformed. */
export function readIdempotencyKey(header: string | string[] | undefined, required: boolean): string | undefined {
  if (header === undefined && !required) return undefined
  if (typeof header !== 'string' || !KEY_FORM.test(header)) throw httpProblem('idempotency-key-missing')
  return header
}

/** SHA-256 of route, path parameters, query and body, whatever the order of properties: the fingerprint a key is bound to. */
export function hashRequest(route: string, parts: readonly unknown[]): Buffer {
  return createHash('sha256')
    .update(JSON.stringify([route, ...parts], inOrder))
    .digest()
}

function inOrder(_key: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)))
}

interface Row {
  route: string
  request_hash: Buffer
  status: number
  body: string
  [column: string]: unknown
}

/**
 * Claims the key inside the transaction of the effect. Returns the stored answer of an earlier run, or null when this run is the
 * first. A run under way elsewhere is answered 409 at once: nobody waits on a lock holding a connection.
 */
export async function claimIdempotency(tx: Tx, request: IdempotentRequest): Promise<StoredAnswer | null> {
  const [lock] = await tx.raw<{ locked: boolean }>(
    'SELECT pg_try_advisory_xact_lock(hashtextextended($1, 7)) AS locked',
    [`${request.principal}\n${request.key}`],
  )
  if (lock?.locked !== true) throw httpProblem('idempotency-in-flight', { retryAfterSeconds: 1 })
  const [row] = await tx.raw<Row>(
    'SELECT route, request_hash, status, body FROM kernel.idempotency WHERE principal = $1 AND key = $2 AND expires_at > now()',
    [request.principal, request.key],
  )
  if (row === undefined) return null
  if (row.route !== request.route || !request.requestHash.equals(row.request_hash))
    throw httpProblem('idempotency-key-reused')
  return { status: row.status, body: row.body }
}

/** Stores the answer in the same transaction, so that acknowledged means recorded. */
export async function storeIdempotency(tx: Tx, request: IdempotentRequest, answer: StoredAnswer): Promise<void> {
  if (Buffer.byteLength(answer.body) > BODY_MAX_BYTES)
    throw new RangeError(`the answer of ${request.route} is too large to be replayed`)
  await tx.raw(
    `INSERT INTO kernel.idempotency (principal, key, route, request_hash, status, body, expires_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (principal, key) DO UPDATE SET route = excluded.route, request_hash = excluded.request_hash,
       status = excluded.status, body = excluded.body, created_at = now(), expires_at = excluded.expires_at`,
    [
      request.principal,
      request.key,
      request.route,
      request.requestHash,
      answer.status,
      answer.body,
      inSeconds(KEPT_SECONDS),
    ],
  )
}

/** Removes the stored answers of one caller, which may hold what is theirs. */
export async function forgetIdempotency(tx: Tx, principal: string): Promise<void> {
  await tx.raw('DELETE FROM kernel.idempotency WHERE principal = $1', [principal])
}
