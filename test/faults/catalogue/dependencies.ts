import { by, type FaultCase } from './fault-case.ts'

const cacheOutage = 'server/kernel/cache/outage.test.ts'
const limitOutage = 'server/kernel/rate-limit/outage.test.ts'
const cache = 'server/kernel/cache/cache.test.ts'
const shared = 'server/kernel/cache/shared.test.ts'
const eviction = 'server/kernel/jobs/bullmq-eviction.test.ts'
const disk = 'server/kernel/blob/disk-blob-store.test.ts'
const s3 = 'server/kernel/blob/s3-blob-store.test.ts'
const direct = 'server/platform/files/direct.test.ts'
const damaged = 'server/platform/files/damaged.test.ts'
const housekeeping = 'server/platform/files/housekeeping.test.ts'
const quarantine = 'server/platform/files/quarantine.test.ts'
const scanning = 'server/platform/files/scanning.test.ts'
const outbound = 'server/kernel/outbound/outbound.test.ts'
const mail = 'server/kernel/mail/mail.test.ts'
const transports = 'server/kernel/mail/transports.test.ts'

/** Spellings of what lies inside. */
const INSIDE = [
  ...['127.0.0.1', '127.1', '2130706433', '0x7f.1', '017700000000.1', '0', '①②⑦.0.0.1', '169.254.169.254'],
  ...['10.1.2.3', '172.31.255.255', '192.168.0.1', '100.64.0.1', '198.18.0.1', '224.0.0.1', '255.255.255.255'],
  ...[
    '[::1]',
    '[::]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[64:ff9b::7f00:1]',
    '[fe80::1]',
    '[fd00::1]',
    '[ff02::1]',
  ],
  ...['[2002:7f00:1::]', '[2001:0:7f00:1::]', '[2001:db8::1]'],
]

