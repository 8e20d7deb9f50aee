import { type Listening, listen } from '../db/listening.ts'
import type { Logger } from '../telemetry/log.ts'
import { CHANNEL } from './pgboss-sql.ts'

/**
 * Calls `onJob` with the queue when a transaction that enqueued has committed; with null when something may have been missed. While the
 * connection is lost the pulse finds what is due.
 */
export function listenForJobs(url: string, log: Logger, onJob: (queue: string | null) => void): Promise<Listening> {
  const station = { url, channel: CHANNEL, name: 'plinth-jobs-listener', title: 'what tells of new jobs' }
  return listen(station, log, {
    onNotice: (queue) => onJob(queue === '' ? null : queue),
    onOpen: () => onJob(null),
  })
}
