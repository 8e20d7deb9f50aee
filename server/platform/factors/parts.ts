import { hkdfSync } from 'node:crypto'
import type { Bus } from '../../kernel/db/bus.ts'
import type { Db } from '../../kernel/db/database.ts'
import type { Id } from '../../kernel/id.ts'
import type { Mailer } from '../../kernel/mail/mailer.ts'
import type { SmsSender } from '../../kernel/sms/sms.ts'
import type { Access } from '../access/index.ts'
import { type Attempts, createAttempts } from './attempts.ts'
import type { FactorsConfig } from './config.ts'
import type { FactorMethod, Reader } from './kind.ts'

/** Whose factors they are, for mails and for the label in an authenticator. */
export interface FactorPerson {
  readonly name: string
  readonly email: string
}

export interface FactorsDeps {
  readonly db: Db
  readonly bus: Bus
  readonly access: Pick<Access, 'mfaRequired'>
  readonly mailer: Mailer
  readonly sms: SmsSender
  readonly config: FactorsConfig
  /** People by id, from the unit above; inside a transaction through its own connection, `reader`. */
  readonly people: (ids: readonly Id<'user'>[], reader?: Reader) => Promise<ReadonlyMap<Id<'user'>, FactorPerson>>
}

/** What the unit's use cases are given. */
export interface FactorsParts extends FactorsDeps {
  readonly keys: { readonly backup: Buffer; readonly device: Buffer; readonly code: Buffer }
  readonly attempts: Attempts
  readonly notices: Notices
  /** Of the composed kinds: confirmed methods of a person, `backup` only beside another. */
  readonly methodsOf: (reader: Reader, userId: Id<'user'>) => Promise<FactorMethod[]>
}

/** Tells this process when a transaction commits, and the others by the bus, that somebody's factors changed. */
export interface Notices {
  changed(tx: Parameters<Bus['notify']>[0], userId: Id<'user'>): Promise<void>
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

export function createFactorsParts(deps: FactorsDeps, methodsOf: FactorsParts['methodsOf']): FactorsParts {
  const derive = (purpose: string): Buffer =>
    Buffer.from(hkdfSync('sha256', deps.config.masterSecret.reveal(), '', `plinth factors ${purpose} v1`, 32))
  return {
    ...deps,
    methodsOf,
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
      await bus.notify(tx, CHANNEL, userId)
      tx.afterCommit(() => tell(userId))
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
