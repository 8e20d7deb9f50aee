import { systemOrigin } from '../../../../kernel/db/actor.ts'
import { idOf, object } from '../../../../kernel/http/schema.ts'
import { type AnyJob, type JobContext, job } from '../../../../kernel/jobs/job.ts'
import { Problem } from '../../../../kernel/problem.ts'
import type { TradingParts } from '../../deps.ts'
import type { RestoreRow } from '../tables.ts'
import { AccountFileRefusal, readAccount } from './read-account.ts'
import { restoreAccount } from './restore-account.ts'
import { withPictures } from './restore-pictures.ts'
import { endRestore, RESTORE_QUEUE, waitingRestore } from './restores.ts'
import { NO_ROOM } from './restoring.ts'

type Deps = Pick<TradingParts, 'files' | 'plans'>

/** Makes an account of an exported one: all of it in one transaction, or nothing. */
export function restoreJob(deps: Deps): AnyJob {
  return job({
    name: RESTORE_QUEUE,
    description: 'Brings the file of an exported trading account into a new one',
    data: object({ restoreId: idOf('trading-restore') }),
    ...{ attempts: 3, backoffSeconds: 5, deadlineSeconds: 900, tenantConcurrency: 1 },
    idempotentBy: 'the state of the restore: the transaction that makes the account also ends it',
    async handle(context, { restoreId }) {
      const row = await waitingRestore(context.db, restoreId)
      if (row === undefined) return
      try {
        await run(context, deps, row)
      } catch (error) {
        const refusal =
          refusalOf(error) ?? (context.isFinal(error) ? new AccountFileRefusal('could-not-be-done') : null)
        if (refusal !== null) await fail(context, deps.files, row, refusal)
        if (refusalOf(error) === null) throw error
      }
    },
  })
}

async function run(context: JobContext, { files, plans }: Deps, row: RestoreRow): Promise<void> {
  if (row.file_id === null) throw new AccountFileRefusal('no-account-file')
  const local = await files.localPath(row.file_id)
  try {
    const { owner_id: ownerId, name } = row
    const origin = systemOrigin(RESTORE_QUEUE, context.jobId)
    await withPictures(context, { files, origin, ownerId, path: local.path }, async (pictures) => {
      await context.once(async (tx) => {
        if ((await waitingRestore(tx, row.id)) === undefined) return
        const restored = await restoreAccount(tx, { ownerId, name, pictures, plans }, readAccount(local.path))
        context.signal.throwIfAborted()
        await endRestore(tx, files, row, { state: 'done', account_id: restored.accountId, counts: restored.counts })
      })
    })
  } finally {
    await local.release()
  }
}

/** What no other try would mend. */
function refusalOf(error: unknown): AccountFileRefusal | null {
  if (error instanceof AccountFileRefusal) return error
  if (!(error instanceof Problem)) return null
  if (error.code === 'blob/missing') return new AccountFileRefusal('no-account-file')
  const [, code = ''] = error.code.split('/')
  if (NO_ROOM.includes(error.code))
    return new AccountFileRefusal(code, null, code === 'plan-limit' ? `/${error.params?.counter}` : null)
  return error.code.startsWith('trading/')
    ? new AccountFileRefusal('line-invalid', null, error.errors?.[0]?.pointer ?? null)
    : null
}

async function fail(
  context: JobContext,
  files: Deps['files'],
  row: RestoreRow,
  { code, line, field }: AccountFileRefusal,
): Promise<void> {
  await context.db.transaction(systemOrigin(RESTORE_QUEUE, context.jobId), async (tx) => {
    if ((await waitingRestore(tx, row.id)) === undefined) return
    const why = { failure: code, failed_line: line, failed_field: field?.slice(0, 200) ?? null }
    await endRestore(tx, files, row, { state: 'failed', ...why })
  })
}
