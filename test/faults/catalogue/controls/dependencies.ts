import { type Control, without } from '../control.ts'

const cacheOutage = 'server/kernel/cache/outage.test.ts'
const disk = 'server/kernel/blob/disk-blob-store.ts'
const diskTest = 'server/kernel/blob/disk-blob-store.test.ts'
const outbound = 'server/kernel/outbound/outbound.ts'
const outboundTest = 'server/kernel/outbound/outbound.test.ts'

export const dependencyControls: Readonly<Record<string, Control>> = {
  F16: without(
    'server/kernel/rate-limit/shared-limiter.ts',
    'const own = local.take(claims, share)',
    'const own = decide(claims, true, claims.map(() => [0, 0] as const))',
    {
      file: 'server/kernel/rate-limit/outage.test.ts',
      test: 'stopped, and started again with nothing: answers in time, alone, then together',
    },
  ),
  F17: without(
    'server/kernel/redis/redis.ts',
    'if (failures >= FAILURES_MAX && monotonicMs() < probeAtMs) return null',
    '',
    {
      file: cacheOutage,
      test: 'frozen: a question costs its budget, then nothing; answers are true, also after it thaws',
    },
  ),
  F18: without('server/kernel/cache/cache.ts', 'shared.onLoss(() => doubts.raise(newId(), [EVERYTHING]))', '', {
    file: cacheOutage,
    test: 'stopped, and started again with what it held a while ago: not one value of that is believed',
  }),
  F19: without(
    'server/kernel/cache/shared-scripts.ts',
    "for at = 2, #KEYS do redis.call('UNLINK', KEYS[at]) end",
    "redis.call('SET', KEYS[1], 1) for at = 2, #KEYS do redis.call('UNLINK', KEYS[at]) end",
    {
      file: cacheOutage,
      test: 'out of memory: what it holds can still be invalidated, the rest is loaded, and health says why',
    },
  ),
  F20: without(disk, 'await unlinkIfThere(temporary)', '', {
    file: diskTest,
    test: 'a full disk is blob/full, frees what was written, and takes smaller content',
  }),
  F21: without(
    disk,
    'const written = await writeDurably(temporary, source, incoming)',
    `await ensureFolder(folders, place.folder)
    const written = await writeDurably(place.path, source, incoming)`,
    {
      file: diskTest,
      test: 'a process killed in the middle of a write leaves no visible key, and its remains are swept after an hour',
    },
  ),
  F22: without(
    'server/kernel/blob/disk-read.ts',
    "this.destroy(blobProblems('missing', { detail: 'The content is shorter than it was.' }))",
    'this.push(null)',
    { file: diskTest, test: 'a file cut short on the disk ends in blob/missing, not in fewer bytes' },
  ),
  F23: without('server/kernel/blob/s3-write.ts', 'await abortUpload(writing, upload)', '', {
    file: 'server/kernel/blob/s3-wrong-answers.test.ts',
    test: 'a wrong ETag of a part is no object, and its parts are taken back',
  }),
  F44: without(
    'server/platform/files/scanning.ts',
    'if (error instanceof ScannerAway) return waiting(null, null)',
    'if (error instanceof ScannerAway) return UNASKED',
    {
      file: 'server/platform/files/quarantine.test.ts',
      test: 'a scanner that cannot be reached ends the round, and takes no reason away',
    },
  ),
  F45: without(outbound, 'return mayReach(url, literal) ? null : NOT_ALLOWED', 'return null', {
    file: outboundTest,
    test: 'is not 127.1',
  }),
  F46: without(outbound, 'done(null, [...found])', 'void resolve(hostname).then((again) => done(null, [...again]))', {
    file: outboundTest,
    test: 'is what was checked and nothing else: a name is asked for once, and its answer is connected to',
  }),
  F47: without(outbound, 'agent: false,', 'agent: false, rejectUnauthorized: false,', {
    file: 'server/kernel/outbound/outbound-tls.test.ts',
    test: 'with its own certificate is told nothing, and the failure says why',
  }),
  F50: without('server/kernel/mail/smtp-transport.ts', 'if (isWritten && responseCode === undefined)', 'if (false)', {
    file: 'server/kernel/mail/smtp-silence.test.ts',
    test: 'at its answer to content is given up in time, and the mail is in doubt',
  }),
  F61: without(
    'server/kernel/cache/flights.ts',
    'if (known !== undefined && isJoinable(known, topics)) return known.landing',
    '',
    {
      file: 'server/kernel/cache/cache.test.ts',
      test: 'is loaded once for 200 who ask at the same time, and is at hand afterwards',
    },
  ),
}
