import { by, type FaultCase } from './fault-case.ts'

const files = 'server/platform/files/files.test.ts'
const direct = 'server/platform/files/direct.test.ts'
const damaged = 'server/platform/files/damaged.test.ts'
const housekeeping = 'server/platform/files/housekeeping.test.ts'
const quota = 'server/platform/files/quota.test.ts'
const quarantine = 'server/platform/files/quarantine.test.ts'
const scanning = 'server/platform/files/scanning.test.ts'
const onDisk = 'server/platform/files/versions.test.ts'
const onS3 = 'server/platform/files/versions-s3.test.ts'
const shown = 'server/platform/files/versions-shown.test.ts'
const s3 = 'server/kernel/blob/s3-blob-store.test.ts'
const submissions = 'server/products/music/submissions.test.ts'
const probe = 'server/products/music/audio-probe.test.ts'
const ranges = 'server/platform/files/ranges.test.ts'
const images = 'server/platform/files/images.test.ts'
const raster = 'server/kernel/image/raster.test.ts'
const archives = 'server/platform/files/archives.test.ts'

/** Attacks on stored files, and what becomes of half-done uploads. */
export const storageFaults: readonly FaultCase[] = [
  {
    id: 'S1',
    fault: 'a file that is two things at once',
    answer: 'refused, or shown re-encoded only; what is served cannot run',
    proofs: [
      ...by(submissions, 'audio-malformed/mp3-plus-zip-polyglot.mp3 is refused as AUDIO_MALFORMED'),
      ...by(
        images,
        'is handed out as it was made anew and never as it was sent, though that be a page as well',
        'that is an SVG is refused, under its own name and under another',
      ),
      ...by(raster, 'leaves out what was appended to a picture'),
      ...by(files, 'a public file is served by range to anybody, and cannot run anything'),
    ],
  },
  {
    id: 'S2',
    fault: 'announced as an image, bytes of something else',
    answer: '422, no file',
    proofs: [
      ...by(files, 'refuses content of another type than announced'),
      ...by(direct, 'of another type than announced is no file'),
    ],
  },
  {
    id: 'S3',
    fault: 'filenames with paths, controls, overrides, or 5 kB long',
    answer:
      'keys are made by the server; the shown name is a line of bounded length, else 400; what is told of it is no path',
    proofs: [
      ...by(
        files,
        ...['line breaks', 'NUL', 'a right-to-left override', '5 kB'].map(
          (what) => `with ${what} is refused at the upload`,
        ),
        ...['a path', 'a path of Windows', 'a device of Windows'].map(
          (what) => `with ${what}, had it been taken, is told to who reads the file as one name and nothing else`,
        ),
        'is no part of where its bytes are kept',
      ),
      ...by('test/wire/bad-inputs.test.ts', String.raw`400: taken as it stands: {"filename":"a\nb"}`),
    ],
  },
  {
    id: 'S4',
    fault: 'more bytes than signed',
    answer: 'refused by the store, or at the confirmation; no file',
    proofs: [
      ...by(files, 'refuses more and fewer bytes than announced'),
      ...by(direct, 'that is longer than announced is no file'),
    ],
  },
  {
    id: 'S5',
    fault: 'other bytes than the announced hash, also while they are being confirmed',
    answer: 'refused before anybody can see them',
    proofs: [
      ...by(
        files,
        'refuses other bytes of the same length and leaves nothing',
        'never shows other bytes, not even to who confirms while they are being refused',
      ),
      ...by(direct, 'of other bytes with the announced length is no file, leaves nothing, and is over'),
    ],
  },
  {
    id: 'S6',
    fault: "somebody else's upload is confirmed",
    answer: '404, as if it did not exist',
    proofs: by(files, "knows nothing of somebody else's upload"),
  },
  {
    id: 'S7',
    fault: 'one upload is confirmed by sixteen at once',
    answer: 'one file, one answer',
    proofs: [
      ...by(files, 'gives one file however often and by how many at once it is asked'),
      ...by(direct, 'goes there without the server, and is one file for sixteen who confirm at once'),
    ],
  },
  {
    id: 'S8',
    fault: 'confirmed before the bytes came',
    answer: '409, and good once they came',
    proofs: by(files, 'refuses other bytes of the same length and leaves nothing'),
  },
  {
    id: 'S9',
    fault: 'a second PUT by the still valid address',
    answer: 'refused; the first content stays, also of a version and of the one that it took the place of',
    proofs: [
      ...by(files, 'refuses a second set of bytes'),
      ...[onDisk, onS3].flatMap((file) =>
        by(file, 'a second PUT by the still valid address changes neither what is shown nor what was'),
      ),
      ...by(s3, 'takes the bytes it was signed for, once', 'keeps the first content of a key and refuses the second'),
    ],
  },
  {
    id: 'S10',
    fault: 'a signed address after its time, or for another key or type',
    answer: '403',
    proofs: [
      ...by(
        s3,
        'is good for its key and its time only',
        'refuses another length, type or checksum than was signed, and the headers left out',
      ),
      ...by(files, 'refuses a changed address'),
    ],
  },
  {
    id: 'S11',
    fault: 'SVG with script',
    answer: 'refused, whatever it is announced as',
    proofs: by(files, 'refuses an SVG, whatever it is announced as'),
  },
  {
    id: 'S12',
    fault: 'pixel bombs in PNG, WebP and AVIF, a GIF of 10,000 frames',
    answer: 'refused before decoding, in bounded memory',
    proofs: [
      ...by(
        raster,
        'refuses more pixels than allowed before it decodes any',
        'refuses WebP and AVIF that declare more pixels than memory holds, and a GIF of 10,000 frames, at once and undecoded',
      ),
      ...by(
        images,
        'that declares more than memory holds, in pixels or in frames, is refused undecoded; AVIF is not taken at all',
      ),
      ...by(submissions, 'png-declares-50000x50000.png is refused as ART_PIXELS'),
      ...by('server/products/music/cover-image.test.ts', 'refuses an animated WebP'),
    ],
  },
  {
    id: 'S13',
    fault: 'zip bombs, nested archives, packed bodies',
    answer: 'no archive is a file, whatever it poses as, and none is opened; a packed body is 415',
    proofs: [
      ...by(
        archives,
        'of the kind zip shows no type that is taken, and is no file whatever it poses as',
        'of the kind zip in a zip shows no type that is taken, and is no file whatever it poses as',
        'of the kind gzip shows no type that is taken, and is no file whatever it poses as',
        'is not among what is taken as music.audio',
        'is not among what is taken as trading.import',
        'is not among what is taken as agency.attachment',
      ),
      ...by('test/wire/bad-inputs.test.ts', '415: a body in gzip'),
    ],
  },
  {
    id: 'S14',
    fault: 'malware',
    answer: 'never downloadable, owner told',
    proofs: by(scanning, 'in which something is found is in quarantine for good, recorded, and its owner told once'),
  },
  {
    id: 'S15',
    fault: 'the scanner is down, hangs up or talks nonsense',
    answer: 'no verdict, no way around it',
    proofs: [
      ...by(
        scanning,
        'waits in quarantine while the scanner is away, and is judged when it is back',
        'that hangs up gives no verdict',
        'that says something else gives no verdict',
        'that takes no bytes so long gives no verdict',
      ),
      ...by(
        quarantine,
        'because it is too large keeps none of the later ones in quarantine, and says why it stays there itself',
        'is not asked about again at once, then after those that were never tried, and judged when it is taken',
        'because it brings the scanner down is behind the others when that is back',
        'a scanner that cannot be reached ends the round, and takes no reason away',
      ),
    ],
  },
  {
    id: 'S16',
    fault: 'something else disguised as audio: a page, playlists of HLS and ffconcat that name addresses and files',
    answer: 'refused by its content; nothing is fetched',
    proofs: [
      ...by(
        submissions,
        'audio-malformed/html-named.mp3 is refused as files/type-differs',
        'but a list of others is refused for what it is, behind a tag of a recording too, and nothing in it is asked for',
      ),
      ...by(
        probe,
        'a playlist named as audio is refused, and nothing that it names is opened or asked for',
        'a playlist is none of the recordings, though what it names lies beside it and is one',
      ),
    ],
  },
  {
    id: 'S17',
    fault: 'truncated and endless audio',
    answer: 'ends at its deadline, told to the user',
    proofs: [
      ...by(submissions, 'audio-malformed/truncated.mp3 is refused as AUDIO_TRUNCATED'),
      ...by(probe, 'stops a decode at the deadline and keeps the probe', 'reports a probe that runs out of time'),
    ],
  },
  {
    id: 'S18',
    fault: 'many and senseless ranges',
    answer: 'one range, the whole, or 416',
    proofs: by(ranges, 'bytes=0-1,5-6', 'bytes=1000-', 'a part never leaves the file, whatever the header'),
  },
  {
    id: 'S19',
    fault: 'fifty announcements at once against one quota',
    answer: 'never promised more than the quota',
    proofs: by(quota, 'fifty announcements at once are never promised more than the quota'),
  },
  {
    id: 'S20',
    fault: 'abandoned uploads and parts of uploads',
    answer: 'swept, bytes freed, quota returned',
    proofs: [
      ...by(quota, 'an upload that lapsed gives its bytes back when it is swept'),
      ...by(housekeeping, 'removes what no row speaks of once it is old, and nothing else'),
      ...by(s3, 'parts of a write that was never finished are swept after their time, and not before'),
    ],
  },
  {
    id: 'S21',
    fault: 'the answer to the completion of an upload in parts is lost',
    answer: 'told from another write by its own mark',
    proofs: by(
      'server/kernel/blob/s3-lost-answers.test.ts',
      'to the completion of a write in parts leaves the object and a write that is told as done; another one is still refused',
    ),
  },
  {
    id: 'S22',
    fault: 'a filename that would break a header',
    answer: 'encoded by RFC 8187',
    proofs: [
      ...by(
        'server/platform/files/send-content.test.ts',
        ...['quotes', 'line breaks', 'NUL', 'a right-to-left override', 'letters of other scripts', '5 kB'].map(
          (what) => `a name with ${what} is told as one name and nothing else`,
        ),
        'whatever a name is made of, its header is one of short ASCII, and what it tells is no path',
      ),
      ...by(
        files,
        ...['quotes', 'line breaks', 'a right-to-left override', 'letters of other scripts', '5 kB'].map(
          (what) => `with ${what}, had it been taken, is told to who reads the file as one name and nothing else`,
        ),
      ),
      ...by(direct, 'is told by the store under a name that is one name and nothing else, however hostile'),
      ...by(s3, 'to GET from shows type and name as they were signed'),
    ],
  },
  {
    id: 'S23',
    fault: 'a public file becomes private',
    answer:
      'the server refuses strangers at once; addresses of the store given before, and copies that shared caches hold, end within five minutes',
    proofs: [
      ...by(
        files,
        'a public file that became private is nobody else’s from then on, whatever address or copy they hold',
      ),
      ...by(
        direct,
        'that was public and became private has no new address, and the one given before is good for five minutes from its signing',
      ),
      ...by(
        shown,
        'is seen as it was until the new one is made anew, under addresses that are never another picture',
        'a picture that becomes private is 404 to others with all its versions, and so is what replaces it',
      ),
      ...by(s3, 'is dead after its time'),
    ],
    open: 'a browser keeps its own copy of what it has seen by an address with a version for up to a year; a CDN that does not heed s-maxage is told by the event files.file.visibility-changed alone',
  },
  {
    id: 'S24',
    fault: 'an object is deleted by hand',
    answer: 'found, told, answered as gone (410) on every way of being read',
    proofs: [
      ...by(direct, 'whose bytes somebody took out of the bucket is said to be gone, and has no address'),
      ...by(damaged, 'is gone while it is gone, which only the look writes down'),
      ...by(
        housekeeping,
        'finds bytes that are gone or changed once, says so in health and audit, and when they are back',
      ),
    ],
  },
]
