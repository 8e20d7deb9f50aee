import { by, type FaultCase } from './fault-case.ts'

const database = 'server/kernel/db/database.test.ts'
const embedded = 'server/kernel/db/embedded.test.ts'
const owner = 'server/kernel/db/embedded-owner.test.ts'
const migrations = 'server/kernel/db/migrations.test.ts'
const away = 'test/faults/database-away.test.ts'
const checks = 'server/kernel/telemetry/process-checks.test.ts'

/** What happens to the database and to whoever is connected to it. */
export const databaseFaults: readonly FaultCase[] = [
  {
    id: 'F1',
    fault: 'SIGKILL of the server under write load, on an external PostgreSQL',
    answer: 'what was acknowledged is there, nothing is half there, nothing took effect twice',
    proofs: by(
      'test/faults/kill-9-external.test.ts',
      'SIGKILL under write load beside an external PostgreSQL, which crashes too in one of three, loses, doubles and halves nothing',
    ),
  },
  {
    id: 'F2',
    fault: 'SIGKILL of the server under write load, on the embedded PostgreSQL',
    answer: 'the same',
    proofs: by(
      'test/faults/kill-9.test.ts',
      'SIGKILL under write load, of the embedded PostgreSQL too in one of three, loses, doubles and halves nothing',
    ),
  },
  {
    id: 'F3',
    fault: 'power loss',
    answer:
      'every acknowledged commit is on the disk before its answer, whatever else of the last writes is; a server that does not sync is warned of',
    proofs: [
      ...by(
        'test/faults/power-loss.test.ts',
        'finds every commit that was acknowledged, and no half of one, whatever else of its writes the disk kept',
        'has lost some where the disk told of syncs that it had not done: the same look finds them',
      ),
      ...by(
        'server/kernel/db/synced-commits.test.ts',
        'is acknowledged after the log was synced, every one of a hundred',
        'that does not wait for the disk is found out by the same count',
      ),
      ...by(embedded, 'is durable, checked and in UTF-8, and its role is no superuser'),
      ...by(
        checks,
        'a new enough server that syncs its commits passes, and readiness needs it',
        'acknowledging a commit before it is on disk is warned of, with what to do',
      ),
    ],
  },
  {
    id: 'F4',
    fault: 'a second process opens the folder of the embedded PostgreSQL, also one whose owner is dead',
    answer: 'it is refused within 2 s and told the owner; a dead owner is taken over by one',
    proofs: [
      ...by(
        embedded,
        'a second process is refused within 2 s, and told who owns the folder',
        'of two processes that find a dead owner, one starts and the other is refused',
      ),
      ...by(owner, 'of many that find a dead owner at once, one wins, in every one of 40 rounds'),
    ],
  },
  {
    id: 'F5',
    fault:
      'SIGKILL at each named point of a write, of what follows from it, of an upload and of a picture made in sizes',
    answer: 'nothing lost, halved or doubled, whichever the point',
    proofs: by(
      'test/faults/crash-points.test.ts',
      'of a write loses, halves and doubles nothing, whichever the point',
      'of an upload leaves no file without its bytes and no bytes that nothing speaks of',
      'of what follows a write sends each letter, tells everybody who is to be told and seals each record, once',
      'of a picture that is made in sizes leaves none without all of them, and no size without its bytes',
    ),
  },
  {
    id: 'F6',
    fault: 'PostgreSQL crashes and restarts under load',
    answer: 'the server lives, writes again within 10 s and has lost nothing',
    proofs: [
      ...by(away, 'that crashes under load: it lives, writes again within 10 s, and has lost nothing'),
      ...by(database, 'idle connections that the server ends do not end the process'),
    ],
  },
  {
    id: 'F7',
    fault: 'backends of PostgreSQL are ended one after the other under load',
    answer: 'a retry with the same key is answered; nothing lost, halved or doubled; the pool heals',
    proofs: by(
      away,
      'that ends the connections of the server one after the other under load: every write is answered, nothing is lost',
    ),
  },
  {
    id: 'F8',
    fault: 'the connection is cut in place of the answer to COMMIT',
    answer: 'the same key gets the answer of the effect that took place, once',
    proofs: [
      ...by(
        'test/wire/lost-answers.test.ts',
        'is answered 503, and the same key again gives the answer of the effect that took place, once',
        'makes a double of the effect when the client has no key: the test sees what it is there to see',
      ),
      ...by(database, 'a COMMIT whose answer is lost is reported as unavailable, and was done'),
    ],
  },
  {
    id: 'F9',
    fault: 'PostgreSQL stands still (SIGSTOP)',
    answer: '/livez 200, /readyz 503, every request a problem within its time, recovery by itself',
    proofs: [
      ...by(
        away,
        'that hangs: it lives, is not ready, answers each request soon with a problem, and recovers by itself',
      ),
      ...by(database, 'a server that falls silent is given up after its time, and the pool recovers'),
    ],
  },
  {
    id: 'F10',
    fault: 'the database answers slowly',
    answer: 'some are refused soon, the rest are answered within their time; readiness says so; recovery by itself',
    proofs: by(
      'test/faults/slow-database.test.ts',
      'answers some within their time and refuses the rest soon, lives, and recovers by itself',
      'says in its readiness that PostgreSQL does not answer in time, and when it does again',
      'ends a statement that takes too long and answers with a problem',
      'is told from one that keeps everybody waiting for a connection: the same look finds it',
    ),
  },
  {
    id: 'F11',
    fault: 'every connection of the pool is taken',
    answer: 'a request waits about a second, then 503; nothing waits for ever; a metric says how many wait',
    proofs: [
      ...by(database, 'waits for a connection about a second, then is answered 503'),
      ...by(
        'test/faults/slow-database.test.ts',
        'of 200 who want its connections at once, all held, answers each in time, and says how many wait',
        'is told from one that keeps everybody waiting for a connection: the same look finds it',
      ),
    ],
  },
  {
    id: 'F12',
    fault: 'deadlock and serialisation failure',
    answer: 'run again, given up as busy after three more tries, never 500',
    proofs: by(
      database,
      'is run again after a serialisation failure, once per conflict',
      'is run again after a deadlock',
      'that locks in the opposite order of another is done all the same, however often',
      'is given up after three more tries and answered as busy',
    ),
  },
  {
    id: 'F52',
    fault: 'two to eight migrators at once on an empty and on an older database, fifty times',
    answer: 'each file is applied once, nobody sees an error',
    proofs: by(
      migrations,
      'two to eight migrators at once, on an empty and on an older database, apply each file once, 50 times over',
      'of migrators without a lock some fail: the same race finds it',
    ),
  },
  {
    id: 'F53',
    fault: 'a migrator is killed half-way; another holds a lock it needs; an index was never built to its end',
    answer:
      'nothing half is left, the next completes it; a lock is waited for in short tries; an invalid index is found, told and built anew',
    proofs: by(
      migrations,
      'of a migrator that was killed half-way leave nothing, and the next one completes them',
      'that meet a lock try again until it is free',
      'find indexes that are not valid, build them anew, and say so',
      'leave an index that rows contradict as it is, and say why',
      'of whom one builds an index anew do not stand in each other’s way',
    ),
  },
  {
    id: 'F65',
    fault: 'the connection on which a process hears of changes is cut, and each new one',
    answer: 'a changed flag takes effect within 1.5 s all the same, and at once when the connection is back',
    proofs: by(
      away,
      'hears of a changed flag at once, without its bus within 1.5 s, and at once again when that is back',
    ),
  },
  {
    id: 'F66',
    fault: 'a server starts while PostgreSQL is away',
    answer:
      '/livez 200, /readyz 503, flags as they were kept to who shows no credential, whole without a restart when it is back',
    proofs: by(
      away,
      'that starts while PostgreSQL is away lives, serves the flags it kept, and is whole when that is back',
    ),
  },
]
