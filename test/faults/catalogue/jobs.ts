import { by, type FaultCase } from './fault-case.ts'

const jobs = 'server/kernel/jobs/jobs.test.ts'
const lifecycle = 'server/kernel/jobs/jobs-lifecycle.test.ts'
const sql = 'server/kernel/jobs/pgboss-sql.test.ts'
const bullmq = 'server/kernel/jobs/bullmq.test.ts'
const eviction = 'server/kernel/jobs/bullmq-eviction.test.ts'
const heartbeat = 'server/kernel/jobs/heartbeat.test.ts'
const versions = 'server/kernel/jobs/versions.test.ts'
const ticks = 'server/kernel/jobs/ticks.test.ts'
const schedules = 'server/kernel/jobs/schedules.test.ts'
const rounds = 'server/kernel/jobs/rounds.test.ts'
const redis = 'test/faults/jobs-redis.test.ts'
const drained = 'a stopping process lets handlers end, then hands the rest back, and another takes them at once'
const occurrence = 'processes that start at once install the schema once, and an occurrence of a schedule makes one job'

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
    fault: 'a worker stands still past its lease (SIGSTOP) and goes on',
    answer: 'no second effect; its late result settles nothing',
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
    answer: 'the heart beats on from its thread; blocked past its time the program is given up',
    proofs: by(
      heartbeat,
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
    fault: 'a job is committed and never reaches Redis, or Redis loses it',
    answer: 'carried again from its row, one effect',
    proofs: [
      ...by(
        redis,
        'take effect once when their process ends where the jobs are committed, the relay has not looked',
        'take effect once when their process ends where the jobs are in parcels, Redis has none',
        'take effect once when their process ends where Redis has brought a job, it is not claimed',
        'take effect once when their process ends where the job is claimed and has not begun',
        'take effect once when their process ends where its effect is about to be committed',
        'take effect once when their process ends where its effect is committed, its end is not written',
        'take effect once when their process ends where its end is about to be written',
        'take effect once when their process ends where its end is written, Redis does not know',
      ),
      ...by(bullmq, 'jobs that Redis lost one by one are carried again after half a minute'),
    ],
  },
  {
    id: 'J30',
    fault: 'Redis is emptied, killed and started with nothing, or evicts keys under load (allkeys-lru)',
    answer: 'no job lost, no effect twice; a policy that evicts is told',
    proofs: [
      ...by(
        bullmq,
        'Redis emptied costs none of 200 jobs, and none takes effect twice',
        'with Redis dead jobs are taken and wait, and run when an empty Redis is there again',
      ),
      ...by(
        eviction,
        'loses no job with names of parcels without what they hold',
        'loses no job with the list without its parcels',
        'loses no job with the mark that there is something',
        'loses no job with who is on what',
        'under load loses no job and doubles no effect, and health says what is wrong with it',
      ),
    ],
  },
  {
    id: 'J31',
    fault: 'Redis hangs, or is full',
    answer: 'the enqueue succeeds all the same, and the jobs run once when there is room',
    proofs: [
      ...by(bullmq, 'a Redis that hangs keeps no transaction waiting'),
      ...by(redis, 'are taken while Redis is full, and run once each when it has room again'),
    ],
  },
  {
    id: 'J32',
    fault: 'the database goes away under a worker',
    answer: 'the worker lives and goes on by itself',
    proofs: [
      ...by(lifecycle, 'a lost database does not end the process, and work goes on by itself when it is back'),
      ...by(heartbeat, 'heartbeats go on by themselves after a lost connection'),
    ],
  },
  {
    id: 'J33',
    fault: 'a job that ends its process',
    answer: 'quarantined after three workers, others unharmed',
    proofs: [
      ...by(
        'test/faults/poison-job.test.ts',
        'is in quarantine after three, with its reason, and the others have run once each',
        'ends one process after the other when nobody counts: the same look finds it',
      ),
      ...by(
        sql,
        'a job that lost three workers in a row is put in quarantine; a failure between begins the count anew',
        'only a stalled job is freed, and one on its last try ends with the reason',
        'of jobs that are claimed ahead only a try that was begun counts, and a job that was never begun is not put in quarantine',
      ),
      ...by(
        'server/kernel/jobs/lane.test.ts',
        'what waits when its process is killed loses no try; what is begun after a loss is written down first',
      ),
    ],
  },
  {
    id: 'J34',
    fault: 'the clock of a worker is days off',
    answer: 'order and leases go by the database and do not notice',
    proofs: by(
      'test/faults/clock-jump.test.ts',
      'three days back and 400 ahead answers, runs its jobs, revives no session and makes no id twice',
    ),
  },
  {
    id: 'J35',
    fault: 'the hour that is twice, the hour that is not, a server that was down at the time',
    answer:
      'each tick once: what is left out when it would have ended, what is repeated the first time, what was missed when somebody comes',
    proofs: [
      ...by(
        ticks,
        'comes once on each day of a year, whatever it is',
        'in the hour that is left out comes when it would have ended, and once',
        'in the hour that is repeated comes the first time',
        'of every hour or quarter goes by the time that passes',
      ),
      ...by(schedules, 'what no worker was there for is made up for once, for a week and no longer'),
    ],
  },
  {
    id: 'J36',
    fault: 'several schedulers',
    answer: 'one job for each occurrence',
    proofs: [
      ...by(lifecycle, occurrence),
      ...by(schedules, 'a tick that two schedulers see is taken by one of them, when both have decided to'),
    ],
  },
  {
    id: 'J37',
    fault: 'a payload from before a deploy, or from after it',
    answer: 'upgraded, failed once with the reason, or left waiting for a newer program',
    proofs: by(
      versions,
      'a job stored by an older program is upgraded, and the handler sees only the current form',
      'a job that cannot be upgraded fails once, with the reason, and keeps its payload',
      'a job of a newer program waits for one without losing a try',
    ),
  },
  {
    id: 'J38',
    fault: 'one tenant floods the queue, with a million jobs',
    answer:
      'it takes no more than its share, others are served beside it in turn, whatever their number; what enqueues, claims and shows reads no more than before',
    proofs: [
      ...by(
        'server/kernel/jobs/flood.test.ts',
        ...['an enqueue', 'a claim in turn', 'a look of the relay', 'the queues as the console shows them'].map(
          (what) => `reads no more than it must: ${what}`,
        ),
        'tenants behind it are found',
      ),
      ...by(
        'server/kernel/jobs/controls.test.ts',
        'a tenant takes no more of a queue than its share, and another is served beside it',
      ),
      ...by(sql, 'of one tenant no more are admitted than may run, even when all ask at once'),
      ...by(bullmq, 'a tenant with a flood of jobs leaves room in Redis for others'),
      ...by(
        rounds,
        'begins next where one flood may fill every place',
        'has its turn after two floods that fill the places',
        'has its turn after nine, by its name the first',
        'has its turn after nine as nobody too',
      ),
    ],
  },
  {
    id: 'J39',
    fault: 'a transaction is held open while jobs run, and what dies cannot be cleared away',
    answer: 'throughput stays above 70 %; health warns of it after ten minutes and says who',
    proofs: [
      ...by(
        'test/faults/held-snapshot.test.ts',
        'leaves the jobs seven tenths of their pace',
        'leaves a queue that deletes what it takes less: the same look finds it',
      ),
      ...by(
        'server/kernel/telemetry/process-checks.test.ts',
        'a transaction that is held open too long is warned of, with who holds it and what to do',
      ),
    ],
    open: 'the time is made short: 20,000 jobs end under the transaction',
  },
  {
    id: 'J40',
    fault: 'SIGTERM at a deploy',
    answer: 'drained, the rest released at once',
    proofs: by(lifecycle, drained),
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
