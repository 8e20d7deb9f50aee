import { inSeconds } from '../../../../kernel/clock.ts'
import type { Db } from '../../../../kernel/db/database.ts'
import { object } from '../../../../kernel/http/schema.ts'
import type { Id } from '../../../../kernel/id.ts'
import { type AnyJob, job } from '../../../../kernel/jobs/job.ts'
import type { TradingDeps } from '../../deps.ts'
import { EXPORT_PURPOSE, expireExport, forgetExports, keptFiles, overdueExports } from './prepared-exports.ts'

const PAGE = 100
/** What was stored by a process that died before it could say so. */
const LOST_SECONDS = 24 * 3600

/** Removes the files of exports whose time is over. */
export function dropExportsJob({ files }: Pick<TradingDeps, 'files'>): AnyJob {
  return job({
    name: 'trading.drop-exports',
    description: 'Removes exports a week after they were made',
    data: object({}),
    ...{ attempts: 3, backoffSeconds: 60, deadlineSeconds: 600 },
    idempotentBy: 'what is removed is gone',
    async handle({ db, once, signal }) {
      for (const id of await overdueExports(db)) {
        signal.throwIfAborted()
        await once((tx) => expireExport(tx, files, id), `expire ${id}`)
      }
      for (const id of await lostFiles(db, files)) await once((tx) => files.remove(tx, id), `remove ${id}`)
      await once(forgetExports, 'forget')
    },
  })
}

async function lostFiles(db: Db, files: Pick<TradingDeps['files'], 'list'>): Promise<Id<'file'>[]> {
  const lost: Id<'file'>[] = []
  const before = inSeconds(-LOST_SECONDS)
  for (let after: { after?: Id<'file'> } = {}; ; ) {
    const page = await files.list(db, { purposes: [EXPORT_PURPOSE], limit: PAGE, ...after })
    const old = page.filter(({ createdAt }) => createdAt < before).map(({ id }) => id)
    const kept = await keptFiles(db, old)
    lost.push(...old.filter((id) => !kept.has(id)))
    const last = page.at(-1)
    if (last === undefined || page.length < PAGE) return lost
    after = { after: last.id }
  }
}
