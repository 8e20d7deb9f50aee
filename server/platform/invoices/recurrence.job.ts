import type { Db } from '../../kernel/db/database.ts'
import { object } from '../../kernel/http/schema.ts'
import type { Id } from '../../kernel/id.ts'
import { type Job, job } from '../../kernel/jobs/job.ts'
import { Problem } from '../../kernel/problem.ts'
import type { InvoicesParts } from './deps.ts'
import { makeNext } from './recurrences.ts'
import { businessDay } from './settings.ts'
import type { InvoicesTables } from './tables.ts'

/** Periods made up for in one run: a daily invoice after months of standstill goes on in the next. */
const PERIODS_AT_ONCE = 40
const AT_ONCE = 200

/** Makes the invoices whose day has come where the business is; after a standstill one for each period that was missed. */
export function recurrenceJob(parts: InvoicesParts): Job {
  return job({
    name: 'invoices.recur',
    description: 'Makes recurring invoices that are due.',
    data: object({}),
    attempts: 3,
    backoffSeconds: 60,
    deadlineSeconds: 600,
    concurrency: 1,
    idempotentBy: 'the period of each recurring invoice, which moves on in the transaction that makes it',
    async handle({ db, once, signal, log }) {
      const today = await businessDay(db)
      let failed = 0
      for (const id of await findDue(db, today)) {
        try {
          for (let period = 0; period < PERIODS_AT_ONCE; period += 1) {
            signal.throwIfAborted()
            if ((await once((tx) => makeNext(parts, tx, id, today), `${id}-${period}`)) !== true) break
          }
        } catch (error) {
          if (!(error instanceof Problem)) throw error
          failed += 1
          log.warn({ recurrence: id, code: error.code }, 'a recurring invoice could not be made')
        }
      }
      if (failed > 0) throw new Error(`${failed} recurring invoices could not be made`)
    },
  })
}

async function findDue(db: Db, today: string): Promise<Id<'recurrence'>[]> {
  const rows = await db
    .query<InvoicesTables>()
    .selectFrom('invoices.recurrence')
    .select('id')
    .where('status', '=', 'active')
    .where('next_on', '<=', today)
    .orderBy('next_on')
    .limit(AT_ONCE)
    .execute()
  return rows.map(({ id }) => id)
}
