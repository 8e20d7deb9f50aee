import { sql } from 'kysely'
import { inSeconds, now } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { object } from '../../../kernel/http/schema.ts'
import { type Job, job } from '../../../kernel/jobs/job.ts'
import { writeToClientById } from './client-letters.ts'
import type { WorkDeps } from './deps.ts'
import { quoteExpired } from './events.ts'
import { quoteExpiringMail } from './mails.ts'
import { dayOf, quotePage, tell } from './quotes.ts'
import type { WorkTables } from './tables.ts'

const REMIND_SECONDS = 2 * 24 * 3600
const BATCH = 200

/** Ends quotes whose time has come, and reminds of those that end within two days. */
export function quotesJob(deps: Pick<WorkDeps, 'mailer' | 'publicUrl'>): Job {
  return job({
    name: 'agency.expire-quotes',
    description: 'Ends quotes whose time has come and reminds clients two days before',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 60,
    idempotentBy: 'the state of each quote, and when it was reminded of',
    handle: async ({ once }) => {
      await once(expireQuotes, 'expire')
      await once((tx) => remindOfQuotes(tx, deps), 'remind')
    },
  })
}

async function expireQuotes(tx: Tx): Promise<void> {
  const expired = await tx
    .query<WorkTables>()
    .updateTable('agency.quote')
    .set({ state: 'expired', closed_at: now(), updated_at: now() })
    .where('state', '=', 'sent')
    .where('valid_until', '<=', now())
    .returningAll()
    .execute()
  const actor = { kind: 'system', userId: null } as const
  for (const row of expired)
    await tell(tx, row, { kind: 'quote_expired', actor, event: quoteExpired, action: 'expired' })
}

async function remindOfQuotes(tx: Tx, deps: Pick<WorkDeps, 'mailer' | 'publicUrl'>): Promise<void> {
  const ending = await tx
    .query<WorkTables>()
    .selectFrom('agency.quote')
    .selectAll()
    .where('state', '=', 'sent')
    .where('reminded_at', 'is', null)
    .where('valid_until', '<=', inSeconds(REMIND_SECONDS))
    // One that was valid for less from the start needs no reminder: the quote itself is it.
    .where(sql<boolean>`sent_at < valid_until - interval '2 days'`)
    .limit(BATCH)
    .forUpdate()
    .skipLocked()
    .execute()
  for (const row of ending) {
    await tx
      .query<WorkTables>()
      .updateTable('agency.quote')
      .set({ reminded_at: now() })
      .where('id', '=', row.id)
      .execute()
    await writeToClientById(deps, tx, row.client_id, {
      template: quoteExpiringMail,
      page: quotePage(row),
      guest: row.request_id === null ? null : { requestId: row.request_id, byGuest: false },
      fields: { reference: row.reference, title: row.title, until: dayOf(row.valid_until) },
    })
  }
}
