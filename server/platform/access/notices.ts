import type { Bus } from '../../kernel/db/bus.ts'
import type { Tx } from '../../kernel/db/database.ts'
import { asId, type Id } from '../../kernel/id.ts'

const CHANNEL = 'access.changed'
const EVERYBODY = '*'

export interface Notices {
  /** Tells this process when `tx` commits, and the others by the bus; null: anybody's permissions may have changed. */
  changed(tx: Tx, userId: Id<'user'> | null): Promise<void>
  onChange(listener: (userId: Id<'user'> | null) => void): void
}

export function createNotices(bus: Bus): Notices {
  const listeners: ((userId: Id<'user'> | null) => void)[] = []
  const tell = (userId: Id<'user'> | null): void => {
    for (const listener of listeners) listener(userId)
  }
  bus.listen(CHANNEL, (payload) => tell(payload === EVERYBODY ? null : asId<'user'>(payload)))
  bus.onGap(() => tell(null))
  return {
    async changed(tx, userId) {
      await bus.announce(tx, CHANNEL, userId ?? EVERYBODY)
      tx.afterCommit(() => tell(userId))
    },
    onChange: (listener) => void listeners.push(listener),
  }
}
