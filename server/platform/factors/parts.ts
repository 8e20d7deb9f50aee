import type { KeyObject } from 'node:crypto'
import { deriveKey } from '../../kernel/crypto/derive-key.ts'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db, Tx } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { SmsSender } from '../../kernel/sms/sms.ts'
import type { Vault } from '../../kernel/vault/vault.ts'
import type { Access } from '../access/index.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import type { FactorsConfig } from './config.ts'
import type { EnrolledMethod, Reader } from './kind.ts'

/** Whose factors they are, for mails and for the label in an authenticator. */
export interface FactorPerson {
  readonly name: string
  readonly email: string
  readonly locale: string | null
}

interface SessionRef {
  readonly sessionId: Id<'session'>
  readonly userId: Id<'user'>
}

/** The unit above as far as this one asks it: it knows people, sessions and every way in. */
export interface Above {
  /** People by id; inside a transaction through its own connection, `reader`. */
  userSummaries(ids: readonly Id<'user'>[], reader?: Reader): Promise<ReadonlyMap<Id<'user'>, FactorPerson>>
  /** Whether a session is open; it stays so until `tx` ends. */
  holdSession(tx: Tx, session: SessionRef): Promise<boolean>
  /** The session, held open, has just proven a factor that it set up. */
  raiseSession(tx: Tx, session: SessionRef, method: EnrolledMethod): Promise<void>
  /** How the person can sign in; others who ask wait until `tx` ends. */
  waysIn(tx: Tx, userId: Id<'user'>): Promise<readonly string[]>
}

export interface FactorsDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Pick<Access, 'mfaRequired'>
  readonly mailer: Mailer
  readonly sms: SmsSender
  readonly vault: Vault
  readonly config: FactorsConfig
  /** Made after this unit: not to be asked before the first request. */
  readonly above: () => Above
}

/** What the unit's use cases are given. */
export interface FactorsParts extends FactorsDeps {
  readonly keys: { readonly backup: KeyObject; readonly device: KeyObject; readonly code: KeyObject }
  readonly attempts: Attempts
  readonly notices: Notices
}

/** Tells this process when a transaction commits, and the others by the bus, that somebody's factors changed. */
export interface Notices {
  changed(tx: Parameters<Bus['announce']>[0], userId: Id<'user'>): Promise<void>
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

export function createFactorsParts(deps: FactorsDeps): FactorsParts {
  const derive = (purpose: string): KeyObject => deriveKey(deps.config.masterSecret, `plinth factors ${purpose} v1`)
  return {
    ...deps,
    keys: { backup: derive('backup codes'), device: derive('devices'), code: derive('sent codes') },
    attempts: createAttempts(deps.db),
    notices: createNotices(deps.bus),
  }
}

const CHANNEL = 'factors.changed'

function createNotices(bus: Bus): Notices {
  const listeners: ((userId: Id<'user'> | null) => void)[] = []
  const tell = (userId: Id<'user'> | null): void => {
    for (const listener of listeners) listener(userId)
  }
  bus.listen(CHANNEL, (payload) => tell(payload as Id<'user'>))
  bus.onGap(() => tell(null))
  return {
    async changed(tx, userId) {
      await bus.announce(tx, CHANNEL, userId)
      tx.afterCommit(() => tell(userId))
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
