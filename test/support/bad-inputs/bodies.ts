import { gzipSync } from 'node:zlib'
import { type BadInput, jsonPost, requestBytes } from './bad-input.ts'

/** A route with the default body limit that takes text and whole numbers. */
const PATH = '/api/uploads/sign'
const DEPTHS = [33, 34, 40, 64, 100, 128, 1000, 5000, 20_000, 100_000]

type Row = readonly [name: string, body: string | Buffer, status: number, code: string]

const around = (bytes: readonly number[]): Buffer =>
  Buffer.concat([Buffer.from('{"email":"a'), Buffer.from(bytes), Buffer.from('"}')])

const KEYS: readonly Row[] = [
  ['a key twice', '{"email":"a@b.example","email":"c@d.example"}', 400, 'http/duplicate-key'],
  ['a key twice by escape', '{"email":"a","em\\u0061il":"b"}', 400, 'http/duplicate-key'],
  ['a key twice, nested', '{"email":{"a":1,"a":1}}', 400, 'http/duplicate-key'],
  ['a key twice in an array', '[{"a":1},{"b":1,"b":2}]', 400, 'http/duplicate-key'],
  ['the empty key twice', '{"":1,"":2}', 400, 'http/duplicate-key'],
  ['a key twice after an object', '{"a":{},"b":1,"a":2}', 400, 'http/duplicate-key'],
  ['a key twice after a string with a brace', '{"a":"}","a":2}', 400, 'http/duplicate-key'],
  ['__proto__', '{"__proto__":{"admin":true}}', 400, 'http/invalid'],
  ['__proto__ by escape', '{"__pr\\u006fto__":{"admin":true}}', 400, 'http/invalid'],
  ['constructor.prototype', '{"constructor":{"prototype":{"admin":true}}}', 400, 'http/invalid'],
  ['prototype', '{"a":{"prototype":{}}}', 400, 'http/invalid'],
  ['__proto__ in an array', '[[{"__proto__":null}]]', 400, 'http/invalid'],
  ['unknown keys', '{"email":"a@b.example","password":"0123456789ab","isAdmin":true}', 400, 'http/invalid'],
  ['toString as a key', '{"toString":1}', 400, 'http/invalid'],
  ['20,000 keys', `{${Array.from({ length: 20_000 }, (_, at) => `"k${at}":1`).join(',')}}`, 400, 'http/invalid'],
]

const TEXTS: readonly Row[] = [
  ['a byte order mark', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from('{}')]), 400, 'http/bad-text'],
  ['UTF-16 little endian', Buffer.from('\ufeff{}', 'utf16le'), 400, 'http/bad-text'],
  ['NUL by escape', '{"email":"a\\u0000b"}', 400, 'http/bad-text'],
  ['NUL by escape in a key', '{"a\\u0000":1}', 400, 'http/bad-text'],
  ['NUL as a byte', '{"email":"a\u0000b"}', 400, 'http/bad-json'],
  ['NUL between tokens', '{\u0000}', 400, 'http/bad-json'],
  ['a lone high surrogate', '{"email":"a\\ud800b"}', 400, 'http/bad-text'],
  ['a lone low surrogate', '{"email":"\\udc00"}', 400, 'http/bad-text'],
  ['surrogates the wrong way round', '{"email":"\\udc00\\ud800"}', 400, 'http/bad-text'],
  ['a lone surrogate in a key', '{"\\udfff":1}', 400, 'http/bad-text'],
  ['a bad escape', '{"email":"\\x41"}', 400, 'http/bad-json'],
  ['a cut escape', '{"email":"\\u00', 400, 'http/bad-json'],
  ['a raw line break in a string', '{"email":"a\nb"}', 400, 'http/bad-json'],
  ['a raw tab in a string', '{"email":"a\tb"}', 400, 'http/bad-json'],
  ...[
    [0xff],
    [0xfe],
    [0xc0, 0x80],
    [0xc1, 0xbf],
    [0xe0, 0x80, 0x80],
    [0xed, 0xa0, 0x80],
    [0xed, 0xbf, 0xbf],
    [0xf0, 0x80, 0x80, 0x80],
    [0xf4, 0x90, 0x80, 0x80],
    [0xf8, 0x88, 0x80, 0x80, 0x80],
    [0x80],
    [0xbf],
    [0xc3],
    [0xe2, 0x82],
    [0xf0, 0x9f, 0x98],
    [0xef, 0xbf],
    [0xe9],
  ].map((bytes): Row => [`bytes ${Buffer.from(bytes).toString('hex')}`, around(bytes), 400, 'http/bad-text']),
]

const NUMBERS: readonly Row[] = [
  '1e400',
  '-1e400',
  '1e309',
  '9007199254740993',
  '9007199254740992',
  '-9007199254740993',
  '123456789012345678901234567890',
  `1${'0'.repeat(400)}`,
  `${'9'.repeat(5000)}`,
].map((number): Row => [`the number ${number.slice(0, 32)}`, `{"bytes":${number}}`, 400, 'http/invalid'])

const SYNTAX: readonly Row[] = [
  ...['{', '}', '[', ']', '{"a"', '{"a":', '{"a":1', '{"a":1,}', '[1,]', '[,1]', '{,}', '{a:1}', "{'a':1}", '{"a" 1}'],
  ...['"', '"abc', 'nul', 'tru', 'undefined', 'NaN', 'Infinity', '-', '+1', '01', '1.', '.5', '1e', '0x10', '--1'],
  ...['{}{}', '{} x', '[]]', '/* a */{}', '{}//', '{"a":1}\u0001', ' ', '\n', '\u00a0{}', '<a/>', 'a=1', '%7B%7D'],
].map((body): Row => [`JSON broken: ${JSON.stringify(body)}`, body, 400, 'http/bad-json'])

