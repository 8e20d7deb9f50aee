import { Readable } from 'node:stream'
import { systemOrigin } from '../../../../kernel/db/actor.ts'
import type { Tx } from '../../../../kernel/db/database.ts'
import { idOf, object } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type AnyJob, type JobContext, job } from '../../../../kernel/jobs/job.ts'
import { recipient } from '../../../../kernel/mail/address.ts'
import type { TradingParts } from '../../deps.ts'
import { ownAccount } from '../../ledger/accounts.ts'
import { countHidden, readTradeFilter } from '../../ledger/trade-filter.ts'
import { noticeOf } from '../../oversight/notices.ts'
import { executionLines, tradeLines } from '../csv-lines.ts'
import type { PreparedExportRow } from '../tables.ts'
import { writeAccount } from '../transfer/write-account.ts'
import { exportEndedMail } from './mails.ts'
import { EXPORT_PURPOSE, EXPORT_QUEUE, endExport, type Made, waitingExport } from './prepared-exports.ts'

type Deps = Pick<TradingParts, 'db' | 'files' | 'plans' | 'mailer' | 'people' | 'publicUrl'>

const MEBIBYTE = 1024 * 1024
/** More than an account with all its pictures and years of price bars comes to. */
const BYTES_MAX = 2048 * MEBIBYTE

/** Writes an export into a file that its owner alone is given, and tells them. */
export function prepareExportJob(deps: Deps): AnyJob {
  return job({
    name: EXPORT_QUEUE,
    description: 'Makes the export of a trading account that somebody asked for',
    data: object({ exportId: idOf('trading-export') }),
    ...{ attempts: 3, backoffSeconds: 15, deadlineSeconds: 1800, tenantConcurrency: 1 },
    idempotentBy: 'the state of the export: the transaction that ends it also writes to its owner',
    async handle(context, { exportId }) {
      const row = await waitingExport(context.db, exportId)
      if (row === undefined) return
      const { account_id: accountId } = row
      try {
        // Nothing is left to be made of an account that was deleted meanwhile.
        if (accountId === null) await context.once((tx) => end(tx, deps, row, null), 'failed')
        else await prepare(deps, context, { ...row, account_id: accountId })
      } catch (error) {
        if (context.isFinal(error)) await context.once((tx) => end(tx, deps, row, null), 'failed')
        throw error
      }
    },
  })
}

type Wanted = PreparedExportRow & { readonly account_id: Id<'trading-account'> }

async function prepare(deps: Deps, context: JobContext, row: Wanted): Promise<void> {
  const { content, hidden } = await contentOf(deps, row)
  const stream = Readable.from(bytesOf(content), { signal: context.signal })
  const fileId = await deps.files.putGenerated(systemOrigin(EXPORT_QUEUE, context.jobId), {
    ...{ bytes: { stream, bytesMax: BYTES_MAX }, filename: row.filename, purpose: EXPORT_PURPOSE },
    ...{ contentType: row.kind === 'account' ? 'text/plain' : 'text/csv', visibility: 'private', ownerId: null },
  })
  const stored = await deps.files.file(context.db, fileId)
  const made = { fileId, bytes: stored?.bytes ?? 0, hidden }
  const ended = await context.once((tx) => end(tx, deps, row, made), 'ready')
  if (ended === false) await context.once((tx) => deps.files.remove(tx, fileId), 'not wanted any more')
}

async function* bytesOf(content: AsyncIterable<string>): AsyncGenerator<Buffer> {
  for await (const text of content) yield Buffer.from(text)
}

/** What the download of its kind answers at this moment. */
async function contentOf({ db, files, plans }: Deps, { owner_id: ownerId, account_id: accountId, kind }: Wanted) {
  const account = await ownAccount(db, ownerId, accountId)
  if (kind === 'account') return { content: writeAccount({ db, files }, account), hidden: null }
  if (kind === 'executions') return { content: executionLines(db, ownerId, { accountId }), hidden: null }
  const filter = await readTradeFilter(db, await plans.trader(db, ownerId), { account: [accountId] })
  return { content: tradeLines(db, filter), hidden: await countHidden(db, filter) }
}

/** False when nobody waits for it any more. */
async function end(tx: Tx, deps: Deps, row: PreparedExportRow, made: Made | null): Promise<boolean> {
  const ended = await endExport(tx, row.id, made)
  if (ended === undefined) return false
  const { owner_id: ownerId, account_id: accountId, filename, expires_at: expiresAt } = ended
  const title = made === null ? `${filename} could not be made` : `${filename} is ready to be downloaded under Exports`
  if (accountId !== null) await noticeOf(tx, { ownerId, accountId, title })
  const person = (await deps.people([ownerId], tx)).get(ownerId)
  if (person === undefined) return true
  await deps.mailer.send(tx, recipient(person), exportEndedMail, {
    ...{ name: person.name, filename, until: expiresAt === null ? null : dayOf(expiresAt) },
    url: new URL('/trading/exports', deps.publicUrl).href,
  })
  return true
}

/** 10 April 2026, of UTC. */
function dayOf(at: Date): string {
  return at.toLocaleDateString('en-GB', { day: 'numeric', month: 'long', year: 'numeric', timeZone: 'UTC' })
}
