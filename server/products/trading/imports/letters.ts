import { nowMs } from '../../../kernel/clock.ts'
import type { Tx } from '../../../kernel/db/database.ts'
import { recipient } from '../../../kernel/mail/address.ts'
import type { Person, TradingDeps } from '../deps.ts'
import { countsOf } from './batch-view.ts'
import { importFinishedMail } from './mails.ts'
import type { BatchRow } from './tables.ts'

/** Nobody waits longer for a page. */
const LONG_MS = 60_000

/** Writes to the trader that an import is done, when it took long or they asked for it. */
export async function tellFinished(
  { mailer, publicUrl }: Pick<TradingDeps, 'mailer' | 'publicUrl'>,
  tx: Tx,
  batch: BatchRow,
  to: { readonly person: Person | undefined; readonly account: string },
): Promise<void> {
  const isLong = batch.committed_at !== null && nowMs() - batch.committed_at.getTime() > LONG_MS
  if (to.person === undefined || !(batch.wants_letter || isLong)) return
  const counts = countsOf(batch)
  if (counts === null) return
  const said = [
    [counts.created, 'new'],
    [counts.duplicate, 'there already'],
    [counts.skipped, 'not about fills or cash'],
    [counts.needsMapping, 'waiting until you say what their symbols are'],
    [counts.needsRate, 'waiting for a rate into the currency of the account'],
    [counts.error, 'not taken because of errors'],
  ] as const
  const beyond = batch.trades_beyond ?? 0
  await mailer.send(tx, recipient(to.person), importFinishedMail, {
    ...{ name: to.person.name, url: new URL(`/trading/imports/${batch.id}`, publicUrl).href },
    ...{ what: batch.filename, account: to.account, errors: counts.error },
    outcomes: [
      ...said.flatMap(([count, words]) => (count === 0 ? [] : [`${count} ${count === 1 ? 'row' : 'rows'} ${words}`])),
      ...(beyond === 0 ? [] : [`${beyond} of its trades, kept, beyond the limit of your plan`]),
    ],
  })
}