const SHAPES: readonly Row[] = [
  'null',
  'true',
  '0',
  '-0',
  '1.5',
  '"text"',
  '[]',
  '[{}]',
  '{}',
  '{"email":null}',
  '{"email":1}',
].map((body): Row => [`JSON of another shape: ${body}`, body, 400, 'http/invalid'])

const SIGN = { filename: 'a.wav', contentType: 'audio/wav', bytes: 1, sha256: '0'.repeat(64), purpose: 'music.audio' }

const COERCIONS: readonly Row[] = [
  ...['1', '1e3', ' 1 ', '', true, null, [1], { $gt: 0 }, 1.5, 0, -1, -0, 5_000_000_001].map((bytes) => ({ bytes })),
  ...[1, true, null, ['a.wav'], { toString: 'a.wav' }, '', ' ', ' a', 'a ', 'a\nb', 'a\u0007b', 'a\u001b[31mb'].map(
    (filename) => ({ filename }),
  ),
  ...['a\u202egnp.wav', 'a\u2066b', 'a\u2028b', 'a\u009bb', 'a'.repeat(201)].map((filename) => ({ filename })),
  ...['', 'z'.repeat(64), '0'.repeat(63), '0'.repeat(65), 'A'.repeat(64), 0, { $ne: null }].map((sha256) => ({
    sha256,
  })),
  ...[
    'id',
    'ownerUserId',
    'owner_user_id',
    'state',
    'createdAt',
    'created_at',
    'visibility',
    'blobKey',
    'blob_key',
    'role',
  ].map((name) => ({ [name]: 'x' })),
].map((wrong): Row => {
  const body = JSON.stringify({ ...SIGN, ...wrong })
  return [`taken as it stands: ${JSON.stringify(wrong).slice(0, 60)}`, body, 400, 'http/invalid']
})

function deep(open: string, inner: string, close: string): readonly Row[] {
  const name = open === '[' ? 'arrays' : 'objects'
  return DEPTHS.map((depth) => [
    `${depth} nested ${name}`,
    `${open.repeat(depth)}${inner}${close.repeat(depth)}`,
    depth * (open.length + 1) > 256 * 1024 ? 413 : 400,
    depth * (open.length + 1) > 256 * 1024 ? 'http/body-too-large' : 'http/too-deep',
  ])
}

/** Types and encodings of a body that are not JSON in UTF-8. */
function bodyTypes(): BadInput[] {
  const types = [
    ...['text/plain', 'text/html', 'application/xml', 'application/x-www-form-urlencoded', 'multipart/form-data'],
    ...[
      'multipart/form-data; boundary=x',
      'application/jsonp',
      'application/json5',
      'application/json-seq',
      'text/json',
    ],
    ...[
      'application/json; charset=utf-16',
      'application/json; charset=latin1',
      'application/json;charset=',
      'application',
    ],
    ...[
      'application/',
      '/json',
      '*/*',
      'application/*',
      'json',
      ';',
      'application/json, text/plain',
      'application/vnd.api+json',
    ],
    ...['application/json; boundary=x', 'application/octet-stream', 'application/ld+json', 'application/problem+json'],
  ]
  const wrong = types.map((type) => ({
    name: `a body of type ${type}`,
    bytes: requestBytes(`POST ${PATH}`, [`Content-Type: ${type}`], '{}'),
  }))
  const untyped = { name: 'a body without type', bytes: requestBytes(`POST ${PATH}`, [], '{}') }
  const encoded = ['gzip', 'br', 'deflate', 'zstd', 'x-gzip', 'gzip, identity', 'aes128gcm'].map((encoding) => ({
    name: `a body in ${encoding}`,
    bytes: requestBytes(
      `POST ${PATH}`,
      ['Content-Type: application/json', `Content-Encoding: ${encoding}`],
      gzipSync('{}'),
    ),
  }))
  return [...wrong, untyped, ...encoded].map((input) => ({
    ...input,
    signedIn: true,
    status: 415,
    code: 'http/unsupported-type',
  }))
}

function tooLarge(): BadInput[] {
  const limit = 256 * 1024
  const type = 'Content-Type: application/json'
  const chunk = `${(65_536).toString(16)}\r\n${'a'.repeat(65_536)}\r\n`
  const rows = [
    ['one byte too many', jsonPost(PATH, `"${'a'.repeat(limit - 1)}"`)],
    ['1 MiB', jsonPost(PATH, `"${'a'.repeat(1024 * 1024)}"`)],
    ['a length of 1 TB and no body', requestBytes(`POST ${PATH}`, [type, 'Content-Length: 1000000000000'])],
    [
      'chunks without length',
      requestBytes(`POST ${PATH}`, [type, 'Transfer-Encoding: chunked'], `${chunk.repeat(5)}0\r\n\r\n`),
    ],
    ['500,000 nested arrays', jsonPost(PATH, '['.repeat(500_000))],
  ] as const
  return rows.map(([name, bytes]) => ({
    name: `too large: ${name}`,
    bytes,
    signedIn: true,
    status: 413,
    code: 'http/body-too-large',
  }))
}

/** Bodies that must not reach a handler. */
export function badBodies(): BadInput[] {
  const rows = [...KEYS, ...TEXTS, ...NUMBERS, ...SYNTAX, ...SHAPES, ...COERCIONS]
  const nested = [...deep('[', '', ']'), ...deep('{"a":', '1', '}')]
  const json = [...rows, ...nested].map(([name, body, status, code]) => ({
    name,
    bytes: jsonPost(PATH, body),
    signedIn: true,
    status,
    code,
  }))
  return [...json, ...bodyTypes(), ...tooLarge()]
}