/** What happens to Redis, to the places of bytes, to scanners, receivers and mail servers. */
export const dependencyFaults: readonly FaultCase[] = [
  {
    id: 'F16',
    fault: 'Redis is stopped',
    answer: 'answers stay true and within the budget, each process limits for itself, then together again',
    proofs: [
      ...by(cacheOutage, 'stopped, and started again with nothing: answers are true and quick throughout'),
      ...by(limitOutage, 'stopped, and started again with nothing: answers in time, alone, then together'),
    ],
  },
  {
    id: 'F17',
    fault: 'Redis stands still (SIGSTOP)',
    answer: 'one budget is spent, then none until it is back; what it held before is not believed',
    proofs: [
      ...by(
        cacheOutage,
        'frozen: a question costs its budget, then nothing; answers are true, also after it thaws',
        'frozen for a moment: what it holds from before is not believed when it thaws',
      ),
      ...by(limitOutage, 'frozen: answers in time, alone, and together again when it thaws'),
    ],
  },
  {
    id: 'F18',
    fault: 'Redis is started again empty, or with what it held a while ago',
    answer: 'no stale value, no more than one limit over; sessions and jobs are rows and notice nothing',
    proofs: [
      ...by(
        'test/faults/redis-emptied.test.ts',
        ...['emptied while all are connected', 'killed and started with nothing'].map(
          (how) => `that is ${how}: who is signed in stays so and who was signed out is refused, by two processes`,
        ),
      ),
      ...by(cacheOutage, 'stopped, and started again with what it held a while ago: not one value of that is believed'),
      ...by(
        limitOutage,
        'started again with nothing: what a process admitted, or knows to be full, counts on; all admit the limit once more at most',
      ),
    ],
  },
  {
    id: 'F19',
    fault: 'Redis is out of memory, or evicts what it was told to keep',
    answer:
      'values are loaded, invalidations still count, limits hold in each process, no job is lost, health and the log say why',
    proofs: [
      ...by(eviction, 'under load loses no job and doubles no effect, and health says what is wrong with it'),
      ...by(
        cacheOutage,
        'out of memory: what it holds can still be invalidated, the rest is loaded, and health says why',
      ),
      ...by(shared, 'whose marks were evicted are loaded anew'),
      ...by(limitOutage, 'out of memory: answers in time, alone, and health says why'),
    ],
  },
  {
    id: 'F20',
    fault: 'the disk of the files is full',
    answer: '507; what was written is freed, no row is kept, the quota is as before, smaller content is still taken',
    proofs: [
      ...by(
        'test/faults/full-disk.test.ts',
        'is answered 507: no row, no bytes and no quota are lost by it, and what is smaller is still taken',
        'is what refuses: a disk with room takes the same bytes',
      ),
      ...by(disk, 'a full disk is blob/full, frees what was written, and takes smaller content'),
    ],
  },
  {
    id: 'F21',
    fault: 'SIGKILL between the bytes of a file and its row',
    answer: 'never a row without bytes; bytes without a row are swept',
    proofs: [
      ...by(
        'test/faults/crash-points.test.ts',
        'of an upload leaves no file without its bytes and no bytes that nothing speaks of',
      ),
      ...by(
        disk,
        'a process killed in the middle of a write leaves no visible key, and its remains are swept after an hour',
      ),
      ...by(housekeeping, 'removes what no row speaks of once it is old, and nothing else'),
    ],
  },
  {
    id: 'F22',
    fault: 'stored bytes are cut short, changed or taken away',
    answer:
      'never served as good, whole or in part; refused from when it is known; what a bucket hands out by an address is its own to compare; found by reading and by a look at each within 30 days, told in health and audit',
    proofs: [
      ...by(disk, 'a file cut short on the disk ends in blob/missing, not in fewer bytes'),
      ...by(
        housekeeping,
        'finds bytes that are gone or changed once, says so in health and audit, and when they are back',
        'reads every file within 30 days by a share an hour, whatever runs are missed or cut short, and says when it does not',
      ),
      ...by(
        direct,
        'whose bytes somebody took out of the bucket is said to be gone, and has no address',
        'whose bytes somebody replaced in the bucket is damaged to whoever reads it, and has no address from then on',
      ),
      ...by(
        damaged,
        ...[
          ...['by its owner', 'by anybody', 'a range of it', 'a range of it by anybody', 'by whoever has it already'],
          ...['an address of it', 'in memory by another unit', 'from a path by another unit'],
        ].map((way) => `is not read ${way}, nor one that is gone, until it was found whole`),
        'answers HEAD as it would GET, and its standing says what was found',
        'whose variant is damaged is refused as that variant, whole and in part',
        'is refused at once when it is small, written down once, and refused from then on',
        'breaks the transfer before it is complete when it is long, and is refused from then on',
        'is not seen in a range, the first that is asked for: what is short is refused, what is long is broken off before it',
        'is not seen in a range, though others of it were sent before: what is short is refused, what is long is broken off before it',
        'is refused when it was cut short, whatever of it is asked for',
      ),
    ],
  },
  {
    id: 'F23',
    fault: 'the S3 store refuses, fails, is not there or silent, loses its answer, cuts a body, names a wrong ETag',
    answer: 'a temporary refusal within its time; no file without bytes; confirmed once it is back',
    proofs: [
      ...by(
        s3,
        'are blob/unavailable where nobody listens',
        'are blob/unavailable within the time of a request from a store that takes connections and is silent',
        'parts of a write that was never finished are swept after their time, and not before',
      ),
      ...by(
        'server/kernel/blob/s3-lost-answers.test.ts',
        'to a write leaves the object and a write that is told as done; another one is still refused',
      ),
      ...by(
        'server/kernel/blob/s3-wrong-answers.test.ts',
        'a body that is cut in its middle ends in an error, not in fewer bytes',
        'a wrong ETag of a part is no object, and its parts are taken back',
        'a write that fails again and again is given up after few tries, and is no object',
      ),
      ...by(direct, 'is answered 503 with Retry-After while the store is silent, and confirmed once it is back'),
    ],
  },
  {
    id: 'F44',
    fault: 'malware is uploaded; the scanner is down',
    answer: 'quarantined for good, owner told once; without a scanner it waits and nobody can read it',
    proofs: [
      ...by(
        scanning,
        'in which something is found is in quarantine for good, recorded, and its owner told once',
        'waits in quarantine while the scanner is away, and is judged when it is back',
      ),
      ...by(quarantine, 'a scanner that cannot be reached ends the round, and takes no reason away'),
    ],
  },
  {
    id: 'F45',
    fault: 'a webhook is pointed inside, in the spellings of an address',
    answer: 'refused after the name was resolved',
    proofs: by(
      outbound,
      ...INSIDE.map((host) => `is not ${host}`),
      'is no name that leads inside, not even with one of its addresses',
    ),
  },
  {
    id: 'F46',
    fault: 'the name answers differently the second time; a redirect leads inside',
    answer: 'connected to what was checked and nothing else; redirects are not followed',
    proofs: by(
      outbound,
      'is what was checked and nothing else: a name is asked for once, and its answer is connected to',
      'does not follow where it is sent on to',
    ),
  },
  {
    id: 'F47',
    fault: 'a receiver of webhooks never answers, answers without end, sends elsewhere, or has a bad certificate',
    answer:
      'given up after 10 s, read for 64 KiB, not followed, told nothing; an endpoint that fails rests, others do not wait',
    proofs: [
      ...by(
        outbound,
        'that never answers is given up',
        'that answers without end is read for 64 KiB',
        'that hangs up, or is not there, says so',
        'does not follow where it is sent on to',
      ),
      ...by(
        'server/kernel/outbound/outbound-tls.test.ts',
        'is sent to when its certificate is of a trusted authority, of this day and for its name',
        ...[
          'its own certificate',
          'a certificate of an authority nobody knows',
          'an expired certificate',
          'a certificate of tomorrow',
          'a certificate for another name',
        ].map((what) => `with ${what} is told nothing, and the failure says why`),
        'that speaks no TLS is told nothing',
        'that never ends the handshake is given up',
      ),
      ...by(
        'server/platform/webhooks/webhooks.test.ts',
        'that fails five times in a row rests, and is told when it is switched on again',
        'that never answers does not keep others from what is theirs',
        'of which four hang leaves a fifth what is its',
        'that failed before shares few places with all others that did',
        'whose certificate nobody vouches for is sent nothing, says so, and keeps nobody else waiting',
      ),
    ],
  },
  {
    id: 'F50',
    fault: 'the mail server is down, greylists, bounces, or hangs',
    answer: 'queued and tried again, one mail once it is back; a bounce fails with its reason',
    proofs: [
      ...by(
        mail,
        'a receiver that is down gets the mail once when it is back',
        'a greylisted mail (451, then 421) goes out under the same Message-ID when the receiver takes it',
        'a mailbox that does not exist (550) fails at once with its reason, and its job can be replayed',
      ),
      ...by(transports, 'an answer that does not come in time leaves the mail in doubt'),
      ...by(
        'server/kernel/mail/smtp-silence.test.ts',
        ...(['greeting', 'EHLO', 'MAIL', 'RCPT', 'DATA'] as const).map(
          (step) => `at its answer to ${step} is given up in time, and the mail was not taken`,
        ),
        'at its answer to content is given up in time, and the mail is in doubt',
      ),
    ],
  },
  {
    id: 'F61',
    fault: 'a stampede on a cold key; a damaged entry; keys made to collide',
    answer: 'loaded once by all processes, a damaged entry is a miss, keys stay apart',
    proofs: [
      ...by(cache, 'is loaded once for 200 who ask at the same time, and is at hand afterwards'),
      ...by(
        shared,
        'are loaded once for 600 who ask in 6 processes at the same time',
        'that were cut are loaded anew and said to have been damaged',
        'that were changed are loaded anew and said to have been damaged',
        'that were replaced by something else are loaded anew and said to have been damaged',
      ),
      ...by(
        'server/kernel/cache/generations.test.ts',
        'differ where keys differ, and are short and plain whatever the key',
      ),
    ],
  },
]
