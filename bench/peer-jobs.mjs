/** The peers: pg-boss and BullMQ as their own pages tell to use them. JavaScript, so that the types of a peer are no part of the check. */
import { Queue, Worker } from 'bullmq'
import { PgBoss } from 'pg-boss'

const QUEUE = 'bench-noop'

/** Workers take full batches one after the other without a pause, and are woken by NOTIFY. */
export async function openPgBoss({ url, batchSize, localConcurrency }) {
  const boss = new PgBoss({ connectionString: url, schema: 'bench_pgboss', useListenNotify: true })
  boss.on('error', (error) => console.error(error))
  await boss.start()
  await boss.createQueue(QUEUE, { notify: true })
  return {
    add: (payloads) =>
      boss.insert(
        QUEUE,
        payloads.map((data) => ({ data })),
      ),
    async work(handle) {
      await boss.work(QUEUE, { batchSize, localConcurrency, burstWhenBatchFull: true }, async (jobs) => {
        for (const job of jobs) handle(job.data)
      })
    },
    rest: () => boss.offWork(QUEUE, { wait: true }),
    async left() {
      const { rows } = await boss
        .getDb()
        .executeSql(
          "SELECT count(*)::int AS n FROM (SELECT FROM bench_pgboss.job WHERE name = $1 AND state < 'completed' LIMIT 1) AS one",
          [QUEUE],
        )
      return rows[0].n
    },
    close: () => boss.stop({ graceful: false }),
  }
}

export async function openBullMq({ url, concurrency }) {
  const { hostname: host, port } = new URL(url)
  const connection = { host, port: Number(port), maxRetriesPerRequest: null }
  const queue = new Queue(QUEUE, { connection })
  await queue.waitUntilReady()
  let worker = null
  return {
    add: (payloads) => queue.addBulk(payloads.map((data) => ({ name: QUEUE, data, opts: { removeOnComplete: true } }))),
    async work(handle) {
      worker = new Worker(QUEUE, async (job) => handle(job.data), { connection, concurrency })
      worker.on('error', (error) => console.error(error))
      await worker.waitUntilReady()
    },
    rest: () => worker.close(),
    async left() {
      const counts = await queue.getJobCounts('waiting', 'active')
      return counts.waiting + counts.active
    },
    close: () => queue.close(),
  }
}
