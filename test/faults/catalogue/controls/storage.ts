import { type Control, without } from '../control.ts'

const uploads = 'server/platform/files/uploads.ts'
const steps = 'server/platform/files/upload-steps.ts'
const s3Write = 'server/kernel/blob/s3-write.ts'
const sending = 'server/platform/files/send-content.ts'

const files = 'server/platform/files/files.test.ts'
const scanning = 'server/platform/files/scanning.test.ts'

const TYPE_COMPARED = 'if (arrived.detectedType !== upload.content_type) {'
const TYPE_BELIEVED = 'if (arrived.detectedType === undefined) {'

/** Of the cases of stored files. */
export const storageControls: Readonly<Record<string, Control>> = {
  S1: without(
    sending,
    "if (file.visibility === 'public' && file.image !== null) throw",
    'if (file.id === null) throw',
    {
      file: 'server/platform/files/images.test.ts',
      test: 'is handed out as it was made anew and never as it was sent, though that be a page as well',
    },
  ),
  S2: without(uploads, TYPE_COMPARED, TYPE_BELIEVED, {
    file: files,
    test: 'refuses content of another type than announced',
  }),
  S3: without(sending, String.raw`\u2066-\u2069/\\]/gu`, String.raw`\u2066-\u2069]/gu`, {
    file: files,
    test: 'with a path, had it been taken, is told to who reads the file as one name and nothing else',
  }),
  S4: {
    without: [
      {
        file: 'server/platform/files/uploads.routes.ts',
        guard: "if (announced !== undefined && BigInt(announced) !== upload.bytes) throw filesProblem('size-differs')",
        instead: '',
      },
      { file: uploads, guard: "if (bytes !== maxBytes) throw filesProblem('size-differs')", instead: '' },
      {
        file: uploads,
        guard: "if (sha256 !== upload.sha256.toString('hex')) throw filesProblem('hash-differs')",
        instead: '',
      },
    ],
    caughtBy: { file: files, test: 'refuses more and fewer bytes than announced' },
  },
  S5: without(uploads, "if (sha256 !== upload.sha256.toString('hex')) throw filesProblem('hash-differs')", '', {
    file: files,
    test: 'never shows other bytes, not even to who confirms while they are being refused',
  }),
  S6: without(uploads, 'if (owner === null) return query', 'if (owner !== undefined) return query', {
    file: files,
    test: "knows nothing of somebody else's upload",
  }),
  S7: without(uploads, 'uploadOf(tx, uploadId, owner).forUpdate()', 'uploadOf(tx, uploadId, owner)', {
    file: files,
    test: 'gives one file however often and by how many at once it is asked',
  }),
  S8: without(
    steps,
    "if (arrived === null) throw filesProblem('not-uploaded')",
    "if (arrived === null) { await giveUp(parts, { origin, owner }, uploadId); throw filesProblem('not-uploaded') }",
    { file: files, test: 'refuses other bytes of the same length and leaves nothing' },
  ),
  S9: {
    without: [
      {
        file: 'server/platform/files/uploads.routes.ts',
        guard: "if (upload.state === 'confirmed' || (await blobs.stat(upload.blob_key)) !== null)",
        instead: "if (upload.state === 'confirmed')",
      },
      {
        file: 'server/kernel/blob/disk-blob-store.ts',
        guard: "if ((await statOrNull(place.path)) !== null) throw blobProblems('exists')",
        instead: 'await unlinkIfThere(place.path)',
      },
    ],
    caughtBy: { file: files, test: 'refuses a second set of bytes' },
  },
  S10: without('server/platform/files/signed-path.ts', '!timingSafeEqual(given, wanted)', 'given === wanted', {
    file: files,
    test: 'refuses a changed address',
  }),
  S11: without(uploads, TYPE_COMPARED, TYPE_BELIEVED, {
    file: files,
    test: 'refuses an SVG, whatever it is announced as',
  }),
  S12: without('server/kernel/image/raster.ts', 'width * height > pixelsMax || pages > FRAMES_MAX', 'pixelsMax < 0', {
    file: 'server/kernel/image/raster.test.ts',
    test: 'refuses more pixels than allowed before it decodes any',
  }),
  S13: without('server/platform/files/content-type.ts', "(isText(head) ? 'text/plain' : null)", "'text/plain'", {
    file: 'server/platform/files/archives.test.ts',
    test: 'of the kind zip shows no type that is taken, and is no file whatever it poses as',
  }),
  S14: without('server/platform/files/scanning.ts', "if (scan === 'infected') throw filesProblem('infected')", '', {
    file: scanning,
    test: 'in which something is found is in quarantine for good, recorded, and its owner told once',
  }),
  S15: without(
    'server/platform/files/clamd.ts',
    "throw answer.endsWith(' ERROR')",
    "if (answer !== '') return null\n  throw answer.endsWith(' ERROR')",
    { file: scanning, test: 'that says something else gives no verdict' },
  ),
  S16: without(uploads, TYPE_COMPARED, TYPE_BELIEVED, {
    file: 'server/products/music/submissions.test.ts',
    test: 'but a list of others is refused for what it is, behind a tag of a recording too, and nothing in it is asked for',
  }),
  S17: without(
    'server/products/music/audio-probe.ts',
    'setTimeout(resolve, deadlineMs)',
    'setTimeout(resolve, probeDeadlineMs + deadlineMs)',
    { file: 'server/products/music/audio-probe.test.ts', test: 'reports a probe that runs out of time' },
  ),
  S18: without('server/platform/files/ranges.ts', 'Math.min(Number(last), bytes - 1)', 'Number(last)', {
    file: 'server/platform/files/ranges.test.ts',
    test: 'a part never leaves the file, whatever the header',
  }),
  S19: without(
    'server/platform/files/quota.ts',
    'pg_advisory_xact_lock(hashtextextended($1, 0))',
    'hashtextextended($1, 0)',
    {
      file: 'server/platform/files/quota.test.ts',
      test: 'fifty announcements at once are never promised more than the quota',
    },
  ),
  S20: without(
    'server/platform/files/sweep.ts',
    "state <> 'confirmed' AND expires_at < $1",
    'expires_at < $1 AND false',
    {
      file: 'server/platform/files/quota.test.ts',
      test: 'an upload that lapsed gives its bytes back when it is swept',
    },
  ),
  S21: {
    without: [
      {
        file: s3Write,
        guard: 'if (s3Fault(error) === null || (await writerOf(writing)) !== writing.id) throw error',
        instead: 'if (s3Fault(error) === null) throw error',
      },
      { file: s3Write, guard: "if ((await writerOf(writing)) !== null) throw blobProblems('exists')", instead: '' },
    ],
    caughtBy: {
      file: 'server/kernel/blob/s3-lost-answers.test.ts',
      test: 'to the completion of a write in parts leaves the object and a write that is told as done; another one is still refused',
    },
  },
  S22: without(sending, 'encodeURIComponent(shown)', 'shown', {
    file: 'server/platform/files/send-content.test.ts',
    test: 'a name with quotes is told as one name and nothing else',
  }),
  S23: without(
    'server/platform/files/seen-by.ts',
    "const isShown = file.visibility === 'public' && file.scan !== 'pending'",
    "const isShown = file.scan !== 'pending'",
    {
      file: files,
      test: 'a public file that became private is nobody else’s from then on, whatever address or copy they hold',
    },
  ),
  S24: without(
    'server/platform/files/integrity.ts',
    "if (error instanceof Problem && error.code === 'blob/missing') return 'missing'",
    "if (error instanceof Problem && error.code === 'blob/missing') return null",
    {
      file: 'server/platform/files/housekeeping.test.ts',
      test: 'finds bytes that are gone or changed once, says so in health and audit, and when they are back',
    },
  ),
}
