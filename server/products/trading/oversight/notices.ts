import { now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { type Id, newId } from '../../../kernel/id.ts'
import type { OversightTables } from './tables.ts'

interface Noticed {
  readonly ownerId: Id<'user'>
  readonly accountId: Id<'trading-account'>
  readonly title: string
}

/** Tells a trader in the application of something of an account that no alert asked for. */
export async function noticeOf(tx: Tx, { ownerId, accountId, title }: Noticed): Promise<void> {
  await tx
    .query<OversightTables>()
    .insertInto('trading.alert_event')
    .values({
      ...{ id: newId<'alert-event'>(), owner_id: ownerId, account_id: accountId, rule_id: null, profile_id: null },
      ...{ title: title.slice(0, 300), raised_at: now(), in_app: true, read_at: null },
    })
    .execute()
}
