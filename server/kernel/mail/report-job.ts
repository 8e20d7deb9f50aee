import { createHash } from 'node:crypto'
import type { Static } from 'typebox'
import { now } from '../clock.ts'
import { type SealingKey, seal, unseal } from '../crypto/seal.ts'
import type { Tx } from '../db/database.ts'
import { idOf, object } from '../http/schema.ts'
import { type Id, newId } from '../id.ts'
import { enqueue, type Job, type JobContext, job, PermanentFailure } from '../jobs/job.ts'
import { type Provider, parseReports } from './report-parse.ts'
import { takeReport } from './take-report.ts'

const reportJobData = object({ webhookId: idOf('mail-webhook') })

/** The job that reads what a provider reported. */
export type ReportJob = Job<typeof reportJobData>

/** Reads one stored request: its facts take effect, each once, in the transaction that blanks the request. */
export function createReportJob(keys: readonly SealingKey[]): ReportJob {
  return job({
    name: 'mail.read-reports',
    description: 'Reads what a mail provider reported: bounces and complaints.',
    data: reportJobData,
    attempts: 5,
    backoffSeconds: 30,
    deadlineSeconds: 60,
    idempotentBy: 'mail, kind, time and recipient of each report',
    handle: (context: JobContext, data: Static<typeof reportJobData>) => readReports(keys, context, data.webhookId),
  })
}

/** Keeps a verified request and enqueues its reading; the same bytes a second time change nothing. */
export async function storeReports(
  tx: Tx,
  { keys, reportJob }: { readonly keys: readonly SealingKey[]; readonly reportJob: ReportJob },
  provider: Provider,
  body: Buffer,
): Promise<void> {
  const id = newId<'mail-webhook'>()
  const stored = await tx.raw(
    `INSERT INTO kernel.mail_webhook (id, provider, body_hash, sealed_body, received_at) VALUES ($1, $2, $3, $4, $5)
     ON CONFLICT (provider, body_hash) DO NOTHING RETURNING id`,
    [id, provider, createHash('sha256').update(body).digest(), seal(keys, id, body.toString('utf8')), now()],
  )
  if (stored.length > 0) await enqueue(tx, reportJob, { webhookId: id })
}

async function readReports(keys: readonly SealingKey[], context: JobContext, id: Id<'mail-webhook'>): Promise<void> {
  const [stored] = await context.db.raw<{ provider: Provider; sealed_body: Buffer | null }>(
    'SELECT provider, sealed_body FROM kernel.mail_webhook WHERE id = $1',
    [id],
  )
  if (stored?.sealed_body == null) return
  const { reports, malformed } = parseReports(stored.provider, unseal(keys, id, stored.sealed_body))
  await context.once(async (tx) => {
    for (const report of reports) await takeReport(tx, report)
    // What could not be read stays, for whoever looks into the failed job.
    if (malformed === 0) await tx.raw('UPDATE kernel.mail_webhook SET sealed_body = NULL WHERE id = $1', [id])
  })
  if (malformed > 0) throw new PermanentFailure(`${malformed} reports are not of the form that the provider documents`)
  context.log.info({ provider: stored.provider, reports: reports.length }, 'mail reports read')
}
