import { by, type FaultCase } from './fault-case.ts'

const jobs = 'server/kernel/jobs/jobs.test.ts'
const lifecycle = 'server/kernel/jobs/jobs-lifecycle.test.ts'
const sql = 'server/kernel/jobs/pgboss-sql.test.ts'
const bullmq = 'server/kernel/jobs/bullmq.test.ts'

/** What happens to jobs and to those who do them. */
export const jobFaults: readonly FaultCase[] = [
  {
    id: 'J25',
    fault: 'SIGKILL of a worker in the middle of a job',
    answer: 'run again; the committed effect is not repeated',
    proofs: [
      ...by(lifecycle, 'a job of a killed process runs again, and its committed effect is not repeated'),
      ...by(
        'test/faults/jobs-kill.test.ts',
        'carried by pg-boss, none is missing and none takes effect twice',
        'carried by BullMQ, none is missing and none takes effect twice',
        'effects that are not recorded under their job are found out',
      ),
    ],
  },
  {
    id: 'J26',
    fault: 'a worker stands still past its lease and goes on',
    answer: 'its late result settles nothing',
    proofs: [
      ...by(lifecycle, 'a process that was frozen and comes back to a job of another takes no second effect'),
      ...by(
        sql,
        'after a hand-back nothing of the former attempt can settle the job, before or after it is claimed again',
      ),
    ],
  },
  {
    id: 'J27',
    fault: 'the event loop is blocked for longer than the lease',
    answer: 'no effect twice',
    proofs: by(
      'server/kernel/jobs/heartbeat.test.ts',
      'the heart of a program that computes without a pause goes on beating',
      'a claim that was taken away is told, one that is held is not, and a program blocked past its time is given up',
    ),
  },
  {
    id: 'J28',
    fault: 'the transaction is rolled back after the enqueue',
    answer: 'the job never exists',
    proofs: by(jobs, 'a committed job runs and a rolled back one never exists'),
  },
  {
    id: 'J29',
    fault: 'a crash between the commit and the push to Redis',
    answer: 'the sweeper pushes',
    proofs: by(bullmq, 'jobs that Redis lost one by one are carried again after half a minute'),
    open: 'the crash itself is not aimed at that moment',
  },
  {
    id: 'J30',
    fault: 'Redis loses everything',
    answer: 'no job is lost',
    proofs: by(
      bullmq,
      'Redis emptied with 200 jobs in it costs no job, and none takes effect twice',
      'with Redis dead jobs are taken and wait, and run when an empty Redis is there again',
    ),
  },
  {
    id: 'J31',
    fault: 'Redis is out of memory',
    answer: 'the enqueue succeeds all the same',
    proofs: by(bullmq, 'a Redis that hangs keeps no transaction waiting'),
    open: 'the test has a Redis that hangs, not one that is full',
  },
  {
    id: 'J32',
    fault: 'the database goes away under a worker',
    answer: 'the worker lives and goes on by itself',
    proofs: by(lifecycle, 'a lost database does not end the process, and work goes on by itself when it is back'),
  },
  {
    id: 'J33',
    fault: 'a job that ends its process',
    answer: 'quarantined, others unharmed',
    proofs: by(
      sql,
      'a job that lost three workers in a row is put in quarantine; a failure between begins the count anew',
    ),
  },
  {
    id: 'J34',
    fault: 'the clock of a worker is an hour off',
    answer: 'order and leases go by the database and do not notice',
    proofs: [],
    open: 'no test yet',
  },
  {
    id: 'J35',
    fault: 'the hour that is twice, the hour that is not, a server that was down at the time',
    answer: 'once, or as the policy says',
    proofs: [],
    open: 'no test yet',
  },
  {
    id: 'J36',
    fault: 'several schedulers',
    answer: 'one job for each occurrence',
    proofs: by(
      lifecycle,
      'processes that start at once install the schema once, and an occurrence of a schedule makes one job',
    ),
  },
  {
    id: 'J37',
    fault: 'a payload from before a deploy',
    answer: 'upgraded or parked',
    proofs: by(
      'server/kernel/jobs/versions.test.ts',
      'a job stored by an older program is upgraded, and the handler sees only the current form',
      'a job of a newer program waits for one without losing a try',
    ),
  },
  {
    id: 'J38',
    fault: 'one tenant floods the queue',
    answer: 'others wait less than twice as long',
    proofs: by(
      'server/kernel/jobs/controls.test.ts',
      'a tenant takes no more of a queue than its share, and another is served beside it',
    ),
    open: 'the times of waiting are not measured',
  },
  {
    id: 'J39',
    fault: 'a transaction held open for ten minutes',
    answer: 'throughput stays above 70 %',
    proofs: [],
    open: 'not measured',
  },
  {
    id: 'J40',
    fault: 'SIGTERM at a deploy',
    answer: 'drained, the rest released at once',
    proofs: by(
      lifecycle,
      'a stopping process lets handlers end, then hands the rest back, and another takes them at once',
    ),
  },
  {
    id: 'J41',
    fault: 'a second process on the embedded folder',
    answer: 'refused with the reason',
    proofs: by(
      'server/kernel/db/embedded.test.ts',
      'a second process is refused within 2 s, and told who owns the folder',
    ),
  },
  {
    id: 'J42',
    fault: 'a secret in a payload',
    answer: 'hidden wherever it is shown',
    proofs: [
      ...by('server/kernel/telemetry/redact.test.ts', 'marked values are replaced at every depth, unmarked ones shown'),
      ...by(
        'test/wire/security/log-hygiene.test.ts',
        'no log line, audit record or event holds a password, a token or an address',
      ),
    ],
  },
  {
    id: 'J43',
    fault: 'a provider answers 429',
    answer: 'nobody asks again before the time it named',
    proofs: by(
      'server/kernel/mail/providers.test.ts',
      'after a 429 no request is made until the provider said so, by any mail',
    ),
  },
]
