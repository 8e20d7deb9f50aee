import type { TSchema } from 'typebox'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Route } from '../../kernel/http/route.ts'
import type { Id } from '../../kernel/id.ts'
import type { AnyMailTemplate } from '../../kernel/mail/template.ts'

/** A way to prove a second factor; `backup` stands in for the others and never alone. */
export type FactorMethod = 'totp' | 'sms' | 'email' | 'passkey' | 'backup'

/** Methods whose factors are set up one by one. */
export type EnrolledMethod = Exclude<FactorMethod, 'backup'>

export type Reader = Pick<Db | Tx, 'query' | 'raw'>

/** What a person presents: digits or a backup code, or a passkey's answer (WebAuthn AuthenticationResponseJSON). */
export interface Presented {
  readonly userId: Id<'user'>
  /** The challenge that it answers: codes that were sent and passkey challenges are good for one only. */
  readonly challengeId: string
  readonly code?: string | undefined
  readonly credential?: unknown
}

/** Whom a code is sent to, or a passkey asked of, and for which challenge. */
export interface Asked {
  readonly userId: Id<'user'>
  readonly challengeId: string
}

/** What GET /api/auth/mfa shows of a method: `items` of `shape` under `name`. */
export interface FactorListing {
  readonly name: 'totp' | 'phones' | 'emails' | 'passkeys'
  readonly shape: TSchema
  items(reader: Reader, userId: Id<'user'>): Promise<readonly unknown[]>
}

/** One method of the unit. */
export interface FactorKind {
  readonly method: FactorMethod
  /**
   * True when what is presented is right; using it up and saying so is one statement, so that of any number at once one is told true.
   * The attempt has been counted for the person already. On false the transaction commits: a code's own count of tries may be written.
   */
  verify(tx: Tx, presented: Presented): Promise<boolean>
  /** Sends a code for a challenge (sms, email). */
  readonly send?: (tx: Tx, asked: Asked) => Promise<void>
  /** Absent for backup codes, which are only counted. */
  readonly listing?: FactorListing
  /** Enrolment, removal and what else the method answers. */
  readonly routes: readonly Route[]
  readonly mails?: readonly AnyMailTemplate[]
}
