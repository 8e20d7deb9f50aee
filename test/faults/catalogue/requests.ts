import { by, type FaultCase } from './fault-case.ts'

const inputs = 'test/wire/bad-inputs.test.ts'
const generated = 'test/wire/generated-inputs.test.ts'
const slow = 'test/wire/slow-clients.test.ts'
const jsonBody = 'server/kernel/http/json-body.test.ts'
const files = 'server/platform/files/files.test.ts'
const submissions = 'server/products/music/submissions.test.ts'

/** What clients send: too slowly, too much, or to do harm. */
export const requestFaults: readonly FaultCase[] = [
  {
    id: 'F24',
    fault: 'headers come a byte at a time on many connections',
    answer: 'answered 408 and closed within 10 s; others are not kept waiting',
    proofs: [
      ...by(
        slow,
        'with headers a byte at a time are answered 408 and closed within 10 s',
        'do not keep others waiting',
      ),
      ...by('test/wire/bursts.test.ts', 'connections that come in one moment are all taken'),
    ],
  },
  {
    id: 'F25',
    fault: 'bodies come a byte at a time; answers are not read',
    answer: 'answered 408 and closed within 18 s; cut off at most 20 s after the deadline',
    proofs: [
      ...by(
        slow,
        'with a body a byte at a time are answered 408 and closed within 18 s',
        'with chunks a byte at a time are answered 408 and closed within 18 s',
      ),
      ...by(
        'test/wire/slow-readers.test.ts',
        'of an answer that comes in pieces are cut off, and give their place back',
        'of an answer that is whole are cut off, and give their place back',
      ),
    ],
  },
  {
    id: 'F32',
    fault: 'JSON beyond the limit, also in chunks without a length',
    answer: '413 early; memory stays bounded',
    proofs: by(
      inputs,
      '413: too large: one byte too many',
      '413: too large: chunks without length',
      '413: too large: a length of 1 TB and no body',
      'afterwards the server answers, holds no request and has grown by a bounded amount',
    ),
  },
  {
    id: 'F33',
    fault: '33 to 500,000 nested levels',
    answer: '400 or 413 before parsing, never 500',
    proofs: [
      ...by(
        inputs,
        '400: 33 nested arrays',
        '400: 5000 nested objects',
        '400: 100000 nested arrays',
        '413: too large: 500,000 nested arrays',
      ),
      ...by(jsonBody, 'may hold 32 levels and not 33'),
    ],
  },
  {
    id: 'F34',
    fault: 'a property twice',
    answer: '400, wherever it stands and however it is written',
    proofs: [
      ...by(inputs, '400: a key twice, nested', '400: a key twice by escape'),
      ...by(jsonBody, 'never has a property twice, wherever it stands'),
    ],
  },
  {
    id: 'F35',
    fault: 'invalid UTF-8, byte order mark, NUL, lone surrogate, bidirectional override',
    answer: '400 that names the place',
    proofs: [
      ...by(
        inputs,
        '400: a byte order mark',
        '400: bytes c080',
        '400: NUL by escape',
        '400: a lone high surrogate',
        '400: UTF-16 little endian',
      ),
      ...by(jsonBody, 'names the place of a fault as a JSON Pointer'),
      ...by(
        'server/kernel/http/validate.test.ts',
        'takes a line without control characters, line breaks, bidirectional overrides or white space around it',
      ),
    ],
  },
  {
    id: 'F36',
    fault: '1e400, 2^53 + 1, 30 digits',
    answer: '400, or kept exactly',
    proofs: [
      ...by(inputs, '400: the number 1e400', '400: the number 9007199254740993'),
      ...by(jsonBody, 'keeps numbers that are exact and refuses those that are not'),
    ],
  },
  {
    id: 'F37',
    fault: '__proto__, constructor.prototype in bodies and queries',
    answer: '400; no prototype was touched afterwards',
    proofs: [
      ...by(
        inputs,
        '400: __proto__',
        '400: __proto__ by escape',
        '400: constructor.prototype',
        'no prototype was touched',
      ),
      ...by(jsonBody, 'never names a prototype, wherever it stands and however it is written'),
    ],
  },
  {
    id: 'F38',
    fault: 'the name of every column in every body',
    answer: '400 for what is not declared',
    proofs: by(generated, 'refuses the name of every column in every body that does not declare it'),
  },
  {
    id: 'F39',
    fault: 'header bombs: 17 KiB, 3,000 headers, two Hosts, folded',
    answer: '431 or 400',
    proofs: by(inputs, '431: a header of 17 KiB', '431: 3,000 headers', '400: two Hosts', '400: a folded header'),
  },
  {
    id: 'F40',
    fault: 'request smuggling: length and chunks, two lengths, chunk sizes; also through HAProxy and nginx',
    answer: '400 and closed: one request is one answer, and both see the same one',
    proofs: [
      ...by(
        inputs,
        '400: length and chunks',
        '400: chunks and length',
        '400: two lengths',
        '400: a chunk size of letters',
        '413: chunk extensions of 20 KiB',
      ),
      ...by(
        'test/faults/smuggling.test.ts',
        ...['HAProxy', 'nginx', 'streaming nginx'].flatMap((front) => [
          `is not answered by the server behind ${front}: in a chunk, with a short length beside it`,
          `is not answered by the server behind ${front}: within its length, under "Transfer-Encoding: xchunked"`,
          `is not answered by the server behind ${front}: within the longer of two lengths`,
          `is seen where it is really sent through ${front}: the count finds it`,
          `is answered by a server behind ${front} that knows no chunks: the attacks are real`,
        ]),
      ),
    ],
  },
  {
    id: 'F41',
    fault: 'compressed bodies, images that declare 50,000 x 50,000 pixels, archives with names that lead out of them',
    answer: '415; refused before decoding; no archive is taken or opened',
    proofs: [
      ...by(inputs, '415: a body in gzip', '415: a body in zstd'),
      ...by('server/products/music/cover-image.test.ts', 'refuses png-declares-50000x50000.png with ART_PIXELS'),
      ...by(
        'server/platform/files/archives.test.ts',
        'of the kind zip shows no type that is taken, and is no file whatever it poses as',
        'of the kind zip in a zip shows no type that is taken, and is no file whatever it poses as',
        'of the kind zip with a name that leads out of it shows no type that is taken, and is no file whatever it poses as',
        'of the kind tar with a name that leads out of it shows no type that is taken, and is no file whatever it poses as',
      ),
    ],
  },
  {
    id: 'F42',
    fault: 'paths that lead elsewhere: dots, escapes, NUL, overlong forms',
    answer: '404 or 400; keys of bytes are made by the server',
    proofs: [
      ...by(
        inputs,
        '404: target /../etc/passwd',
        '404: target /..%2f..%2fetc%2fpasswd',
        '400: target /%c0%ae/etc/passwd',
      ),
      ...by('server/kernel/blob/disk-blob-store.test.ts', 'takes no key that leads elsewhere'),
    ],
  },
  {
    id: 'F43',
    fault: 'polyglots, SVG with script, HTML as an image',
    answer: 'judged by content; what is served cannot run',
    proofs: [
      ...by(
        files,
        'refuses content of another type than announced',
        'refuses an SVG, whatever it is announced as',
        'a public file is served by range to anybody, and cannot run anything',
      ),
      ...by(submissions, 'audio-malformed/mp3-plus-zip-polyglot.mp3 is refused as AUDIO_MALFORMED'),
    ],
  },
]
