import { by, type FaultCase } from './fault-case.ts'

const shutdown = 'test/faults/shutdown.test.ts'
const lifecycle = 'server/kernel/jobs/jobs-lifecycle.test.ts'

/** What happens to our own processes, and to the clock. */
export const processFaults: readonly FaultCase[] = [
  {
    id: 'F51',
    fault: 'the clock jumps three days back and 400 days ahead',
    answer: 'requests are answered, ended sessions stay ended, jobs run once',
    proofs: [
      ...by(
        'test/faults/clock-jump.test.ts',
        'three days back and 400 ahead answers, runs its jobs, revives no session and makes no id twice',
      ),
      ...by('server/kernel/id.test.ts', 'keeps the order when the clock steps back'),
      ...by('server/kernel/clock.test.ts', 'durations are measured apart from the set clock, and never run backwards'),
    ],
  },
  {
    id: 'F55',
    fault: 'SIGTERM under load; a rolling restart behind HAProxy; a second SIGTERM',
    answer: 'every request that was sent is answered, exit 0; the second signal ends it at once with 1',
    proofs: [
      ...by(
        shutdown,
        'at SIGTERM answers every request that was sent, closes each connection by an answer and exits 0',
        'at SIGKILL fails requests, and these clients see it',
        'ends at once with 1 at the second signal',
      ),
      ...by(
        'test/faults/rolling-restart.test.ts',
        'fail no request of 10,000 while they are restarted one after the other',
        'that stop listening before HAProxy has seen that they are not ready fail some, and these clients see it',
      ),
    ],
  },
  {
    id: 'F56',
    fault: 'SIGTERM while jobs run, a file is uploaded, a transaction is open, streams of events are read',
    answer:
      'handlers may end, the rest is handed back and taken by another at once; what moves ends well, what stands still is cut and leaves nothing; streams end whole, with a time to come back',
    proofs: [
      ...by(
        lifecycle,
        'a stopping process lets handlers end, then hands the rest back, and another takes them at once',
      ),
      ...by(
        'test/faults/shutdown-under-way.test.ts',
        'at SIGTERM: a transaction and an upload end well, an upload that stands still is cut and leaves nothing',
        'at SIGTERM: streams of events end whole, told when to come back, and keep the server no longer than its deadline',
        'at SIGKILL is lost: the same look finds no answer, and bytes that were left',
      ),
      ...by(
        'test/wire/event-streams.test.ts',
        'ends when the server stops, with a hint when to come back; one opened meanwhile too',
      ),
    ],
  },
  {
    id: 'F57',
    fault: 'an exception nobody caught, a rejection nobody handled',
    answer: 'logged, requests under way answered, exit 1',
    proofs: by(
      shutdown,
      'by an exception nobody catches says why, answers every request that was sent and exits 1',
      'by a rejection nobody handles says why, answers every request that was sent and exits 1',
    ),
  },
  {
    id: 'F58',
    fault: 'a job that always ends its process',
    answer: 'quarantined with its reason after three; other jobs flow',
    proofs: by(
      'test/faults/poison-job.test.ts',
      'is in quarantine after three, with its reason, and the others have run once each',
      'ends one process after the other when nobody counts: the same look finds it',
    ),
  },
  {
    id: 'F59',
    fault: 'the holder of a lease stands still past its time',
    answer: 'taken over; the late write is refused by its token',
    proofs: by(
      'server/kernel/lock/lock.test.ts',
      'of a holder who stands still is taken over; what it writes when it goes on is refused by its token',
    ),
  },
  {
    id: 'F60',
    fault: 'one schedule in several processes, whose clocks are apart',
    answer: 'each occurrence makes one job, by the clock of the database',
    proofs: [
      ...by(
        lifecycle,
        'processes that start at once install the schema once, and an occurrence of a schedule makes one job',
      ),
      ...by(
        'server/kernel/jobs/schedules.test.ts',
        'three processes whose clocks are minutes apart make one job of a tick, and none before its time',
        'of processes that go by their own clocks the same look finds several jobs, and one before its time',
      ),
    ],
  },
]
