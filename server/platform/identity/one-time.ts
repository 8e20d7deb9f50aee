import { createHash, randomBytes } from 'node:crypto'
import { inSeconds, now } from '../../kernel/clock.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import { identityProblem } from './problems.ts'
import type { IdentityTables } from './tables.ts'

const SECRET_BYTES = 32

export type Purpose =
  | 'verify'
  | 'reset'
  | 'setup'
  | 'mfa'
  | 'unlock'
  | 'magic-link'
  | 'email-change'
  | 'email-revert'
  | 'erase'

export interface OneTime {
  readonly purpose: Purpose
  /** Whom it is for; a newer one of the same purpose and subject replaces it. */
  readonly subject: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly lifetimeSeconds: number
}

/** What a good secret stands for. */
export interface Redeemed {
  readonly subject: string
  readonly payload: Readonly<Record<string, unknown>>
  readonly createdAt: Date
}

// A random secret of 256 bits needs no slow hash: there is nothing to guess.
/** What is kept of a secret. */
export function hashOfSecret(secret: string): Buffer {
  return createHash('sha256').update(secret).digest()
}

/** Makes a secret of 256 random bits and returns it: only its hash is kept. */
export async function issueOneTime(tx: Tx, wanted: OneTime): Promise<string> {
  const secret = randomBytes(SECRET_BYTES).toString('base64url')
  const row = {
    secret_hash: hashOfSecret(secret),
    payload: JSON.stringify(wanted.payload),
    created_at: now(),
    expires_at: inSeconds(wanted.lifetimeSeconds),
    consumed_at: null,
    attempts: 0,
  }
  await tx
    .query<IdentityTables>()
    .insertInto('identity.one_time')
    .values({ purpose: wanted.purpose, subject: wanted.subject, ...row })
    .onConflict((conflict) => conflict.columns(['purpose', 'subject']).doUpdateSet(row))
    .execute()
  return secret
}

/**
 * The only way to use a secret up: one statement, so that of any number at once exactly one gets it. Throws identity/token-invalid
 * for one that is unknown, used, replaced, expired or of another purpose.
 */
export async function consumeOneTime(tx: Tx, purpose: Purpose, secret: string): Promise<Redeemed> {
  const rows = await tx.raw<Redeemed>(
    `UPDATE identity.one_time SET consumed_at = $3
      WHERE secret_hash = $2 AND purpose = $1 AND consumed_at IS NULL AND expires_at > $3
      RETURNING subject, payload, created_at AS "createdAt"`,
    [purpose, hashOfSecret(secret), now()],
  )
  if (rows[0] === undefined) throw identityProblem('token-invalid', { refused: 'link' })
  return rows[0]
}

/** Whose secret it is, as long as it can be used: for checks that must not use it up. Throws identity/token-invalid. */
export async function peekOneTime(db: Db, purpose: Purpose, secret: string): Promise<Redeemed> {
  const rows = await db.raw<Redeemed>(
    `SELECT subject, payload, created_at AS "createdAt" FROM identity.one_time
      WHERE secret_hash = $2 AND purpose = $1 AND consumed_at IS NULL AND expires_at > $3`,
    [purpose, hashOfSecret(secret), now()],
  )
  if (rows[0] === undefined) throw identityProblem('token-invalid', { refused: 'link' })
  return rows[0]
}

/** Ends every secret made for `subject`: when the password changes, or the account is disabled. */
export async function revokeOneTime(tx: Tx, subject: string): Promise<void> {
  await tx
    .query<IdentityTables>()
    .updateTable('identity.one_time')
    .set({ consumed_at: now() })
    .where('subject', '=', subject)
    .where('consumed_at', 'is', null)
    .execute()
}
